"""De tekst van LEESMIJ.txt: wat er in het pakket zit en hoe je het nakijkt met unzip, sha256sum en openssl."""

import re
from datetime import date
from pathlib import Path

from kern.opmaak import datum_woord

_SJABLOON = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
_TIJDSTEMPEL = Path(__file__).with_name("leesmij-tijdstempel.txt").read_text(encoding="utf-8")
_BESTAND = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def tekst(
    *,
    bestand: str,
    bestuur: str,
    project: str,
    peildatum: date,
    zegel: str,
    wortel: str,
    register: str,
    met_tijdstempel: bool = False,
    demo: bool = False,
) -> bytes:
    """LEESMIJ.txt als UTF-8.

    `bestand` is de naam van het pakket, `zegel` de naam (CN) in het certificaat van het zegel, `wortel` waar het
    wortelcertificaat te halen is, `register` het adres waar de SHA-256 van het pakket achter komt. De opdrachten in de
    tekst staan op regels met vier spaties ervoor en werken zo.

    Raises: ValueError als `bestand` geen naam is die zonder aanhalingstekens in een opdracht kan.
    """
    if not _BESTAND.fullmatch(bestand):
        raise ValueError(f"{bestand!r} kan geen naam van een pakket zijn: gebruik letters, cijfers, punt en streepje.")
    ingevuld = _SJABLOON.format(
        bestand=bestand,
        bestuur=_op_een_regel(bestuur),
        project=_op_een_regel(project),
        peildatum=datum_woord(peildatum),
        zegel=_op_een_regel(zegel),
        wortel=_op_een_regel(wortel),
        register=_op_een_regel(register),
        merk="\nDEMOGEGEVENS: dit pakket bevat geen echte personen of plaatsen.\n" if demo else "",
        tijdstempel="\n" + _TIJDSTEMPEL if met_tijdstempel else "",
        ook_in_stap_8=' en in stap 8 na "ts -verify"' if met_tijdstempel else "",
    )
    return ingevuld.encode("utf-8")


def _op_een_regel(tekst_: str) -> str:
    """Een naam met regeleinden mag geen opdracht worden."""
    return " ".join(tekst_.split())
