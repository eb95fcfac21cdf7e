"""Een bewijspakket vragen en annuleren (wat ermee gebeurt, zegt de taak), en de publieke projectpagina."""

import re
from collections.abc import Iterator
from datetime import date

from django.db.models import Value
from django.utils import timezone

from documenten import huisstijl
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Gebruiker, Lidmaatschap
from organisaties.toegang import Actor, eis
from plaatsingen.models import Deelnemer
from projecten.models import Subsidieproject
from rapportage.models import Bewijspakket
from taken import stappen as taken
from taken.enums import OPEN
from taken.models import Taak


def vraag_pakket(door: Actor, project: Subsidieproject, peildatum: date) -> tuple[Bewijspakket, bool]:
    """Vraagt het pakket op een peildatum (niet voor de start, niet in de toekomst); de taak maakt het.

    Uit: het pakket, en of het nieuw is. Wordt er voor dit project en deze dag al een gemaakt, dan is het dat.
    """
    eis(door, "bewijspakket.maken")
    if peildatum > timezone.localdate():
        raise Geweigerd("Deze peildatum moet nog komen. Kies vandaag of vroeger.", "peildatum")
    if peildatum < project.van:
        begin = datum_woord(project.van)
        raise Geweigerd(f"Het project begint op {begin}. Kies die dag of later.", "peildatum")
    with grenzen():
        Subsidieproject.objects.select_for_update().get(pk=project.pk)  # twee tabbladen: de tweede ziet de eerste
        if bezig := _bezig(project, peildatum):
            return bezig, False
        pakket = Bewijspakket.objects.create(
            bestuur_id=project.bestuur_id, project=project, peildatum=peildatum, aangevraagd_door=door.lidmaatschap
        )
        taak = taken.plan("rapportage.bewijspakket", pakket.pk, bestuur_id=project.bestuur_id)
        pakket.taak_id = taak.pk
        pakket.save(update_fields=["taak_id"])
        schrijf(door, "bewijspakket.gevraagd", pakket, project=project.pk, peildatum=str(peildatum))
    return pakket, True


def _bezig(project: Subsidieproject, peildatum: date) -> Bewijspakket | None:
    gevraagd = Bewijspakket.objects.filter(
        bestuur=project.bestuur_id, project=project, peildatum=peildatum, document=None
    )
    open_ = Taak.objects.filter(pk__in=gevraagd.values_list("taak_id", flat=True), status__in=OPEN)
    return gevraagd.filter(taak_id__in=list(open_.values_list("pk", flat=True))).order_by("-pk").first()


def annuleer(door: Actor, pakket: Bewijspakket) -> bool:
    """Stopt een pakket dat nog niet klaar is; False als het al gedaan was."""
    eis(door, "bewijspakket.maken")
    gestopt = pakket.taak_id is not None and taken.annuleer(pakket.taak_id)
    if gestopt:
        schrijf(door, "bewijspakket.geannuleerd", pakket)
    return gestopt


def opnieuw(door: Actor, pakket: Bewijspakket) -> bool:
    """Een opgegeven pakket krijgt een nieuwe kans."""
    eis(door, "bewijspakket.maken")
    opnieuw_ = pakket.taak_id is not None and taken.opnieuw(pakket.taak_id)
    if opnieuw_:
        schrijf(door, "bewijspakket.opnieuw", pakket)
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
