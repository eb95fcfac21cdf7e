"""Meer fiches in één daad aftekenen. Elke fiche slaagt of faalt apart; wat lukte, staat vast (beslissing 0028)."""

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from fiches import melden, stappen
from fiches.enums import Status, Uitkomst
from fiches.models import Fiche, Tekenregel, Tekenronde
from fiches.selectie import HOOGSTENS, Gezien
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from taken import stappen as taken
from taken.enums import Status as Taakstatus
from taken.models import Taak

logboek = structlog.get_logger("fiches")

VERZEGEL = "fiches.verzegel"
ONVERWACHT = "Er liep iets mis dat we niet verwachtten. Probeer deze fiche opnieuw."


def onderteken_samen(door: Actor, gezien: Iterable[Gezien], *, voorkeur: str, sleutel: UUID) -> tuple[Tekenronde, bool]:
    """Tekent elke fiche af zoals ze op het scherm stond, in één transactie en op één ogenblik.

    `voorkeur`: de gekozen hoedanigheid; waar die op het scherm niet kon, geldt wat daar wel stond. `sleutel` komt van
    het getoonde formulier: een tweede keer versturen geeft dezelfde ronde terug (en False) en tekent niets.
    Geweigerd als er niets gekozen is, of te veel. Waarom één fiche niet getekend werd, staat op haar regel.
    """
    lid = stappen.persoon(door)
    gekozen = sorted(gezien, key=lambda g: g.fiche)  # elke ronde vergrendelt in dezelfde volgorde: geen deadlock
    if not gekozen:
        raise Geweigerd("Kies minstens één fiche.")
    if len(gekozen) > HOOGSTENS:
        raise Geweigerd(f"Teken hoogstens {HOOGSTENS} fiches tegelijk.")
    with grenzen():
        ronde, nieuw = Tekenronde.objects.get_or_create(
            bestuur_id=lid.bestuur_id, sleutel=sleutel, defaults={"door": lid, "op": timezone.now()}
        )
        if ronde.door_id != lid.pk:
            raise Geweigerd("Dit formulier is van iemand anders. Herlaad de pagina.")
        if nieuw:
            _teken(door, ronde, gekozen, voorkeur)
    return ronde, nieuw


def _teken(door: Actor, ronde: Tekenronde, gekozen: list[Gezien], voorkeur: str) -> None:
    fiches = Fiche.objects.filter(bestuur=ronde.bestuur_id).in_bulk([g.fiche for g in gekozen])
    # wie de inhoud niet kent, zag de fiche nooit: daarvan komt niets in de ronde, ook niet dat ze bestaat
    echt = [g for g in gekozen if g.fiche in fiches and fiches[g.fiche].inhoud_sha256 == g.inhoud_sha256]
    regels = [_een(door, ronde, fiches[g.fiche], g, voorkeur) for g in echt]
    getekend = [regel.fiche for regel in regels if regel.uitkomst == Uitkomst.ONDERTEKEND]
    melden.ondertekend(ronde.bestuur_id, *getekend)
    per_fiche = _taken(ronde.bestuur_id, [fiche.pk for fiche in getekend])
    for regel in regels:
        regel.taak_id = per_fiche.get(regel.fiche_id)
    Tekenregel.objects.bulk_create(regels)
    schrijf(door, "tekenronde.ondertekend", ronde, fiches=len(regels), ondertekend=len(getekend))


def _een(door: Actor, ronde: Tekenronde, fiche: Fiche, gezien: Gezien, voorkeur: str) -> Tekenregel:
    """Eén fiche, achter een eigen savepoint: wat hier misgaat, raakt de andere niet."""
    uitkomst, reden = Uitkomst.ONDERTEKEND, ""
    try:
        with transaction.atomic():
            stappen.ondertekenen(
                door,
                fiche,
                hoedanigheid=gezien.kies(voorkeur),
                inhoud_sha256=gezien.inhoud_sha256,
                ronde=ronde,
            )
    except Geweigerd as geweigerd:
        uitkomst, reden = Uitkomst.GEWEIGERD, _reden(fiche, geweigerd.zin)
    except (OperationalError, InterfaceError):  # de databank zelf valt weg: dan geldt niets, en dat is te zien
        raise
    except Exception as fout:
        logboek.warning("fiche niet te ondertekenen", exc_info=fout, fiche=fiche.pk, ronde=ronde.pk)
        uitkomst, reden = Uitkomst.MISLUKT, ONVERWACHT
    return Tekenregel(
        bestuur_id=ronde.bestuur_id,
        ronde=ronde,
        fiche=fiche,
        inhoud_sha256=gezien.inhoud_sha256,
        uitkomst=uitkomst,
        reden=reden,
    )


def _reden(fiche: Fiche, zin: str) -> str:
    """Ligt er intussen een andere versie, dan is het dat wat telt."""
    nieuwer = Fiche.objects.filter(
        bestuur=fiche.bestuur_id,
        leerwerkplek=fiche.leerwerkplek_id,
        versie__gt=fiche.versie,
        status=Status.TER_ONDERTEKENING,
    ).first()
    return f"Gewijzigd sinds je ze zag: versie {nieuwer.versie} ligt nu klaar. Kijk opnieuw." if nieuwer else zin


def _taken(bestuur_id: int, fiches: list[int]) -> dict[int, int]:
    """De net geplande taak van elke fiche."""
    rijen = Taak.objects.filter(naam=VERZEGEL, bestuur_id=bestuur_id, status=Taakstatus.WACHT, argumenten__0__in=fiches)
    return {argumenten[0]: pk for pk, argumenten in rijen.order_by("pk").values_list("pk", "argumenten")}


def verzegel_opnieuw(door: Actor, ronde: Tekenronde) -> int:
    """Geeft elk zegel van deze ronde dat opgegeven werd een nieuwe kans; geeft hoeveel. Enkel van een eigen ronde."""
    eis(door, "fiche.ondertekenen")
    if door.lidmaatschap is None or ronde.door_id != door.lidmaatschap.pk:
        raise Geweigerd("Deze ronde is van iemand anders.")
    nummers = list(ronde.regels.exclude(taak_id=None).order_by("pk").values_list("taak_id", flat=True))
    opgegeven = Taak.objects.filter(pk__in=nummers, status=Taakstatus.MISLUKT).order_by("pk")
    aantal = sum(taken.opnieuw(pk) for pk in list(opgegeven.values_list("pk", flat=True)))
    if aantal:
        schrijf(door, "tekenronde.opnieuw", ronde, taken=aantal)
    return aantal
