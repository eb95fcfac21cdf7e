"""Evaluaties, attest, uitstroom en opvolging."""

from tests.isolatie.adressen.soorten import Adres, van

ADRESSEN: dict[str, Adres] = {
    "evaluaties:lijst": van("HR MEN GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle", "?stand=gedaan")),
    "evaluaties:plaatsing": van("HR MEN GLOW", ding="plaatsing", hoe="G"),
    "evaluaties:invullen": van("HR MEN", ding="plaatsing", extra={"moment": "tussentijds"}, gegevens={"goed": "x"}),
    "evaluaties:samen": van(
        "HR MEN",
        ding="plaatsing",
        extra={"moment": "tussentijds"},
        ok=(302,),
        gegevens={"stem": "akkoord", "doe": "afronden"},
    ),
    "evaluaties:heropen": van("HR MEN", ding="plaatsing", hoe="P", extra={"moment": "start"}),
    "evaluaties:lees": van("HR MEN GLOW", ding="evaluatie", hoe="G"),
    "evaluaties:verbeter": van("HR MEN", ding="evaluatie", gegevens={"reden": "een verbetering"}),
    "evaluaties:attest": van("HR", ding="plaatsing", gegevens={"met_uren": "on"}),
    "evaluaties:ophalen": van("HR GLOW", ding="attest", hoe="G", vraag=("", "?bewaar=1")),
    "evaluaties:uitstroom": van("HR GLOW", ding="plaatsing", gegevens={"richting": "werk", "datum": "01/09/2023"}),
    "evaluaties:na": van(
        "HR GLOW", ding="plaatsing", extra={"maanden": 3}, gegevens={"richting": "werk", "gedaan_op": "01/12/2023"}
    ),
    "evaluaties:opvolging": van("HR GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
}
