"""De vragen waarmee `tellen` telt: de voorwaarden van `voorwaarden` als deelvragen van één sjabloon in SQL.

Ze worden één keer vertaald. Wat meetelt staat in de querysets; het sjabloon voegt samen en telt.
"""

from functools import cache
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.lookups import Exact

from evaluaties import overzicht
from fiches.models import Handtekening
from kern.bereid import Bereid, Gegeven, Kolom, een_van
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Mentor
from mentoren.regels import bewijs
from plaatsingen.models import Plaatsing
from projecten.models import Maatregel, Subsidieproject
from rapportage import voorwaarden
from rapportage.voorwaarden import Kijk

# Wat meetelt zeggen de deelvragen en voorwaarden (`_delen`); hier wordt enkel samengevoegd en geteld.
GETALLEN = """
WITH plek AS MATERIALIZED ({plekken}),
plaatsing AS MATERIALIZED
  (SELECT f.pk, project, plek.van, plek.tot, {plaatsing_telt} AS telt
     FROM plek JOIN ({plaatsingen}) f ON f.plek = plek.pk),
aanbod AS MATERIALIZED
  (SELECT project, pk, wie FROM plek JOIN ({aanbod}) f ON f.plek = plek.pk WHERE {aanbod_telt}),
maand AS (SELECT * FROM ({maanden}) a UNION ALL SELECT * FROM ({oude_maanden}) b)
SELECT 'leerwerkplekken', project, 0, '', count(*) FROM plek WHERE mee GROUP BY project
UNION ALL
SELECT 'fiches', project, 0, '', count(DISTINCT pk)
  FROM plek JOIN ({fiches}) f ON f.plek = plek.pk WHERE mee AND {fiche_telt} GROUP BY project
UNION ALL
SELECT 'aanbod', project, wie, '', count(*) FROM aanbod GROUP BY project, wie
UNION ALL
SELECT 'aangeboden_plekken', project, 0, '', count(DISTINCT pk) FROM aanbod GROUP BY project
UNION ALL
SELECT 'maanden', project, count(*), '', sum(minuten)
  FROM plaatsing JOIN maand ON plaatsing = pk WHERE {maand_telt} GROUP BY project
UNION ALL
SELECT 'overleg', project, 0, '', count(*)
  FROM ({projecten}) p JOIN ({overleg}) f USING (bestuur) WHERE {overleg_telt} GROUP BY project
UNION ALL
SELECT 'maatregelen', bestuur, jaar, '', sum(plekken) FROM ({maatregelen}) m GROUP BY bestuur, jaar
UNION ALL
SELECT soort, project, na, waarheen, count(DISTINCT plaatsing)
  FROM ({evaluatie} UNION ALL {attest} UNION ALL {uitstroom} UNION ALL {opvolging}) f JOIN plaatsing ON plaatsing = pk
 WHERE telt GROUP BY soort, project, na, waarheen
"""
PLAATSINGEN = """
SELECT dag, f.tot, einde, array_agg(project)
  FROM ({plekken}) plek JOIN ({plaatsingen}) f ON f.plek = plek.pk WHERE {plaatsing_telt} GROUP BY dag, f.tot, einde
"""


class Vragen(NamedTuple):
    getallen: Bereid  # (soort, project, wie, wat, aantal)
    plaatsingen: Bereid  # (van, tot, einde, [project van elke plaatsing])
    projecten: Bereid  # `Projectrij`, op code
    plekken: Bereid  # `Plekrij`, in volgorde
    mentoren: Bereid  # `Mentorrij`
    certificaten: Bereid  # (mentor, dag)


class Projectrij(NamedTuple):
    pk: int
    bestuur_id: int
    oproep_id: int
    organisatie_id: int | None
    code: str


class Plekrij(NamedTuple):
    """De eerste plek van een mentor in een project; `kende`: of ze er op de peildatum al was."""

    mentor_id: int
    project_id: int
    kende: bool


class Mentorrij(NamedTuple):
    pk: int
    bestuur_id: int
    organisatie_id: int
    project_id: int | None


