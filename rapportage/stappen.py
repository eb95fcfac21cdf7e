"""Een bewijspakket of een rapport vragen en annuleren (de rest zegt de taak), en de publieke projectpagina."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet, Value
from django.utils import timezone

from documenten import huisstijl
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Gebruiker, Lidmaatschap
from organisaties.toegang import Actor, eis
from plaatsingen.models import Deelnemer
from projecten.models import Subsidieproject
from rapportage.models import Bewijspakket, Gevraagd, Rapport
from taken import stappen as taken
from taken.enums import OPEN
from taken.models import Taak

G = TypeVar("G", bound=Gevraagd)


def vraag_pakket(door: Actor, project: Subsidieproject, peildatum: date) -> tuple[Bewijspakket, bool]:
    """Vraagt het pakket op een peildatum (niet voor de start, niet in de toekomst); de taak maakt het.

    Uit: het pakket, en of het nieuw is. Wordt er voor dit project en deze dag al een gemaakt, dan is het dat.
    """
    eis(door, "bewijspakket.maken")
    _eis_peildatum(peildatum, project.van, "Het project")
    with grenzen():
        Subsidieproject.objects.select_for_update().get(pk=project.pk)  # twee tabbladen: de tweede ziet de eerste
        gelijk = Bewijspakket.objects.filter(bestuur=project.bestuur_id, project=project, peildatum=peildatum)
        if bezig := _bezig(gelijk):
            return bezig, False
        pakket = Bewijspakket.objects.create(
            bestuur_id=project.bestuur_id, project=project, peildatum=peildatum, aangevraagd_door=door.lidmaatschap
        )
        _plan(door, pakket, project=project.pk, peildatum=str(peildatum))
    return pakket, True


def vraag_rapport(
    door: Actor, project: Subsidieproject | None, peildatum: date, *, toen_gekend: bool = False
) -> tuple[Rapport, bool]:
    """Vraagt het ESF-rapport van een project, of (None) van alle projecten samen; de taak maakt en verzegelt het.

    Uit: het rapport, en of het nieuw is. Wordt net hetzelfde al gemaakt, dan is het dat. Weigert wie geen logobanner
    heeft (bron 002), een dag voor het (eerste) project begint, en een dag die nog moet komen.
    """
    eis(door, "rapport.maken")
    with grenzen():
        rijen = Subsidieproject.objects.filter(bestuur=door.bestuur_id).order_by("van", "pk")
        gekozen = list((rijen if project is None else rijen.filter(pk=project.pk)).select_for_update())
        if not gekozen:
            raise Geweigerd("Er is nog geen project. Zonder project is er geen rapport.", "project")
        if not huisstijl.voor(door.bestuur).banner_tekst:
            raise Geweigerd("Dit bestuur heeft geen logobanner. Vraag de beheerder om die in te stellen.")
        _eis_peildatum(peildatum, gekozen[0].van, "Het eerste project" if project is None else "Het project")
        wat = {"project": project, "peildatum": peildatum, "toen_gekend": toen_gekend}
        if bezig := _bezig(Rapport.objects.filter(bestuur=door.bestuur_id, **wat)):
            return bezig, False
        rapport = Rapport.objects.create(bestuur_id=door.bestuur_id, aangevraagd_door=door.lidmaatschap, **wat)
        _plan(door, rapport, project=project and project.pk, peildatum=str(peildatum), toen_gekend=toen_gekend)
    return rapport, True


def _eis_peildatum(peildatum: date, begin: date, wat: str) -> None:
    if peildatum > timezone.localdate():
        raise Geweigerd("Deze peildatum moet nog komen. Kies vandaag of vroeger.", "peildatum")
    if peildatum < begin:
        raise Geweigerd(f"{wat} begint op {datum_woord(begin)}. Kies die dag of later.", "peildatum")


def _plan(door: Actor, gevraagd: Gevraagd, **wat: object) -> None:
    naam = gevraagd._meta.model_name
    gevraagd.taak_id = taken.plan(f"rapportage.{naam}", gevraagd.pk, bestuur_id=gevraagd.bestuur_id).pk
    gevraagd.save(update_fields=["taak_id"])
    schrijf(door, f"{naam}.gevraagd", gevraagd, **wat)


def _bezig(gelijk: QuerySet[G]) -> G | None:
    """Wat van deze gelijke aanvragen nog loopt."""
    gevraagd = gelijk.filter(document=None)
    open_ = Taak.objects.filter(pk__in=gevraagd.order_by().values_list("taak_id", flat=True), status__in=OPEN)
    return gevraagd.filter(taak_id__in=list(open_.values_list("pk", flat=True))).order_by("-pk").first()


def annuleer(door: Actor, gevraagd: Gevraagd) -> bool:
    """Stopt een pakket of rapport dat nog niet klaar is; False als het al gedaan was."""
    eis(door, f"{gevraagd._meta.model_name}.maken")
    gestopt = gevraagd.taak_id is not None and taken.annuleer(gevraagd.taak_id)
    if gestopt:
        schrijf(door, f"{gevraagd._meta.model_name}.geannuleerd", gevraagd)
    return gestopt


def opnieuw(door: Actor, gevraagd: Gevraagd) -> bool:
    """Een opgegeven pakket of rapport krijgt een nieuwe kans."""
    eis(door, f"{gevraagd._meta.model_name}.maken")
    opnieuw_ = gevraagd.taak_id is not None and taken.opnieuw(gevraagd.taak_id)
    if opnieuw_:
        schrijf(door, f"{gevraagd._meta.model_name}.opnieuw", gevraagd)
    return opnieuw_


def publiceer(
    door: Actor, project: Subsidieproject, *, publiek: bool, publieke_blokken: list[str], **teksten: str
) -> Subsidieproject:
    """Wat de publieke pagina toont, en of iedereen ze mag lezen (bron 000–004).

    `teksten`: inleiding, doelgroep, acties, achtergrond, contact. Weigert een openbare pagina zonder doel, contact of
    logobanner (bron 002), en een tekst met de naam of het adres van een mens van dit bestuur of van een deelnemer.
    """
    eis(door, "publiek.beheren")
    with grenzen():
        project = Subsidieproject.objects.select_for_update(of=("self",)).get(pk=project.pk, bestuur=door.bestuur_id)
        nieuw = {"publiek": publiek, "publieke_blokken": publieke_blokken, **teksten}
        if redenen := [*_namen_van_mensen(door.bestuur_id, teksten), *(_ontbreekt(project, nieuw) if publiek else ())]:
            raise Geweigerd.om(redenen)
        gewijzigd = [veld for veld, waarde in nieuw.items() if getattr(project, veld) != waarde]
        was = project.publiek
        for veld in gewijzigd:
            setattr(project, veld, nieuw[veld])
        if gewijzigd:
            project.save(update_fields=gewijzigd)
            schrijf(door, "publiek.gewijzigd", project, velden=gewijzigd)
        if publiek != was:
            schrijf(door, "publiek.aan" if publiek else "publiek.uit", project)
    return project


def _ontbreekt(project: Subsidieproject, nieuw: dict) -> Iterator[tuple[str, str | None]]:
    if not nieuw["inleiding"].strip():
        yield "Vertel eerst waarvoor het project dient. Daarna kan de pagina openbaar.", "inleiding"
    if not nieuw["contact"].strip():
        yield "Vul eerst een contact in: een dienst met een adres. Daarna kan de pagina openbaar.", "contact"
    if not huisstijl.voor(project.bestuur).banner_tekst:
        yield "Dit bestuur heeft geen logobanner. Vraag de installateur om die in te stellen.", "publiek"


def _namen_van_mensen(bestuur_id: int, teksten: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    """Op een publieke pagina staat niemand met naam: elk veld waarin er toch een staat."""
    leden = Gebruiker.objects.filter(pk__in=Lidmaatschap.objects.filter(bestuur=bestuur_id).values("gebruiker"))
    mensen = [*leden.values_list("voornaam", "naam", "email")]
    mensen += Deelnemer.objects.filter(bestuur=bestuur_id).values_list("voornaam", "naam", Value(""))
    zoek = {f"{voornaam} {naam}".strip().lower() for voornaam, naam, _ in mensen}
    zoek |= {email.lower() for *_, email in mensen if email}
    for veld, tekst in teksten.items():
        plat = " ".join(tekst.lower().split())
        if any(woord and re.search(rf"(?<!\w){re.escape(woord)}(?!\w)", plat) for woord in zoek):
            yield "Hier staat de naam of het adres van een persoon. Noem een dienst in de plaats.", veld
