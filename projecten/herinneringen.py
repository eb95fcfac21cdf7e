"""Overeenkomsten die aflopen, en actiepunten van een overleg die tegen een dag klaar moesten zijn."""

from datetime import date

from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, leden_met, opgesomd
from kern.opmaak import datum_woord, meervoud
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from projecten import overzicht
from projecten.models import Actiepunt
from projecten.overzicht import Aflopend

VOOR_WIE = (Rol.HR, Rol.COORDINATOR)


@herinnering(
    "overeenkomst_loopt_af",
    brief=opgesomd(
        "Overeenkomst loopt af",
        ("overeenkomst", "overeenkomsten"),
        ("Deze overeenkomst loopt binnenkort af. Verleng ze op tijd.", "lopen binnenkort af. Verleng ze op tijd."),
        lambda: ("Overeenkomsten bekijken", reverse("projecten:overeenkomsten")),
    ),
)
def overeenkomsten(bestuur_id: int, dag: date) -> list[Zaak]:
    """Wat binnen negentig dagen eindigt en nog niet verlengd is: voor HR en de coördinator."""
    aflopend = overzicht.aflopende_overeenkomsten(bestuur_id, dag)
    if not aflopend:
        return []
    leden = tuple(leden_met(bestuur_id, dag, *VOOR_WIE))
    return [_overeenkomst(rij, leden) for rij in aflopend]


def _overeenkomst(rij: Aflopend, leden: tuple[Lidmaatschap, ...]) -> Zaak:
    o = rij.overeenkomst
    wie = o.glowpartner.naam if o.glowpartner else o.get_met_display()
    wanneer = f"over {meervoud(rij.dagen, 'dag', 'dagen')}" if rij.dagen else "vandaag"
    assert o.tot is not None  # zonder einde loopt ze niet af
    return Zaak(
        str(o.pk),
        f"met {wie}, {datum_woord(o.tot)}",
        o.tot,
        regels=(f"{o.onderwerp}, met {wie}: {wanneer}, op {datum_woord(o.tot)}.",),
        knop=("Overeenkomst bekijken", reverse("projecten:overeenkomst", args=[o.pk])),
        leden=leden,
    )


@herinnering(
    "overleg",
    brief=opgesomd(
        "Actiepunt te doen",
        ("actiepunt", "actiepunten"),
        ("Dit actiepunt moest klaar zijn.", "moesten klaar zijn."),
        lambda: ("Actiepunten bekijken", reverse("overleg:mijn")),
    ),
)
def actiepunten(bestuur_id: int, dag: date) -> list[Zaak]:
    """Wat tegen vandaag of vroeger klaar moest zijn. Wie van buiten komt en geen account heeft, krijgt niets."""
    punten = list(overzicht.actiepunten_tegen(bestuur_id, dag))
    if not punten:
        return []
    leden = {lid.pk: lid for lid in leden_met(bestuur_id, dag, *Rol.values)}
    return [_actiepunt(punt, leden) for punt in punten if punt.glowpartner_id or punt.lidmaatschap_id in leden]


def _actiepunt(punt: Actiepunt, leden: dict[int, Lidmaatschap]) -> Zaak:
    assert punt.tegen is not None  # `actiepunten_tegen` vraagt een datum
    return Zaak(
        str(punt.pk),
        punt.overleg.onderwerp[:120],
        punt.tegen,
        regels=(f"{punt.wat} (tegen {datum_woord(punt.tegen)}, {punt.overleg.onderwerp})",),
        knop=("Actiepunten bekijken", reverse("overleg:mijn")),
        leden=(leden[punt.lidmaatschap_id],) if punt.lidmaatschap_id else (),
        partner=punt.glowpartner,
    )
