"""Plekken die te lang leeg blijven: voor HR, en voor elke GLOW-partner aan wie ze aangeboden zijn."""

from datetime import date

from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, opgesomd
from kandidaten import leeg
from kandidaten.leeg import LegePlek
from kern.opmaak import meervoud
from leerwerkplekken.models import Aanbod
from leerwerkplekken.regels import lopend
from organisaties.enums import Rol
from organisaties.models import GlowPartner


@herinnering(
    "plek_leeg",
    brief=opgesomd(
        "Plek blijft leeg",
        ("plek", "plekken"),
        ("Deze plek staat al lang leeg.", "staan al lang leeg."),
        lambda: ("Naar je startpagina", reverse("start")),
    ),
)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Met wat in de weg staat; een partner leest enkel wat bij hem ligt, nooit wat een andere partner doet."""
    plekken = leeg.van_bestuur(bestuur_id, dag)
    if not plekken:
        return []
    bij = Aanbod.objects.filter(lopend(dag), bestuur=bestuur_id, leerwerkplek__in=[lege.plek for lege in plekken])
    partners = GlowPartner.objects.filter(pk__in=bij.values("glowpartner")).order_by("pk")
    return [_voor_hr(lege) for lege in plekken] + [
        _voor_partner(lege, partner) for partner in partners for lege in leeg.van_partner(partner, dag, bestuur_id)
    ]


def _voor_hr(lege: LegePlek) -> Zaak:
    knop = ("Lege plekken bekijken", reverse("kandidaten:lege_plekken"))
    return Zaak(rol=Rol.HR, knop=knop, **_basis(lege))


def _voor_partner(lege: LegePlek, partner: GlowPartner) -> Zaak:
    knop = ("Lege plekken bekijken", reverse("kandidaten:mijn_lege_plekken"))
    return Zaak(partner=partner, knop=knop, **_basis(lege))


def _basis(lege: LegePlek) -> dict:
    plek, waar = lege.plek, leeg.samenvatting(lege)
    hinder = f" Het ligt aan: {waar}." if waar else ""
    return {
        "sleutel": str(plek.pk),
        "kort": f"{plek.code} {plek.functie}",
        "sinds": lege.sinds,
        "regels": (f"{plek.code}, {plek.functie}: {meervoud(lege.dagen, 'dag', 'dagen')} leeg.{hinder}",),
    }
