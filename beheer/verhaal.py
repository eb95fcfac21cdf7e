"""Een geschiedenis in woorden, per bladzijde: wie wat wanneer deed, uit de wijzigingen van een ding."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest

from beheer.woorden import Namen, zinnen
from fiches.models import Aanlevering, Fiche, FicheBlad, Handtekening
from kern.nummers import nummer
from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak, Werkafspraak
from logboek.models import Wijziging

PER_PAGINA = 100  # wijzigingen; wat samen gebeurde staat samen


@dataclass
class Groep:
    """Wat één persoon in één keer deed."""

    wie: str
    wanneer: datetime
    zinnen: list[str] = field(default_factory=list)

    @property
    def kop(self) -> str:
        """Eén zin met de naam ervoor, of enkel de naam als er meer gebeurde."""
        return f"{self.wie} {self.zinnen[0]}" if len(self.zinnen) == 1 else self.wie


def van(pk: int, *modellen: type[Model]) -> Q:
    """De wijzigingen van een ding en van wat eronder hangt, ook van wat intussen verwijderd is."""
    keuze = Q()
    for model in modellen:
        keuze |= Q(tabel=model._meta.db_table, onder=pk)
    return keuze


def van_plek(plek: Leerwerkplek) -> Q:
    return van(plek.pk, Leerwerkplek, PlanVanAanpak, Werkafspraak, Aanbod, Aanlevering)


def van_fiche(fiche: Fiche) -> Q:
    return van(fiche.pk, Fiche, Handtekening, FicheBlad)


def bladzijde(request: HttpRequest, hoort: Q) -> dict[str, Any]:
    """De nieuwste wijzigingen, of wat ouder is dan `?voor=`; de context van `werkblad/geschiedenis.html`."""
    regels = Wijziging.objects.filter(hoort, bestuur=request.actor.bestuur_id).order_by("-pk")
    if voor := request.GET.get("voor", ""):
        regels = regels.filter(pk__lt=nummer(voor))
    gevonden = list(regels[: PER_PAGINA + 1])
    return {
        "groepen": groepen(gevonden[:PER_PAGINA]),
        "ouder": gevonden[PER_PAGINA - 1].pk if len(gevonden) > PER_PAGINA else None,
        "voor": voor,
    }


def groepen(regels: list[Wijziging]) -> list[Groep]:
    """Wijzigingen van één transactie samen; binnen een groep in de volgorde waarin ze gebeurden."""
    namen = Namen()
    for regel in regels:
        namen.vraag_wijziging(regel)
    gevonden = []
    for _, samen in groupby(regels, key=lambda regel: (regel.txid, regel.gebruiker_id)):
        rijen = list(samen)[::-1]
        groep = Groep(namen.wie(rijen[0].gebruiker_id), rijen[0].op)
        for rij in rijen:
            groep.zinnen += zinnen(rij, namen, met_ding=True)
        gevonden.append(groep)
    return gevonden