@cache
def vragen(*, toen_gekend: bool) -> Vragen:
    dag, vandaag = Gegeven("dag", DateField()), Gegeven("vandaag", DateField())
    kijk = Kijk(dag, Gegeven("einde", DateTimeField()), vandaag, toen_gekend)
    delen = _delen(kijk)
    van_bestuur = een_van("bestuur", "besturen")
    eerste = Leerwerkplek.objects.filter(van_bestuur, mentor__isnull=False).distinct("mentor_id", "project_id")
    eerste = eerste.order_by("mentor_id", "project_id", "vastgelegd_op", "pk")
    projecten = Subsidieproject.objects.filter(van_bestuur).order_by("code", "pk")
    eerste = eerste.annotate(kende=Q(vastgelegd_op__lt=kijk.einde))
    mentoren = Mentor.objects.filter(van_bestuur).order_by()
    deelnames = Deelname.objects.filter(bewijs(dag), kijk.mee(), van_bestuur).order_by()
    return Vragen(
        Bereid(GETALLEN, **delen),
        Bereid(PLAATSINGEN, **delen),
        Bereid("{p}", p=projecten.values_list(*Projectrij._fields)),
        Bereid(
            "SELECT mentor_id, project_id, kende FROM ({p}) p ORDER BY vastgelegd_op, id",
            p=eerste.values_list(*Plekrij._fields, "vastgelegd_op", "id"),
        ),
        Bereid("{m}", m=mentoren.values_list(*Mentorrij._fields)),
        Bereid("{d}", d=deelnames.values_list("mentor", "certificaat_datum")),
    )


def _delen(kijk: Kijk) -> dict[str, QuerySet | Q]:
    """Per naam in het sjabloon: welke rijen tellen, en wanneer hun dag in de periode van het project ligt.

    Welke projecten het zijn, zegt `plek`; welke besturen er te zien zijn, de databank.
    """
    van, tot, dag = (Kolom(naam, DateField()) for naam in ("plek.van", "plek.tot", "f.dag"))
    mee = kijk.mee()
    tekens = Handtekening.objects.filter(
        mee, kijk.mee("fiche__vastgelegd_op"),
        Exists(voorwaarden.verzegeld(kijk).filter(bestuur=OuterRef("bestuur"), fiche=OuterRef("fiche"))),
    )  # fmt: skip
    plekken = Leerwerkplek.objects.filter(een_van("project", "projecten"))
    altijd = ExpressionWrapper(mee or Q(pk__isnull=False), output_field=BooleanField())
    rijen: dict[str, QuerySet] = {
        "plekken": plekken.annotate(van=F("project__van"), tot=F("project__tot"), mee=altijd),
        "fiches": tekens.annotate(plek=F("fiche__leerwerkplek"), dag=F("ondertekend_op__date")),
        "plaatsingen": Plaatsing.objects.annotate(
            plek=F("leerwerkplek"), dag=F("van"), einde=voorwaarden.einde(kijk), mee=altijd
        ),
        "aanbod": Aanbod.objects.filter(mee).annotate(
            plek=F("leerwerkplek"), wie=F("glowpartner"), dag=F("aangeboden_op")
        ),
        "maanden": voorwaarden.bevestigd(kijk).annotate(plaatsing=F("staat__plaatsing"), dag=F("staat__maand")),
        "oude_maanden": voorwaarden.zonder_versie(kijk).annotate(dag=F("maand")),
        "projecten": Subsidieproject.objects.filter(een_van("pk", "projecten")).annotate(project=F("pk")),
        "overleg": voorwaarden.gehouden(kijk).annotate(dag=F("datum")),
        "maatregelen": Maatregel.objects.filter(een_van("bestuur", "besturen"), een_van("jaar", "jaren")),
    }
    for naam, feiten in overzicht.feiten(kijk.dag).items():
        rijen[naam] = feiten.filter(mee)
    maand_van, maand_tot, maand = (Kolom(n, DateField()) for n in ("plaatsing.van", "plaatsing.tot", "maand.dag"))
    return {naam: _kolommen(naam, alle) for naam, alle in rijen.items()} | {
        "fiche_telt": kijk.op_dag(dag, van, tot),
        "aanbod_telt": kijk.op_dag(dag, van, tot),
        "plaatsing_telt": kijk.op_dag(dag, van, tot) & Q(Exact(Kolom("f.mee", BooleanField()), True)),
        "maand_telt": kijk.in_maand(maand, maand_van, maand_tot),
        "overleg_telt": kijk.op_dag(dag, Kolom("p.van", DateField()), Kolom("p.tot", DateField())),
    }


KOLOMMEN = {
    "plekken": "pk project van tot mee", "fiches": "plek dag", "plaatsingen": "pk plek dag tot einde mee",
    "aanbod": "plek wie dag", "maanden": "plaatsing dag minuten", "oude_maanden": "plaatsing dag minuten",
    "projecten": "project bestuur van tot", "overleg": "bestuur dag", "maatregelen": "bestuur jaar plekken",
}  # fmt: skip
FEIT = "plaatsing soort na waarheen"


def _kolommen(naam: str, rijen: QuerySet) -> QuerySet:
    """Wat het sjabloon ervan leest. De volgorde blijft enkel waar ze kiest (de jongste versie)."""
    kolommen = KOLOMMEN.get(naam, FEIT).split()
    return (rijen if rijen.query.distinct else rijen.order_by()).values_list(*kolommen)
