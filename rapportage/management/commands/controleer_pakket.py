"""script/manage controleer_pakket PAD [--wortel PEM]"""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from asn1crypto import pem, x509
from django.core.management.base import BaseCommand

from documenten.zegel import sleutel
from rapportage.pakket import asic


class Command(BaseCommand):
    """Uit: 0 en een samenvatting op stdout, of 1 en elke afwijking op stderr. Gebruikt geen gegevensbank."""

    help = "Kijkt een bewijspakket na: vorm, inhoud en zegel."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pad", type=Path, help="het bewijspakket (.zip)")
        parser.add_argument(
            "--wortel",
            type=Path,
            action="append",
            help="PEM-bestand met het wortelcertificaat dat je vertrouwt, in plaats van die van deze installatie",
        )

    def handle(self, *args: Any, pad: Path, wortel: list[Path] | None, **opties: Any) -> None:
        wortels = [c for p in wortel for c in self._lees_wortels(p)] if wortel else sleutel.wortels()
        try:
            with pad.open("rb") as f:
                controle = asic.controleer(f, wortels)
        except OSError as fout:
            self._weiger(f"{pad} is niet te lezen: {fout.strerror}.")
        if controle.afwijkingen:
            self._weiger(f"{pad.name} is NIET in orde.", *(f"  - {zin}" for zin in controle.afwijkingen))
        self.stdout.write(f"{pad.name} is in orde.")
        for wat, waarde in _samenvatting(controle):
            self.stdout.write(f"  {wat:<12}{waarde}")

    def _lees_wortels(self, pad: Path) -> list[x509.Certificate]:
        try:
            return [x509.Certificate.load(der) for _, _, der in pem.unarmor(pad.read_bytes(), multiple=True)]
        except (OSError, ValueError):
            self._weiger(f"{pad} is geen leesbaar PEM-bestand met een certificaat.")

    def _weiger(self, *zinnen: str) -> NoReturn:
        self.stderr.write("\n".join(zinnen))
        sys.exit(1)


def _samenvatting(controle: asic.Controle) -> list[tuple[str, str]]:
    per_map = Counter(b.naam.partition("/")[0] if "/" in b.naam else "los" for b in controle.inhoud)
    delen = ", ".join(f"{naam} {aantal}" for naam, aantal in sorted(per_map.items()))
    zegel = controle.zegel or {}
    stempel = zegel.get("tijdstempel")
    return [
        ("bestanden", f"{len(controle.inhoud)} ({delen})"),
        ("grootte", f"{sum(b.grootte for b in controle.inhoud)} bytes inhoud"),
        ("zegel", f"{zegel.get('naam')}, gezet op {_moment(zegel.get('gezegd'))}"),
        ("tijdstempel", _moment(stempel) if stempel else "geen (niveau B-B)"),
        ("sha256", str(controle.sha256)),
    ]


def _moment(moment: Any) -> str:
    return f"{moment:%d/%m/%Y %H:%M:%S} UTC" if moment else "onbekend"
