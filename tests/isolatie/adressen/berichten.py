"""Berichten, herinneringen en de agenda."""

from tests.isolatie.adressen.soorten import Adres, eigen, sleutel, van

ADRESSEN: dict[str, Adres] = {
    "agenda": sleutel(ding="agendatoken", hoe="G"),
    "profiel_agenda": eigen(ok=(200,)),
    "profiel_agenda_intrekken": eigen(ok=(405,)),
    "herinneringen:lijst": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?soort=fiche_te_ondertekenen")),
    "herinneringen:nu": van("HR COO", hoe="P", gegevens={"zaak": "fiche_te_ondertekenen:1"}),
    "profiel_berichten": eigen(ok=(200,)),
    "berichten:lijst": eigen(ok=(200,), vraag=("", "?stand=nieuw&soort=kandidatuur")),
    "berichten:alles_gelezen": eigen(hoe="P"),
    "berichten:bericht": eigen(ding="bericht", hoe="G"),
    "berichten:openen": eigen(ding="bericht", hoe="P"),
}
