"""Wat er moet zijn voor een plaatsing begint: in orde zetten, terugnemen, of toch laten starten met een afwijking."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from documenten import opslag
from documenten.enums import Bewaarklasse
from documenten.enums import Soort as Documentsoort
from documenten.opladen import Opgeladen
from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis, geldig
from plaatsingen.enums import SoortAfwijking, Voorwaarde
from plaatsingen.models import Afwijking, Plaatsing, Startvoorwaarde

MET_DOCUMENT = (Voorwaarde.WERKAFSPRAKEN, Voorwaarde.WES_OVEREENKOMST)
KEURT_GOED = (Rol.DIRECTEUR, Rol.LEIDINGGEVENDE, Rol.HR)


def zet_in_orde(
    door: Actor, plaatsing: Plaatsing, soort: str, *, op: date, bestand: Opgeladen | None = None
) -> Startvoorwaarde:
    """Noteert dat een voorwaarde in orde is, sinds welke dag en door wie; twee ervan met hun ondertekende document.

    Geweigerd: een dag in de toekomst, een document dat ontbreekt, of al in orde.
    """
    eis(door, "plaatsing.bewerken")
    if op > timezone.localdate():
        raise Geweigerd("Deze dag moet nog komen. Vul in sinds wanneer het in orde is.", "in_orde_op")
    if soort in MET_DOCUMENT and bestand is None:
        raise Geweigerd("Kies het ondertekende document.", "bestand")
    bewaard = opslag.bewaar(plaatsing.bestuur_id, bestand.inhoud, bestand.achtervoegsel) if bestand else None
    with grenzen():
        document = None
        if bestand and bewaard:
            document = opslag.leg_vast(
                plaatsing.bestuur_id,
                bewaard,
                soort=Documentsoort.AFSPRAKEN,
                naam=f"{soort}-{plaatsing.code}{bestand.achtervoegsel}",
                mime=bestand.mime,
                bewaarklasse=Bewaarklasse.PERSOON,
            )
        rij = Startvoorwaarde.objects.create(
            bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
            soort=soort,
            in_orde_op=op,
            door=door.lidmaatschap,
            document=document,
        )
        schrijf(door, "plaatsing.voorwaarde", plaatsing, soort=soort, op=str(op))
    return rij


def neem_terug(door: Actor, voorwaarde: Startvoorwaarde) -> None:
    """Haalt een voorwaarde weer weg, zolang er geen uren op steunen. Het document blijft bewaard."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        schrijf(door, "plaatsing.voorwaarde_terug", voorwaarde.plaatsing, soort=voorwaarde.soort)
        voorwaarde.delete()


def alles_in_orde(door: Actor, plaatsing: Plaatsing, *, op: date) -> list[Startvoorwaarde]:
    """Noteert alle voorwaarden tegelijk, zonder documenten: enkel voor de installatie (demo en tests)."""
    eis(door, "plaatsing.bewerken")
    if not door.installatie:
        raise Geweigerd("Zet elke voorwaarde apart in orde.")
    aanwezig = set(Startvoorwaarde.objects.filter(plaatsing=plaatsing).values_list("soort", flat=True))
    soorten = [soort for soort in Voorwaarde.values if soort not in aanwezig]
    with grenzen():
        rijen = Startvoorwaarde.objects.bulk_create(
            Startvoorwaarde(bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, soort=soort, in_orde_op=op)
            for soort in soorten
        )
        if rijen:
            schrijf(door, "plaatsing.voorwaarde", plaatsing, soorten=soorten, op=str(op))
    return rijen


def goedkeurders(door: Actor) -> QuerySet[Lidmaatschap]:
    """Wie een afwijking kan goedkeuren: directeur, leidinggevende of HR, vandaag in dienst, en nooit wie ze noteert."""
    leden = Lidmaatschap.objects.filter(geldig(timezone.localdate()), bestuur=door.bestuur_id)
    leden = leden.filter(Q(rollen__overlap=[str(rol) for rol in KEURT_GOED]))
    if door.lidmaatschap is not None:
        leden = leden.exclude(pk=door.lidmaatschap.pk)
    return leden.select_related("gebruiker").order_by("gebruiker__voornaam", "gebruiker__naam", "pk")


def laat_starten(door: Actor, plaatsing: Plaatsing, *, goedgekeurd_door: Lidmaatschap, reden: str) -> Afwijking:
    """Uren mogen, ook al ontbreekt er nog iets: met de naam van wie dat goedkeurde en waarom. Blijft staan."""
    return noteer_afwijking(door, plaatsing, soort=SoortAfwijking.START, goedgekeurd_door=goedgekeurd_door, reden=reden)


def neem_over(door: Actor, plaatsing: Plaatsing, *, reden: str) -> Afwijking:
    """Voor de import: uren die elders al ingevuld waren. Niemand keurde dit hier goed, en dat staat er dan ook."""
    eis(door, "plaatsing.bewerken")
    if not door.installatie:
        raise Geweigerd("Kies wie de afwijking goedkeurde.", "goedgekeurd_door")
    return _bewaar(door, plaatsing, soort=SoortAfwijking.START, reden=reden)


def noteer_afwijking(
    door: Actor, plaatsing: Plaatsing, *, soort: str, goedgekeurd_door: Lidmaatschap, reden: str, **velden
) -> Afwijking:
    """Wat tegen de regel in mocht. Geweigerd zonder reden, of met iemand die het niet mag goedkeuren."""
    eis(door, "plaatsing.bewerken")
    if not reden.strip():
        raise Geweigerd("Zeg waarom.", "reden")
    if not goedkeurders(door).filter(pk=goedgekeurd_door.pk).exists():
        raise Geweigerd(
            "Kies een directeur, leidinggevende of een collega van HR. Jezelf goedkeuren kan niet.", "goedgekeurd_door"
        )
    return _bewaar(door, plaatsing, soort=soort, goedgekeurd_door=goedgekeurd_door, reden=reden, **velden)


def _bewaar(door: Actor, plaatsing: Plaatsing, *, soort: str, reden: str, **velden) -> Afwijking:
    with grenzen():
        afwijking = Afwijking.objects.create(
            bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
            soort=soort,
            reden=reden.strip(),
            genoteerd_door=door.lidmaatschap,
            **velden,
        )
        schrijf(door, "plaatsing.afwijking", plaatsing, soort=soort)
    return afwijking
