"""De kant van een GLOW-partner, en wie een bestuur als contact geeft."""

from tests.isolatie.adressen.soorten import Adres, van

ADRESSEN: dict[str, Adres] = {
    "partners:zoekopdrachten": van("GLOW", hoe="G"),
    "partners:bewaar": van("GLOW", vraag=("?q=vogel",), gegevens={"naam": "groen"}),
    "partners:zoekopdracht": van("GLOW", ding="zoekopdracht"),
    "partners:zoekopdracht_weg": van("GLOW", ding="zoekopdracht"),
    "partners:deelnemers": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?q=vogel", "?stand=lopend")),
    "partners:contact": van("HR BEH", hoe="G"),
    "partners:contactkaart_nieuw": van("HR BEH"),
    "partners:contactkaart": van("HR BEH", ding="contactkaart"),
    "partners:contactkaart_weg": van("HR BEH", ding="contactkaart"),
    "partners:besturen": van("GLOW", hoe="G"),
    "partners:partnerkaart_nieuw": van("GLOW"),
    "partners:partnerkaart": van("GLOW", ding="partnerkaart"),
    "partners:partnerkaart_weg": van("GLOW", ding="partnerkaart"),
}
