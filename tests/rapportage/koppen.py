"""Staat er een kop alleen onderaan een blad? Ook een uitleg of een tabelkop hoort bij wat eronder komt."""

import re
import subprocess
from collections.abc import Iterable


def onderaan(pdf: bytes) -> list[str]:
    """Van elk blad de laatste regel boven de voet; het laatste blad eindigt waar het wil."""
    opdracht = ["pdftotext", "-layout", "-", "-"]
    bladen = subprocess.run(opdracht, input=pdf, capture_output=True, check=True).stdout.decode().split("\f")[:-1]
    regels = [[r.strip() for r in blad.splitlines() if r.strip() and not _voet(r)] for blad in bladen]
    return [blad[-1] for blad in regels[:-1] if blad]


def _voet(regel: str) -> bool:
    return re.search(r"pagina \d+ van \d+$", regel.strip()) is not None


def alleen(pdf: bytes, koppen: Iterable[str]) -> list[str]:
    """De koppen die ergens als laatste staan; van een lange is de laatste regel een stuk van haar einde."""
    plat = {" ".join(kop.split()) for kop in koppen}
    laatste = [" ".join(regel.split()) for regel in onderaan(pdf)]
    return [regel for regel in laatste if any(kop.endswith(regel) for kop in plat)]
