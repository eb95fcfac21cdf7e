"""Fiches die op een handtekening wachten: van wie ze verwacht wordt."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, leden_met, opgesomd
from fiches.enums import Status
from fiches.models import Fiche
from kern.opmaak import datum_woord
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.enums import Rol, Vervangbaar
from organisaties.models import Lidmaatschap, Plaatsvervanging

FICHE = "fiche_te_ondertekenen"


@dataclass(frozen=True)
class Wachtend:
    fiche: Fiche
    op: tuple[Lidmaatschap, ...]


def wachtende(bestuur_id: int, dag: date, *, enkel: Fiche | None = None) -> list[Wachtend]:
    """Elke fiche ter ondertekening en op wie ze wacht: de direct leidinggevende van de mentor, en wie die vervangt.

    Is er zo niemand met toegang, dan HR, de directeur en wie die vervangt; de mentor van de plek nooit (bron 000).
    `enkel`: enkel deze fiche, die net ingediend is.
    """
    fiches = (
        [enkel]
        if enkel
        else list(
            Fiche.objects.filter(bestuur=bestuur_id, status=Status.TER_ONDERTEKENING)
            .select_related("leerwerkplek__mentor", "mentor")
            .defer("inhoud")
            .order_by("ingediend_op", "pk")
        )
    )
    if not fiches:
        return []
    leden = list(leden_met(bestuur_id, dag, *Rol.values))
    per_pk = {lid.pk: lid for lid in leden}
    leiding = Leiding.objects.filter(leiding_op(dag), bestuur=bestuur_id, mentor__in={f.mentor_id for f in fiches})
    leider = dict(leiding.values_list("mentor", "leidinggevende"))
    vervangt = Plaatsvervanging.objects.filter(bestuur=bestuur_id, van__lte=dag, tot__gte=dag, beeindigd_op=None)
    vervangers: dict[tuple[int, str], list[int]] = {}
    for voor, als, wie in vervangt.order_by("pk").values_list("voor", "hoedanigheid", "plaatsvervanger"):
        vervangers.setdefault((voor, als), []).append(wie)
    reserve = [lid.pk for lid in leden if {Rol.HR, Rol.DIRECTEUR} & set(lid.rollen)]
    for lid in leden:
        if Rol.DIRECTEUR in lid.rollen:
            namens = vervangers.get((lid.pk, Vervangbaar.DIRECTEUR), [])
            reserve += [pk for pk in namens if pk in per_pk and pk not in reserve]

    def wacht_op(fiche: Fiche) -> tuple[Lidmaatschap, ...]:
        huidig = fiche.leerwerkplek.mentor
        mentor = {fiche.mentor.lidmaatschap_id, huidig.lidmaatschap_id if huidig else None}
        baas = per_pk.get(leider.get(fiche.mentor_id, 0))
        eerst: list[int] = []
        if baas and Rol.LEIDINGGEVENDE in baas.rollen and baas.pk not in mentor:
            eerst = [baas.pk, *vervangers.get((baas.pk, Vervangbaar.LEIDINGGEVENDE), ())]
        keuze = [pk for pk in eerst if pk in per_pk and pk not in mentor]
        return tuple(per_pk[pk] for pk in keuze or reserve if pk not in mentor)

    return [Wachtend(fiche, wacht_op(fiche)) for fiche in fiches]


@herinnering(
    FICHE,
    kop="Fiche te ondertekenen",
    brief=opgesomd(
        "Nog te ondertekenen",
        ("fiche", "fiches"),
        ("Deze fiche wacht op je handtekening.", "wachten op je handtekening."),
        lambda: ("Fiches nakijken en ondertekenen", reverse("fiches:te_ondertekenen")),
    ),
)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    return [_zaak(rij) for rij in wachtende(bestuur_id, dag)]


def _zaak(rij: Wachtend) -> Zaak:
    plek = rij.fiche.leerwerkplek
    return Zaak(
        str(rij.fiche.pk),
        plek.code,
        rij.fiche.ingediend_op,
        regels=(f"{plek.code}, {plek.functie}: ingediend op {datum_woord(rij.fiche.ingediend_op)}.",),
        knop=("Fiche nakijken en ondertekenen", reverse("fiches:fiche", args=[rij.fiche.pk])),
        leden=rij.op,
    )
