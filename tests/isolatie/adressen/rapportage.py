"""Voortgang, rapport, bewijspakket, lokaal sociaal beleid, en wat ieder kan nakijken."""

from tests.isolatie.adressen.soorten import Adres, publiek, van

ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "nakijken": publiek(),
    "nakijken_uitslag": publiek(hoe="G", ok=(404,), extra={"token": "0" * 32}),
    "register": publiek(hoe="G", ok=(404,), extra={"sha256": "0" * 64}),  # zie tests/rapportage/test_nakijken.py
    "publiek": publiek(
        hoe="G", ok=(404,), extra={"bestuur": "geen", "code": "geen"}
    ),  # zie tests/rapportage/test_publiek.py
    # --- project
    "rapportage:voortgang": van("COO CON", vraag=("", "?peildatum=2023-12-31")),
    "rapportage:project": van("COO CON", ding="project"),
    "rapportage:doelen": van("COO", ding="project"),
    "rapportage:vooruitblik": van("COO CON", ding="project"),
    "rapportage:lijst": van("COO CON", ding="project", extra={"soort": "ontbrekend"}),
    "rapportage:subsidie": van("COO CON"),
    "rapportage:werkmap": van("COO CON", ding="project", vraag=("?peildatum=2023-12-31",)),
    "rapportage:geheel": van("COO CON", vraag=("", "?peildatum=2023-12-31&toen_gekend=on")),
    "rapportage:geheel_lijst": van("COO CON", extra={"soort": "standen"}, vraag=("", "?organisatie=x&vorm=csv")),
    "rapportage:geheel_werkmap": van("COO CON", vraag=("?peildatum=2023-12-31",)),
    "rapportage:rapporten": van("COO CON", vraag=("", "?vorm=xlsx")),
    "rapportage:rapport": van("COO CON", ding="rapport"),
    "rapportage:rapport_annuleer": van("COO", ding="rapport", hoe="P"),
    "rapportage:rapport_opnieuw": van("COO", ding="rapport", hoe="P"),
    "rapportage:rapport_ophalen": van("COO CON", ding="rapport"),
    "rapportage:pakketten": van("COO CON", vraag=("", "?vorm=xlsx")),
    "rapportage:pakket": van("COO CON", ding="pakket"),
    "rapportage:annuleer": van("COO", ding="pakket", hoe="P"),
    "rapportage:opnieuw": van("COO", ding="pakket", hoe="P"),
    "rapportage:ophalen": van("COO CON", ding="pakket"),
    "rapportage:publiek_lijst": van("BEH", hoe="G"),
    "rapportage:publiek_beheer": van("BEH", ding="project"),
    "rapportage:publiek_voorbeeld": van("BEH", ding="project", hoe="G"),
    # --- lokaal sociaal beleid
    "beleid:jaar": van("HR COO", hoe="G", vraag=("", "?jaar=2023", "?jaar=2023&vorm=xlsx")),
    "beleid:blad": van("HR COO", hoe="G", vraag=("?jaar=2023",)),
    "beleid:overnemen": van("HR COO", vraag=("?jaar=2024",)),
    "beleid:nieuw|maatregel": van("HR COO", extra={"soort": "maatregel"}),
    "beleid:wijzig|maatregel": van("HR COO", ding="beleid_maatregel", extra={"soort": "maatregel"}),
    "beleid:verwijder|maatregel": van("HR COO", ding="beleid_maatregel", extra={"soort": "maatregel"}),
    "beleid:nieuw|doel": van("HR COO", extra={"soort": "doel"}),
    "beleid:wijzig|doel": van("HR COO", ding="beleid_doel", extra={"soort": "doel"}),
    "beleid:verwijder|doel": van("HR COO", ding="beleid_doel", extra={"soort": "doel"}),
    "beleid:nieuw|actie": van("HR COO", extra={"soort": "actie"}),
    "beleid:wijzig|actie": van("HR COO", ding="beleid_actie", extra={"soort": "actie"}),
    "beleid:verwijder|actie": van("HR COO", ding="beleid_actie", extra={"soort": "actie"}),
    "beleid:nieuw|gemeente": van("HR COO", extra={"soort": "gemeente"}),
    "beleid:wijzig|gemeente": van("HR COO", ding="beleid_gemeente", extra={"soort": "gemeente"}),
    "beleid:verwijder|gemeente": van("HR COO", ding="beleid_gemeente", extra={"soort": "gemeente"}),
    "beleid:nieuw|opdracht": van("HR COO", extra={"soort": "opdracht"}),
    "beleid:wijzig|opdracht": van("HR COO", ding="beleid_opdracht", extra={"soort": "opdracht"}),
    "beleid:verwijder|opdracht": van("HR COO", ding="beleid_opdracht", extra={"soort": "opdracht"}),
}
