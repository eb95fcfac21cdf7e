"""De generieke competenties voor een leerwerkplek die er zelf geen noemt, en hoe een attest ze zegt."""

COMPETENTIES = ("op tijd komen", "samenwerken", "leergierigheid", "doorzetten", "instructies opvolgen")

# Op een attest staat eenvoudig Nederlands (A2); een competentie die hier niet staat, blijft zoals de plek ze noemt.
EENVOUDIG = {
    "communiceren": "goed praten en goed luisteren",
    "doorzetten": "blijven proberen, ook als het moeilijk is",
    "instructies opvolgen": "een opdracht goed uitvoeren",
    "leergierigheid": "nieuwe dingen leren",
    "op tijd komen": "op tijd komen",
    "samenwerken": "samenwerken met collega’s",
    "verantwoordelijkheid nemen": "zorgen dat het werk af is",
    "zelfstandig werken": "zelf aan het werk gaan",
    "veilig werken": "veilig werken",
}


def eenvoudig(competentie: str) -> str:
    return EENVOUDIG.get(competentie.strip().lower(), competentie)
