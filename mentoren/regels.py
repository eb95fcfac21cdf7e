"""Wie een mentor leidt op een dag, en wanneer een mentor als opgeleid telt."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentoren.models import Deelname, Leiding, Mentor


def leiding_op(dag: date) -> Q:
    return Q(van__lte=dag) & (Q(tot=None) | Q(tot__gte=dag))


def leidinggevende_van(mentor: Mentor, dag: date) -> Leiding | None:
    """De leiding die op die dag geldt, met de persoon erbij; None als er niemand is."""
    geldig = Leiding.objects.filter(leiding_op(dag), mentor=mentor)
    return geldig.select_related("leidinggevende__gebruiker", "leidinggevende__organisatie").first()


def bewijs(tot: date) -> Q:
    """Deelnames die tellen: aanwezig, certificaat gedateerd tot en met die dag, en het bestand is er (bron 000, 001)."""
    return Q(aanwezig=True, certificaat__isnull=False, certificaat_datum__lte=tot)


def met_opgeleid(mentoren: QuerySet[Mentor], tot: date) -> QuerySet[Mentor]:
    """Voegt `is_opgeleid` toe op die peildatum. Een mentor die vertrok blijft opgeleid."""
    tellend = Deelname.objects.filter(bewijs(tot), bestuur=OuterRef("bestuur"), mentor=OuterRef("pk"))
    return mentoren.annotate(is_opgeleid=Exists(tellend))
