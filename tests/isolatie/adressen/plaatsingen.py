"""Plaatsingen, uren, maandstaten, en het overleg erover."""

from datetime import date

from tests.isolatie.adressen.soorten import Adres, publiek, van

ALLEN = "HR MEN LEI DIR COO BEH GLOW"
ERBIJ = (200, 404)  # wie mag kijken maar niet bij dat overleg was, vindt het niet
ADRESSEN: dict[str, Adres] = {
    # --- uren
    "plaatsingen:vandaag": van("MEN", vraag=("", "?dag=2023-03-03")),
    "plaatsingen:dag": van("MEN", ding="plaatsing", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:meter": van("MEN", ding="plaatsing", hoe="G", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:wijzig": van("MEN", ding="prestatie"),
    "plaatsingen:verwijder": van("MEN", ding="prestatie"),
    "plaatsingen:ploeg": van("MEN", vraag=("", "?dag=2023-03-03", "?gepland=ja")),
    "plaatsingen:werker": publiek(),
    "plaatsingen:buiten": publiek(),
    "plaatsingen:toestel": van(
        "MEN", hoe="G", vraag=("?toestel=7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11", f"?toestel={'a' * 32}&ploeg=ja")
    ),
    "plaatsingen:inzenden": van("MEN", hoe="P", gegevens={"invoeren": "[]"}),
    "plaatsingen:wegleggen": van("MEN", ding="inzending", hoe="P"),
    "plaatsingen:namens_lijst": van("HR", hoe="G", vraag=("", "?alle=ja")),
    "plaatsingen:namens": van("HR", ding="plaatsing", extra={"maand": date(2023, 4, 1)}, vraag=("", "?gepland=ja")),
    "plaatsingen:namens_doorsturen": van("HR", ding="plaatsing", hoe="P", extra={"maand": date(2023, 4, 1)}),
    "plaatsingen:maand": van("MEN", hoe="G", vraag=("", "?maand=2023-03")),
    "plaatsingen:doorsturen": van("MEN", ding="plaatsing", extra={"maand": date(2023, 4, 1)}),
    # --- maandstaten
    "plaatsingen:te_doen": van("MEN", hoe="G", vraag=("", "?vorm=xlsx", "?wat=maanden")),
    "plaatsingen:maandstaten": van("HR COO LEI", hoe="G", vraag=("", "?vorm=xlsx", "?status=alle")),
    "plaatsingen:maandstaat": van("HR COO LEI", ding="maandstaat", hoe="G"),
    "plaatsingen:bevestig": van("HR COO LEI", ding="maandstaat", hoe="P"),
    "plaatsingen:terugsturen": van("HR COO LEI", ding="maandstaat", hoe="P", gegevens={"reden": "kijk na"}),
    "plaatsingen:afsluiten": van("HR COO LEI", vraag=("", "?maand=2023-03", "?maand=2023-05")),
    "plaatsingen:verbeter": van("HR", ding="maandstaat_bevestigd", gegevens={"reden": "kijk na"}),
    "plaatsingen:urenstaat": van("HR COO MEN GLOW", ding="maandstaat_bevestigd", hoe="G", vraag=("", "?versie=1")),
    "plaatsingen:bevestigd": van("GLOW", hoe="G", vraag=("", "?maand=2023-05", "?vorm=xlsx", "?vorm=csv")),
    # --- plaatsingen
    "plaatsingen:lijst": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?q=vogel&status=lopend")),
    "plaatsingen:nieuw": van("HR"),
    "plaatsingen:vooruitzicht": van("HR", hoe="G", vraag=("", "?van=1/3/2023&d1_uren=4")),
    "plaatsingen:deelnemer_nieuw": van("HR"),
    "plaatsingen:plaatsing": van("HR COO", ding="plaatsing", hoe="G"),
    "plaatsingen:werkafspraken": van("HR COO", ding="plaatsing", hoe="G"),
    "plaatsingen:voorleggen": van("HR", ding="plaatsing_open", ok=(302,)),  # ligt al bij de partner
    "plaatsingen:voorlegging_intrekken": van("HR", ding="plaatsing_open"),
    "plaatsingen:patroon": van("HR", ding="plaatsing", vraag=("", "?peil=ja&d1_uren=4")),
    "plaatsingen:begeleiding": van("HR", ding="plaatsing"),
    "plaatsingen:voorwaarde": van("HR", ding="plaatsing", extra={"soort": "dimona"}),
    "plaatsingen:voorwaarde_terug": van("HR", ding="plaatsing", extra={"soort": "dimona"}),
    "plaatsingen:voorwaarde_document": van("HR COO", ding="plaatsing_open", hoe="G", extra={"soort": "werkafspraken"}),
    "plaatsingen:toch_starten": van("HR", ding="plaatsing_open"),
    "plaatsingen:verlengen": van("HR", ding="plaatsing"),
    "plaatsingen:stoppen": van("HR", ding="plaatsing"),
    "plaatsingen:onderbreken": van("HR", ding="plaatsing"),
    "plaatsingen:hervatten": van("HR", ding="onderbreking"),
    "plaatsingen:boven_maximum": van("HR", ding="plaatsing"),
    "plaatsingen:overdragen": van("HR", ding="mentor"),
    # --- overleg
    "overleg:lijst": van(ALLEN, hoe="G", vraag=("", "?vorm=xlsx", "?q=start&open=ja", "?stand=geweest&van=1/1/2023")),
    "overleg:mijn": van(ALLEN, hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
    "overleg:nieuw": van("HR COO"),
    "overleg:overleg": van(ALLEN, ding="overleg", hoe="G", ok=ERBIJ),
    "overleg:agenda": van(ALLEN, ding="overleg", hoe="G", ok=ERBIJ),
    "overleg:wijzig": van("HR COO", ding="overleg"),
    "overleg:nodig_uit": van("HR COO", ding="overleg", hoe="P"),
    "overleg:verslag": van("HR COO", ding="overleg"),
    "overleg:afgelasten": van("HR COO", ding="overleg"),
    "overleg:actiepunt_nieuw": van("HR COO", ding="overleg"),
    "overleg:actiepunt": van("HR COO", ding="actiepunt"),
    "overleg:afvinken": van(ALLEN, ding="actiepunt", hoe="P", ok=ERBIJ),
    "overleg:verwijder_actiepunt": van("HR COO", ding="actiepunt", hoe="P"),
    # --- tekenen door een GLOW-partner
    "plaatsingen:te_tekenen": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx")),
    "plaatsingen:tekenen": van("GLOW", ding="ondertekening"),
    "plaatsingen:te_tekenen_document": van("GLOW", ding="ondertekening", hoe="G", vraag=("", "?bijlage=1")),
}
