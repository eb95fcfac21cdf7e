"""Het bord: elke plek die een GLOW-partner aangeboden kreeg, over de besturen heen. Enkel lezen, in vier vragen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from kandidaten.stand import plekstanden
from kern.postcodes import in_adres, in_naam
from kern.tabel import Tabel
from leerwerkplekken.enums import Status, Taalniveau
from leerwerkplekken.models import Aanbod, Aanbodvraag, PlanVanAanpak
from leerwerkplekken.regels import loopt
from organisaties.models import GlowPartner
from partners.regels import Bordrij, vrij_op


def rijen(glowpartner: GlowPartner, dag: date) -> list[Bordrij]:
    """Alle plekken die aan deze partner aangeboden zijn, behalve de gesloten. Binnen de context van die partner."""
    vragen = Aanbodvraag.objects.filter(bestuur=OuterRef("bestuur"), aanbod=OuterRef("pk"), gezien_op=None)
    aanbod = list(
        Aanbod.objects.filter(glowpartner=glowpartner)
        .annotate(antwoord_te_lezen=Exists(vragen.exclude(antwoord="")))
        .exclude(leerwerkplek__status=Status.GESLOTEN)
        .select_related("leerwerkplek__bestuur", "leerwerkplek__organisatie")
        .prefetch_related(Prefetch("leerwerkplek__plannen", PlanVanAanpak.objects.order_by("pk"), to_attr="plan_rijen"))
        .order_by("pk")
    )
    standen = plekstanden([a.leerwerkplek for a in aanbod], dag)
    return [_rij(a, standen, dag) for a in aanbod]


def _rij(aanbod: Aanbod, standen: Mapping[int, Any], dag: date) -> Bordrij:
    plek, stand = aanbod.leerwerkplek, standen.get(aanbod.leerwerkplek_id)
    taal = next((plan.taalniveau for plan in plek.plan_rijen), "")
    eigen = in_adres(plek.waar)
    waar = eigen or in_naam(plek.bestuur.naam)
    vrij = vrij_op(plek, stand, dag, loopt=loopt(aanbod, dag))
    return Bordrij(aanbod, stand, waar, vrij, taal, geschat=eigen is None, antwoord_te_lezen=aanbod.antwoord_te_lezen)


def tabel(gevonden: Sequence[Bordrij], vraag: Mapping[str, Any]) -> Tabel:
    """Het bord voor het werkblad."""
    van = vraag.get("postcode")
    koppen = [
        "Leerwerkplek", "Functie", "Bestuur", "Organisatie of district", "Dienst", "Adres", "Gemeente",
        *([f"Km van {van.postcode}, ongeveer"] if van else []), "Uren per maand", "Uurrooster", "Nederlands",
        "Vrij vanaf", "Sluit na", "Aangeboden op",
    ]  # fmt: skip
    return Tabel("Plekken", "Aangeboden plekken", koppen, [_cellen(rij, van) for rij in gevonden])


def _cellen(rij: Bordrij, van) -> list[object]:
    plek = rij.plek
    return [
        plek.code,
        plek.functie,
        plek.bestuur.naam,
        plek.organisatie.naam,
        plek.dienst,
        plek.waar,
        rij.gemeente,
        *([rij.km(van)] if van else []),
        plek.uren_per_maand,
        plek.uurrooster,
        Taalniveau(rij.taal).label if rij.taal else "",
        rij.vrij_op,
        plek.beschikbaar_tot,
        rij.aanbod.aangeboden_op,
    ]
