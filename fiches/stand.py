"""De stand van de fiche voor het scherm van de plek (zie `leerwerkplekken.fichestand`)."""

from fiches.enums import Status
from fiches.models import Fiche
from fiches.toegang import zichtbaar_voor
from leerwerkplekken.fichestand import Fichestand
from leerwerkplekken.models import Leerwerkplek
from organisaties.toegang import Actor


def van_plek(plek: Leerwerkplek, actor: Actor) -> Fichestand | None:
    fiche = Fiche.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek).order_by("-versie").first()
    if fiche is None:
        return None
    leesbaar = zichtbaar_voor(actor).filter(pk=fiche.pk).exists()
    return Fichestand(fiche.pk, fiche.versie, fiche.status, fiche.teruggestuurd_reden, leesbaar)


def getekend(bestuur_id: int) -> set[int]:
    rijen = Fiche.objects.filter(bestuur=bestuur_id, status=Status.ONDERTEKEND)
    return set(rijen.values_list("leerwerkplek", flat=True))
