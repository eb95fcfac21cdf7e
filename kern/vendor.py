"""Front-end-pakketten van derden: welke bestanden, welke hash, en welk deel van Bootstrap we gebruiken.

`vendor.toml` is de lijst. Alles hier werkt zonder netwerk.
"""

import hashlib
import re
import tomllib
from pathlib import Path

BASIS = Path(__file__).resolve().parent.parent
LIJST = "vendor.toml"
MAP = "static/vendor"

# Klassen van Bootstrap die onze sjablonen en crispy gebruiken; elke regel met een andere klasse valt weg.
KLASSEN = re.compile(
    r"^(?:container(?:-fluid)?|row|g[xy]?-[0-5]|col(?:-auto)?|col-(?:sm-|md-|lg-)?(?:auto|\d+)|col-(?:sm|md|lg)"
    r"|btn|btn-(?:primary|secondary|outline-primary|outline-secondary|danger|link|lg|sm|check|close)"
    r"|form-(?:label|text|control|control-sm|select|check|check-input|check-label|check-inline)"
    r"|input-group|input-group-text|is-(?:in)?valid|(?:in)?valid-feedback|was-validated|has-validation"
    r"|visually-hidden|visually-hidden-focusable|disabled|active|show"
    r"|d-(?:sm-|md-|lg-|print-)?(?:none|block|flex|inline|inline-block|inline-flex|grid)"
    r"|flex-(?:sm-|md-|lg-)?(?:row|column|wrap|nowrap|fill|grow-[01]|shrink-[01])"
    r"|(?:justify-content|align-items)-(?:sm-|md-)?(?:start|end|center|between|baseline|stretch)"
    r"|align-self-(?:start|end|center)|gap-[0-5]|[mp][tbsexy]?-(?:[0-5]|auto)"
    r"|text-(?:start|end|center|nowrap|break|truncate|body-secondary|decoration-none)"
    r"|fw-(?:normal|semibold|bold)|fs-[1-6]|w-(?:100|auto)|h-(?:100|auto)|list-unstyled|lead|small|mark"
    r"|border-0|rounded|position-relative|overflow-auto|float-end|h[1-6])$"
)
KLASSE = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
LICHT, DONKER = "[data-bs-theme=light]", "[data-bs-theme=dark]"


def sha256(bestand: Path) -> str:
    return hashlib.sha256(bestand.read_bytes()).hexdigest()


def lees(basis: Path) -> list[dict]:
    """De pakketten uit vendor.toml; fout als het bestand ontbreekt of geen TOML is."""
    return tomllib.loads((basis / LIJST).read_text("utf-8"))["pakket"]


def controleer(basis: Path) -> list[str]:
    """Wat er niet klopt tussen vendor.toml en static/vendor, als Nederlandse zinnen. Leeg: alles in orde."""
    fouten, bekend = [], set()
    for pakket in lees(basis):
        wortel = basis / MAP / pakket["naam"] / pakket["versie"]
        wie = f"{pakket['naam']} {pakket['versie']}"
        if pakket["licentiebestand"] not in pakket["bestanden"]:
            fouten.append(f"{wie}: het licentiebestand {pakket['licentiebestand']} staat niet in de lijst.")
        for naam, verwacht in pakket["bestanden"].items():
            bestand = wortel / naam
            bekend.add(bestand)
            if not bestand.is_file():
                fouten.append(f"{wie}: {naam} ontbreekt.")
            elif sha256(bestand) != verwacht:
                fouten.append(f"{wie}: {naam} heeft een andere sha256 dan vendor.toml.")
    aanwezig = {pad for pad in (basis / MAP).rglob("*") if pad.is_file()}
    fouten += [f"{pad.relative_to(basis)} staat niet in vendor.toml." for pad in sorted(aanwezig - bekend)]
    return fouten + controleer_selectie(basis)


def controleer_selectie(basis: Path) -> list[str]:
    """De uitgedunde Bootstrap moet precies uit de volledige volgen."""
    fouten = []
    for bron in (basis / MAP / "bootstrap").glob("*/bootstrap.min.css"):
        doel = bron.with_name("bootstrap-selectie.css")
        if not doel.is_file() or doel.read_text("utf-8") != selectie(bron.read_text("utf-8")):
            fouten.append(f"{doel.relative_to(basis)} volgt niet uit {bron.name}: draai vendor_bijwerken.")
    return fouten


def blokken(css: str):
    """(kop, inhoud) van elk blok op het bovenste niveau; inhoud None voor een @-regel zonder blok."""
    plaats = 0
    while plaats < len(css):
        accolade, punt = css.find("{", plaats), css.find(";", plaats)
        if accolade < 0:
            return
        if 0 <= punt < accolade:
            yield css[plaats:punt].strip(), None
            plaats = punt + 1
            continue
        diepte, eind = 1, accolade + 1
        while diepte:
            diepte += {"{": 1, "}": -1}.get(css[eind], 0)
            eind += 1
        yield css[plaats:accolade].strip(), css[accolade + 1 : eind - 1]
        plaats = eind


def selectie(css: str) -> str:
    """Bootstrap (één regel, `bootstrap.min.css`) → alleen de regels die we gebruiken. De donkere kleuren vervallen:
    die staan in tokens.css, ook voor wie geen thema koos."""
    licentie = re.match(r"@charset[^;]*;\s*(/\*!.*?\*/)", css, re.DOTALL)
    zonder = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join([licentie.group(1) if licentie else "", *_regels(zonder)]).strip() + "\n"


def _regels(css: str) -> list[str]:
    uit = []
    for kop, inhoud in blokken(css):
        if inhoud is None or kop.startswith(("@keyframes", "@font-face")):
            continue
        if kop.startswith("@"):
            binnen = _regels(inhoud)
            if binnen:
                uit.append(kop + "{" + "".join(binnen) + "}")
            continue
        gekozen = [deel for deel in _selectoren(kop) if _nodig(deel)]
        if gekozen:
            uit.append(",".join(gekozen) + "{" + inhoud + "}")
    return uit


def _selectoren(kop: str) -> list[str]:
    """Splits op komma's die niet binnen haakjes staan."""
    delen, diepte = [""], 0
    for teken in kop:
        diepte += {"(": 1, ")": -1}.get(teken, 0)
        if teken == "," and not diepte:
            delen.append("")
        else:
            delen[-1] += teken
    return [deel.strip() for deel in delen]


def _nodig(selector: str) -> bool:
    if DONKER in selector:
        return False
    return all(KLASSEN.match(klasse) for klasse in KLASSE.findall(selector))
