"""Kijkt het hele logboek na; exit 1 met elke afwijking. Zie docs/beslissingen/0011 voor wat dit ziet en wat niet."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from beheer import anker
from logboek import controle, toestand
from organisaties.isolatie import namens


class Command(BaseCommand):
    help = "Controleert het logboek: elke regel, de keten, de hoofden en ankers op schijf, de triggers, en de tabellen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bestuur", help="enkel dit bestuur (zijn korte naam, zoals in de lijst van besturen)")

    def handle(self, *args, bestuur: str | None, **options) -> None:
        fout = False
        ankers = anker.lees()
        for wat in (*toestand.bewaking(), *ankers.afwijkingen):
            fout = True
            self._meld("installatie", wat)
        for pk, slug in self._besturen(bestuur):
            with namens(bestuur=pk, verzoek="controleer_logboek"):
                verslag = controle.controleer(pk, noemt=ankers.noemt.get(pk))
                anker.vergelijk(verslag, ankers)
                verslag.afwijkingen += toestand.naast_de_tabellen(pk)
            fout = fout or bool(verslag.afwijkingen)
            for wat in verslag.afwijkingen:
                self._meld(slug, wat)
            if not verslag.afwijkingen:
                self.stdout.write(
                    f"{slug}: in orde. {verslag.schakels} schakels, {verslag.wacht} regels wachten,"
                    f" {verslag.hoofden} hoofden en {len(ankers.noemt.get(pk, {}))} ankers vergeleken."
                )
        if fout:
            sys.exit(1)

    def _besturen(self, slug: str | None) -> list[tuple[int, str]]:
        with connection.cursor() as c:
            c.execute("SELECT id, slug FROM gd_besturen()")
            besturen = c.fetchall()
        gekozen = [rij for rij in besturen if slug in (None, rij[1])]
        if slug and not gekozen:
            raise CommandError(f"Er is geen bestuur {slug}. Kies uit: {', '.join(rij[1] for rij in besturen)}.")
        return gekozen

    def _meld(self, waar: str, wat: controle.Afwijking) -> None:
        self.stderr.write(f"{waar}: {wat.soort}: {wat.zin}")
