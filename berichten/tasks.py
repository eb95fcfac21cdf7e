"""De mail bij een bericht: uit de rij, na de commit van wie het schreef. Nooit twee keer, en nooit stil verloren."""

from dataclasses import dataclass

import structlog
from django.utils import timezone

from berichten import verzenden
from berichten.enums import Mail
from berichten.geldig import nog_nodig
from berichten.models import Bericht
from berichten.toegang import nog_ontvanger
from documenten import huisstijl
from kern import postbode
from kern.mail import Brief, stuur
from taken.register import verwerker
from taken.stappen import verleng
from taken.uitvoering import Werk

logboek = structlog.get_logger("berichten")


@dataclass(frozen=True)
class Post:
    """Wat er te versturen is, gelezen vóór de mailserver erbij komt."""

    aan: str
    brief: Brief
    stijl: huisstijl.Stijl
    kenmerk: str


# Een mailserver die weg is, is dat soms een weekend: 400 pogingen, de laatste om de tien minuten, is bijna drie dagen.
@verwerker("berichten.mail", tijdslimiet=60, pogingen=400)
def mail(werk: Werk, bericht_id: int) -> None:
    """Verstuurt de mail van dit bericht, als ze nog te versturen is.

    Eerst de verbinding: lukt die niet, dan is er niets gebeurd. Dan `bezig`, vastgelegd. Pas dan de mail. Wie `bezig`
    aantreft, weet niet of ze vertrok: dat wordt `onzeker`, en enkel een mens beslist om ze opnieuw te sturen.
    """
    with werk.transactie():
        post = _post(werk, bericht_id)
    if post is None:
        return
    with postbode.verbinding() as server:
        with werk.transactie():
            verleng(werk.taak)  # nog van ons? Anders is een ander er al mee bezig
            poging = verzenden.begin(bericht_id)
        if poging:
            _geef_af(werk, server, bericht_id, poging, post)


def _post(werk: Werk, bericht_id: int) -> Post | None:
    """Leest wat er te versturen is; None als er niets (meer) te versturen is."""
    rijen = Bericht.objects.select_related("bestuur", "ontvanger", "glowpartner")
    bericht = rijen.filter(pk=bericht_id).first()  # None: intussen voorbij de bewaartermijn
    if bericht is None:
        return None
    if bericht.mail == Mail.BEZIG:
        verleng(werk.taak)
        verzenden.naar(bericht_id, Mail.BEZIG, mail=Mail.ONZEKER)
        logboek.warning("mail onzeker: een vorige poging stierf", taak=werk.taak.pk, bestuur_id=werk.taak.bestuur_id)
        return None
    if bericht.mail != Mail.WACHT:
        return None
    if not nog_ontvanger(bericht) or not nog_nodig(bericht):
        verzenden.naar(bericht_id, Mail.WACHT, mail=Mail.GEEN)
        return None
    aan = bericht.ontvanger.email if bericht.ontvanger else bericht.adres
    return Post(aan, verzenden.brief(bericht), huisstijl.voor(bericht.bestuur), verzenden.kenmerk(bericht))


def _geef_af(werk: Werk, server, bericht_id: int, poging: int, post: Post) -> None:
    try:
        stuur(post.aan, post.brief, stijl=post.stijl, server=server, kenmerk=post.kenmerk)
    except postbode.Onzeker as fout:
        _noteer(werk, bericht_id, Mail.ONZEKER)
        logboek.warning("mail onzeker", exc_info=fout, taak=werk.taak.pk, bestuur_id=werk.taak.bestuur_id)
    except postbode.AdresGeweigerd as fout:
        _noteer(werk, bericht_id, Mail.GEWEIGERD)
        logboek.warning("mail niet aangenomen", exc_info=fout, taak=werk.taak.pk, bestuur_id=werk.taak.bestuur_id)
    except Exception:  # zeker niet verstuurd: terug in de rij, en de taak probeert later opnieuw
        _noteer(werk, bericht_id, Mail.WACHT)
        raise
    else:
        with werk.transactie():
            verzenden.verzonden(bericht_id, poging, timezone.now())


def _noteer(werk: Werk, bericht_id: int, stand: Mail) -> None:
    with werk.transactie():
        verzenden.naar(bericht_id, Mail.BEZIG, mail=stand)
