"""Fiches in elke stand: ondertekend, open met een scan en een klaargezet document, teruggestuurd, en samen getekend."""

from datetime import date
from uuid import uuid4

from django.db import transaction

from fiches import stappen
from fiches.models import Aanlevering, Fiche
from fiches.ronde import onderteken_samen
from fiches.selectie import Gezien
from fiches.stappen import aanleveren
from tests.isolatie.stad.documenten import bestaand_blad, opgeladen
from tests.isolatie.stad.soorten import Bestuur


def fiches(b: Bestuur) -> None:
    huis = b.huis
    getekend, open_ = huis.ondertekende_fiche(huis.plekken[0]), huis.fiche(huis.plekken[1])
    b.ding |= {"fiche": getekend.pk, "fiche_open": open_.pk, "token": getekend.token}
    klaargezet(b, op_papier(b, open_))
    with transaction.atomic():
        terug = huis.fiche(huis.plekken[2])
        stappen.terugsturen(huis.actor("leidinggevende"), terug, reden=f"Reden {b.slug}.fiche.{terug.pk}")
    with transaction.atomic():
        samen = huis.fiche(huis.maak_plek())
        gezien = [Gezien(samen.pk, samen.inhoud_sha256, ("leidinggevende",))]
        ronde, _ = onderteken_samen(huis.actor("leidinggevende"), gezien, voorkeur="", sleutel=uuid4())
    b.ding["tekenronde"] = ronde.pk


def op_papier(b: Bestuur, fiche: Fiche) -> Aanlevering:
    """De scan van een getekend blad, nog te bevestigen."""
    with bestaand_blad():
        rij = aanleveren.lever_papier(
            b.huis.actor("hr"),
            fiche,
            bestand=opgeladen(f"{b.slug}.aanlevering.0"),
            ondertekenaar=b.huis.leden["leidinggevende"],
            hoedanigheid="leidinggevende",
            datum=date(2023, 6, 15),
        )
    b.ding["aanlevering"] = rij.pk
    return rij


def klaargezet(b: Bestuur, scan: Aanlevering) -> None:
    """Een document dat de directeur met een eigen certificaat wil tekenen."""
    directeur = b.huis.leden["directeur"]
    rij = Aanlevering.objects.create(
        bestuur=b.huis.bestuur, leerwerkplek=scan.leerwerkplek, fiche=scan.fiche, wijze="certificaat", status="te_tekenen",
        ondertekenaar=directeur, naam=f"{b.slug}.aanlevering.0", organisatie="x", hoedanigheid="directeur",
        klaar=scan.bestand, door=directeur,
    )  # fmt: skip
    b.ding["klaargezet"] = rij.pk
