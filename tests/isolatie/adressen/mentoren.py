"""Mentoren, opleidingen en certificaten."""

from tests.isolatie.adressen.soorten import Adres, van

ADRESSEN: dict[str, Adres] = {
    "mentoren:lijst": van("HR COO", vraag=("", "?vorm=xlsx", "?q=van")),
    "mentoren:nieuw": van("HR"),
    "mentoren:mentor": van("HR COO", ding="mentor"),
    "mentoren:wijzig": van("HR", ding="mentor"),
    "mentoren:leiding": van("HR", ding="mentor"),
    "mentoren:deelname": van("HR", ding="mentor"),
    "mentoren:certificaat": van("HR COO", ding="deelname", vraag=("", "?bijlage=1")),
    "mentoren:opladen": van("HR", ding="deelname"),
    "mentoren:scan_bevestigen": van("HR DIR COO", ding="certificaatscan", ok=(200, 403)),  # HR laadde ze zelf op
    "mentoren:scan_weigeren": van("HR DIR COO", ding="certificaatscan", ok=(200, 403)),
    "mentoren:scan": van("HR DIR COO", ding="certificaatscan", hoe="G", vraag=("", "?bewaar=ja")),
    "mentoren:scanblad": van("HR DIR COO", ding="certificaatscan", hoe="G", extra={"blad": 1}),
}
