"""De ESF-controle."""

from tests.isolatie.adressen.soorten import Adres, van

CONTROLE = "HR COO BEH CON"
ADRESSEN: dict[str, Adres] = {
    "controles:lijst": van(CONTROLE, hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:nieuw": van("COO BEH"),
    "controles:controle": van(CONTROLE, ding="controle", hoe="G"),
    "controles:wijzig": van("COO BEH", ding="controle"),
    "controles:trek_in": van("COO BEH", ding="controle"),
    "controles:stuur_opnieuw": van("COO BEH", ding="controle", hoe="P"),
    "controles:trek": van("CON", ding="controle", gegevens={"aantal": 1, "peildatum": "31/12/2023"}),
    "controles:plekken": van("CON", ding="controle", hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:mentoren": van("CON", ding="controle", hoe="G"),
    "controles:vraag_nieuw": van("CON", ding="controle", gegevens={"tekst": "een vraag"}),
    "controles:steekproef": van(CONTROLE, ding="steekproef", hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:bezoek": van(CONTROLE, ding="steekproef", hoe="G"),
    "controles:bezoek_pdf": van(CONTROLE, ding="steekproef", hoe="G"),
    "controles:dossier": van("CON", ding="plek"),
    "controles:geschiedenis": van("CON", ding="plek", hoe="G"),
    "controles:fiche": van("CON", ding="fiche", hoe="G"),
    "controles:certificaat": van("CON", ding="deelname", hoe="G"),
    "controles:urenstaat": van("CON", ding="maandstaat_bevestigd", hoe="G"),
    "controles:vragen": van(CONTROLE, hoe="G", vraag=("", "?vorm=xlsx", "?vorm=csv", "?status=open")),
    "controles:vraag": van(CONTROLE, ding="controlevraag", gegevens={"tekst": "een antwoord"}),
    "controles:heropen": van("CON", ding="controlevraag", gegevens={"tekst": "nog iets"}),
}
