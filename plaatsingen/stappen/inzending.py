"""Invoer met een eigen nummer van de telefoon: hoe vaak en in welke volgorde ze ook aankomt, ze gebeurt één keer."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import toegang
from plaatsingen.enums import InzendingUitkomst
from plaatsingen.models import Inzending, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import uren

KLOK = "Klopt de klok van je telefoon?"
NIET_MEER = "Je begeleidt deze deelnemer niet (meer). Geef de uren door aan HR."


@dataclass(frozen=True)
class Zending:
    """Wat een telefoon stuurde. `inhoud`: de velden zoals ingetikt; `fout`: waarom ze geen geldige invoer zijn."""

    sleutel: UUID
    plaatsing: Plaatsing
    datum: date
    inhoud: dict[str, str] = field(default_factory=dict)
    invoer: Invoer | None = None
    fout: str = ""


def eerder(door: Actor, sleutel: UUID) -> Inzending | None:
    """Wat er van deze sleutel al geweten is, onder een slot: een tweede aankomst wacht op de eerste."""
    with connection.cursor() as c:
        c.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"inzending {door.bestuur_id} {sleutel}"])
    oud = Inzending.objects.filter(bestuur=door.bestuur_id, sleutel=sleutel).first()
    if oud is not None and (door.lidmaatschap is None or oud.lidmaatschap_id != door.lidmaatschap.pk):
        raise Geweigerd("Deze invoer is van iemand anders.")
    return oud


def voer_in(door: Actor, sleutel: UUID, plaatsing: Plaatsing, invoer: Invoer, inhoud: dict) -> Prestatie | None:
    """Met verbinding: zoals `uren.voer_in`, en het nummer blijft genoteerd. None als ze al eens bewaard is.

    Geweigerd wordt niet genoteerd: wie invult ziet de reden meteen en verbetert.
    """
    uren.eis_eigen(door, plaatsing)
    oud = eerder(door, sleutel)
    if oud is not None:
        if oud.uitkomst == InzendingUitkomst.GEWEIGERD:
            raise Geweigerd(oud.uitleg)
        return None
    prestatie = uren.voer_in(door, plaatsing, invoer)
    _noteer(door, Zending(sleutel, plaatsing, invoer.datum, inhoud))
    return prestatie


def ontvang(door: Actor, zending: Zending) -> Inzending:
    """Van de wachtrij van een telefoon. Aanvaard of niet: de uitkomst staat vast, met wat er ingevuld was.

    Geweigerd enkel als deze sleutel van iemand anders is; elke andere reden komt in de uitkomst.
    """
    eis(door, "uren.invoeren")
    if oud := eerder(door, zending.sleutel):
        return oud
    try:
        with grenzen():
            _bewaar(door, zending)
    except Geweigerd as geweigerd:
        return _noteer(door, zending, uitleg=_uitleg(geweigerd, zending))
    return _noteer(door, zending)


def _bewaar(door: Actor, zending: Zending) -> None:
    if not toegang.is_eigen(door, zending.plaatsing):
        raise Geweigerd(NIET_MEER)
    if zending.invoer is None:
        raise Geweigerd(zending.fout or "Vul de uren opnieuw in.")
    if not uren.zelfde(zending.plaatsing, zending.invoer):
        uren.voer_in(door, zending.plaatsing, zending.invoer)


def _uitleg(geweigerd: Geweigerd, zending: Zending) -> str:
    redenen = [zin for zin, _ in geweigerd.alle]
    if zending.datum > timezone.localdate():
        redenen.append(KLOK)
    return " ".join(redenen)[:300]


def _noteer(door: Actor, zending: Zending, *, uitleg: str = "") -> Inzending:
    assert door.lidmaatschap is not None  # enkel wie zelf uren invoert, heeft een telefoon
    uitkomst = InzendingUitkomst.GEWEIGERD if uitleg else InzendingUitkomst.BEWAARD
    with grenzen():
        inzending = Inzending.objects.create(
            bestuur_id=door.bestuur_id,
            sleutel=zending.sleutel,
            lidmaatschap=door.lidmaatschap,
            plaatsing=zending.plaatsing,
            datum=zending.datum,
            inhoud=zending.inhoud,
            uitkomst=uitkomst,
            uitleg=uitleg,
        )
        schrijf(door, f"inzending.{uitkomst}", inzending, datum=str(zending.datum))
    return inzending


def leg_weg(door: Actor, inzending: Inzending) -> None:
    """De mentor heeft de reden gelezen. Twee keer is geen fout; de inzending zelf blijft bestaan."""
    eis(door, "uren.invoeren")
    if door.lidmaatschap is None or inzending.lidmaatschap_id != door.lidmaatschap.pk:
        raise Geweigerd("Deze invoer is van iemand anders.")
    weg = Inzending.objects.filter(pk=inzending.pk, uitkomst=InzendingUitkomst.GEWEIGERD, weggelegd_op=None)
    if weg.update(weggelegd_op=timezone.now()):
        schrijf(door, "inzending.weggelegd", inzending)
