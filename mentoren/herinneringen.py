"""Mentoren die zonder certificaat niet meetellen (bron 000, 001): HR krijgt ze te zien."""

from datetime import date

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, opgesomd
from kern.opmaak import datum_woord
from mentoren.models import Deelname, Leiding, Mentor
from mentoren.regels import met_opgeleid
from organisaties.enums import Rol


@herinnering(
    "certificaat_ontbreekt",
    brief=opgesomd(
        "Certificaat ontbreekt",
        ("mentor", "mentoren"),
        ("Deze mentor telt niet mee zonder certificaat.", "tellen niet mee zonder certificaat."),
        lambda: ("Mentoren bekijken", f"{reverse('mentoren:lijst')}?opleiding=nee"),
    ),
)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Wie er nog werkt en geen certificaat met bestand heeft, sinds de laatste gevolgde opleiding of het begin."""
    gevolgd = Deelname.objects.filter(aanwezig=True, opleiding__datum__lte=dag)
    zonder = met_opgeleid(Mentor.objects.filter(bestuur=bestuur_id, vertrokken_op=None), dag).filter(is_opgeleid=False)
    mentoren = zonder.annotate(
        opgeleid_op=_van(gevolgd, Max("opleiding__datum")), begonnen_op=_van(Leiding.objects.all(), Min("van"))
    )
    return [
        _zaak(mentor)
        for mentor in mentoren.select_related("lidmaatschap__gebruiker").order_by("code", "pk")
        if mentor.opgeleid_op or (mentor.begonnen_op and mentor.begonnen_op <= dag)
    ]


def _van(rijen: QuerySet, wat: Max | Min) -> Subquery:
    eigen = rijen.filter(bestuur=OuterRef("bestuur"), mentor=OuterRef("pk")).order_by()
    return Subquery(eigen.values("mentor").annotate(dag=wat).values("dag"))


def _zaak(mentor: Mentor) -> Zaak:
    op = mentor.opgeleid_op
    stand = f"opleiding gevolgd op {datum_woord(op)}, het bestand ontbreekt" if op else "nog geen opleiding gevolgd"
    return Zaak(
        str(mentor.pk),
        f"{mentor.code} {mentor.naam}",
        op or mentor.begonnen_op,
        regels=(f"{mentor.code} {mentor.naam}: {stand}.",),
        knop=("Mentor bekijken", reverse("mentoren:mentor", args=[mentor.pk])),
        rol=Rol.HR,
    )
