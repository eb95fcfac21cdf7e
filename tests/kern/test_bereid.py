"""Een queryset die één keer vertaald wordt en daarna met andere gegevens gesteld."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import DateField, F, Q
from django.db.models.functions import TruncMonth
from django.db.models.lookups import LessThanOrEqual
from django.test.utils import CaptureQueriesContext

from kern.bereid import Bereid, Gegeven, Kolom, een_van
from projecten.models import OproepRegel

pytestmark = pytest.mark.django_db
REGELS = OproepRegel.objects.order_by("sleutel", "vanaf")


def test_elk_gegeven_krijgt_zijn_waarde_bij_het_stellen():
    gekozen = REGELS.filter(
        een_van("oproep", "oproepen"), vanaf__lte=Gegeven("dag", DateField()), sleutel__contains="%"
    )
    alle = REGELS.filter(een_van("oproep", "oproepen"), vanaf__lte=Gegeven("dag", DateField()))
    vraag, geen = (
        Bereid("{r}", r=alle.values_list("sleutel", "waarde")),
        Bereid("{r}", r=gekozen.values_list("sleutel")),
    )
    oproepen = list(OproepRegel.objects.values_list("oproep", flat=True).order_by().distinct())
    for dag in (date(2000, 1, 1), date(2023, 1, 1), date(2030, 1, 1)):
        with CaptureQueriesContext(connection) as gesteld:
            assert vraag.rijen(oproepen=oproepen, dag=dag) == list(
                REGELS.filter(oproep__in=oproepen, vanaf__lte=dag).values_list("sleutel", "waarde")
            )
        assert len(gesteld) == 2
    assert vraag.rijen(oproepen=[], dag=date(2030, 1, 1)) == [] == geen.rijen(oproepen=oproepen, dag=date(2030, 1, 1))
    with pytest.raises(KeyError, match="dag"):
        vraag.rijen(oproepen=oproepen)


def test_een_sjabloon_voegt_delen_en_voorwaarden_samen():
    """Dezelfde waarden in elk deel; een voorwaarde gaat over een kolom van het sjabloon, of over een veld."""
    dag = Gegeven("dag", DateField())
    voor = Q(LessThanOrEqual(TruncMonth(Kolom("r.vanaf", DateField())), dag)) & Q(
        LessThanOrEqual(Kolom("r.vanaf", DateField()), dag)
    )
    vraag = Bereid(
        "SELECT r.sleutel, ({aantal}) FROM ({regels}) r WHERE {voor} ORDER BY 1",
        aantal=REGELS.filter(vanaf__gt=dag).order_by().annotate(een=F("pk")).values_list("een")[:1],
        regels=REGELS.values_list("sleutel", "vanaf"),
        voor=voor,
    )
    dag_nu = date(2023, 1, 1)
    verwacht = sorted(REGELS.filter(vanaf__lte=dag_nu).values_list("sleutel", flat=True))
    assert [sleutel for sleutel, _ in vraag.rijen(dag=dag_nu)] == verwacht != []
