"""Aangeboden plekken waarop een GLOW-partner nog niet antwoordde."""

from datetime import date

from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, opgesomd
from kern.opmaak import datum_woord
from leerwerkplekken.models import Aanbod
from leerwerkplekken.regels import wachtend

AANBOD = "aanbod_te_beantwoorden"


@herinnering(
    AANBOD,
    kop="Aanbod te beantwoorden",
    brief=opgesomd(
        "Nog te beantwoorden",
        ("aangeboden plek", "aangeboden plekken"),
        ("Deze plek wacht op je antwoord.", "wachten op je antwoord."),
        lambda: ("Aangeboden plekken bekijken", reverse("start")),  # het bord is de startpagina van een partner
    ),
)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Wat aangeboden is, nog loopt en zonder antwoord bleef, op plekken die nog open zijn."""
    open_ = Aanbod.objects.filter(wachtend(dag), bestuur=bestuur_id, aangeboden_op__lte=dag)
    rijen = open_.select_related("leerwerkplek", "glowpartner").order_by("aangeboden_op", "pk")
    return [_zaak(aanbod) for aanbod in rijen]


def _zaak(aanbod: Aanbod) -> Zaak:
    plek = aanbod.leerwerkplek
    tot = f" Antwoorden kan tot en met {datum_woord(aanbod.vervalt_op)}." if aanbod.vervalt_op else ""
    return Zaak(
        str(aanbod.pk),
        f"{plek.functie} ({plek.code})",
        aanbod.laatst_op,
        regels=(f"{plek.functie} ({plek.code}): aangeboden op {datum_woord(aanbod.laatst_op)}.{tot}",),
        knop=("Plek bekijken en antwoorden", reverse("leerwerkplekken:aangeboden", args=[plek.pk])),
        partner=aanbod.glowpartner,
    )
