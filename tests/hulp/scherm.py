"""Een scherm gebruiken zoals een browser zonder JavaScript: aanmelden, het formulier lezen, invullen, versturen."""

from html.parser import HTMLParser

from django.test import Client


def meld_aan(gebruiker) -> Client:
    klant = Client()
    klant.force_login(gebruiker)
    return klant


class _Velden(HTMLParser):
    """De waarden van elk POST-formulier op de pagina, zoals een browser ze zou versturen."""

    def __init__(self):
        super().__init__()
        self.formulieren: list[dict] = []
        self.nu: dict | None = None
        self.keuze = self.tekst = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.nu = {} if a.get("method") == "post" else None
        elif self.nu is None:
            return
        elif tag == "input" and a.get("name"):
            self._invoer(a)
        elif tag == "select":
            self.keuze = a.get("name")
        elif tag == "option" and self.keuze and ("selected" in a or self.keuze not in self.nu):
            self.nu[self.keuze] = a.get("value", "")
        elif tag == "textarea":
            self.tekst = a["name"]
            self.nu[self.tekst] = ""

    def _invoer(self, a):
        if a.get("type") in ("checkbox", "radio"):
            if "checked" in a:
                self.nu.setdefault(a["name"], []).append(a.get("value", "on"))
        elif a.get("type") not in ("file", "submit"):
            self.nu[a["name"]] = a.get("value", "")

    def handle_data(self, data):
        if self.tekst:
            self.nu[self.tekst] += data

    def handle_endtag(self, tag):
        if tag == "form" and self.nu is not None:
            self.formulieren.append(self.nu)
            self.nu = None
        elif tag == "select":
            self.keuze = None
        elif tag == "textarea":
            if self.tekst:  # HTML laat de eerste nieuwe regel in een tekstvak weg
                self.nu[self.tekst] = self.nu[self.tekst].removeprefix("\n")
            self.tekst = None


def velden(antwoord, met: str) -> dict:
    """De waarden van het formulier op de pagina dat het veld `met` heeft."""
    lezer = _Velden()
    lezer.feed(antwoord.content.decode())
    return next(f for f in lezer.formulieren if met in f)


def aantal(gezien) -> int:
    """Wat een pagina echt vroeg (`CaptureQueriesContext`); het openen en sluiten van de transactie telt niet mee."""
    return sum("FROM" in vraag["sql"] for vraag in gezien)


def vul_in(klant: Client, url: str, met: str, **waarden):
    """GET het formulier, vul `waarden` in bovenop wat er staat, en POST het."""
    gegevens = velden(klant.get(url), met) | waarden
    return klant.post(url, {veld: waarde for veld, waarde in gegevens.items() if waarde is not None})
