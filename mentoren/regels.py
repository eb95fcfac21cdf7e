"""Wie een mentor leidt op een dag, en wanneer een mentor als opgeleid telt."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from mentoren.enums import Opgeleid
from mentoren.models import Certificaatscan, Deelname, Leiding, Mentor
from organisaties.enums import Tekenwijze
from organisaties.models import Bestuur, Lidmaatschap
from projecten.regels import Grenzen, Uitkomst


def leiding_op(dag: date) -> Q:
    return Q(van__lte=dag) & (Q(tot=None) | Q(tot__gte=dag))


def leidinggevende_van(mentor: Mentor, dag: date) -> Leiding | None:
    """De leiding die op die dag geldt, met de persoon erbij; None als er niemand is."""
    geldig = Leiding.objects.filter(leiding_op(dag), mentor=mentor)
    return geldig.select_related("leidinggevende__gebruiker", "leidinggevende__organisatie").first()


def leidinggevenden_van(mentoren: Iterable[int], dag: date) -> dict[int, Leiding]:
    """Zoals `leidinggevende_van`, voor meer mentoren (hun nummers) in één vraag; wie er geen heeft, ontbreekt."""
    geldig = Leiding.objects.filter(leiding_op(dag), mentor__in=set(mentoren))
    return {leiding.mentor_id: leiding for leiding in geldig.order_by("pk")}


def bewijs(tot: date) -> Q:
    """Deelnames die tellen: aanwezig, certificaat gedateerd tot en met die dag, en het bestand is er (bron 000)."""
    return Q(aanwezig=True, certificaat__isnull=False, certificaat_datum__lte=tot)


def met_opgeleid(mentoren: QuerySet[Mentor], tot: date) -> QuerySet[Mentor]:
    """Voegt `is_opgeleid` toe op die peildatum. Een mentor die vertrok blijft opgeleid."""
    tellend = Deelname.objects.filter(bewijs(tot), bestuur=OuterRef("bestuur"), mentor=OuterRef("pk"))
    return mentoren.annotate(is_opgeleid=Exists(tellend))


def met_opleiding(mentoren: QuerySet[Mentor], op: date) -> QuerySet[Mentor]:
    """Zoals `met_opgeleid`, en `opleiding`: opgeleid, toegezegd (een datum zonder bestand) of geen van beide."""
    eigen = Deelname.objects.filter(bestuur=OuterRef("bestuur"), mentor=OuterRef("pk"))
    toegezegd = eigen.filter(aanwezig=True, certificaat=None, certificaat_datum__isnull=False)
    stand = Case(
        When(is_opgeleid=True, then=Value(Opgeleid.JA.value)),
        When(Exists(toegezegd), then=Value(Opgeleid.TOEGEZEGD.value)),
        default=Value(Opgeleid.NEE.value),
    )
    return met_opgeleid(mentoren, op).annotate(opleiding=stand)


def plekken_per_mentor(aantal: int, grenzen: Grenzen) -> Uitkomst:
    """Hoeveel open plekken een mentor begeleidt: meer dan drie is een signaal en houdt niets tegen (bron 002)."""
    grens = grenzen["plekken_per_mentor"]
    return Uitkomst(
        ok=aantal <= grens.waarde,
        waarde=aantal,
        grens=grens.waarde,
        bron=grens.bron,
        uitleg=f"Deze mentor begeleidt {aantal} plekken. De richtlijn is {grens.waarde} per opgeleide mentor.",
        veld="mentor",
        weigert=False,
    )


def is_vooraf(bestuur: Bestuur, datum: date) -> bool:
    """Vraagt een certificaat van die dag een tweede persoon? Van vóór de ingebruikname, waar het bestuur dat wil."""
    return Tekenwijze.VOORAF in bestuur.wijzen and datum < bestuur.in_gebruik_sinds


def scan_bezwaar(scan: Certificaatscan, lid: Lidmaatschap) -> str:
    """Waarom dit lid niet de tweede persoon kan zijn; leeg als het kan."""
    if scan.door_id == lid.pk:
        return "Je laadde dit zelf op. Laat een collega het nakijken."
    if scan.deelname.mentor.lidmaatschap_id == lid.pk:
        return "Dit is je eigen certificaat. Laat een collega het nakijken."
    return ""
