"""Wat op een vorige peildatum anders stond dan nu, uit het logboek.

De meeste feiten dragen hun eigen dag, en daarop tellen ze (besluit 1). Bij welk project of welke organisatie iets
hoort, wat de doelen van een project zijn, welk certificaat er lag: dat draagt geen dag en kan later veranderen. Daarvan
geldt wat er op de peildatum stond; van een rij die er toen nog niet was, wat er nu staat (beslissing 0034).
"""

import copy
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import ForeignKey, Model, Q
from django.utils import timezone

from leerwerkplekken.models import Aanbod, Leerwerkplek
from logboek.enums import Wat
from logboek.models import Wijziging
from mentoren.models import Deelname, Mentor
from plaatsingen.models import Maandstaat, Plaatsing
from projecten.models import Doelverdeling, Subsidieproject

KOLOMMEN: dict[type[Model], tuple[str, ...]] = {
    Leerwerkplek: ("project_id", "organisatie_id", "mentor_id", "status", "beschikbaar_van", "beschikbaar_tot"),
    Mentor: ("organisatie_id", "project_id"),
    Subsidieproject: (
        "organisatie_id", "van", "tot", "doel_leerwerkplekken", "doel_mentoren", "toegekend_bedrag",
    ),
    Doelverdeling: ("doel_leerwerkplekken", "doel_mentoren"),
    Deelname: ("aanwezig", "certificaat_id", "certificaat_datum", "certificaat_vastgelegd_op", "certificaat_vooraf"),
    Aanbod: ("antwoord", "antwoord_op"),
    Plaatsing: ("tot", "uren_per_maand", "beeindigd_op"),
    Maandstaat: ("versie",),
}  # fmt: skip
TELT_NIET = {  # hiervan verandert geen enkel getal (`tellen`), enkel wat er bij staat
    Leerwerkplek: {"organisatie_id", "status", "beschikbaar_van", "beschikbaar_tot"},
    Doelverdeling: {"doel_leerwerkplekken", "doel_mentoren"},
    Aanbod: {"antwoord", "antwoord_op"},
    Plaatsing: {"uren_per_maand"},
    Maandstaat: {"versie"},
}
ZONDER_DAG = (Mentor, Subsidieproject)  # van deze zegt enkel het logboek wanneer de rij er kwam
TELT = {model._meta.db_table: set(kolommen) - TELT_NIET.get(model, set()) for model, kolommen in KOLOMMEN.items()}
M = TypeVar("M", bound=Model)
MEE = ("organisatie_id", "mentor_id", "certificaat_id")  # waarvan het ding zelf getoond wordt


def einde(dag: date) -> datetime:
    """Het eerste ogenblik na die dag: wat ervoor geregistreerd is, was toen gekend."""
    return timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))


class Toen:
    """De oude waarden van één dag. Op vandaag is er niets te lezen en kost het niets."""

    def __init__(self, besturen: Iterable[int] = (), dag: date | None = None) -> None:
        self.einde = einde(dag) if dag else None
        self._oud: dict[str, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self._nieuw: set[tuple[str, int]] = set()
        self.verplaatst: dict[int, int] = {}  # plek → het project van toen
        self.anders_geteld: set[int] = set()  # besturen waar iets anders stond waarvan een getal afhangt
        if dag is not None and dag < timezone.localdate():
            self._lees(set(besturen))

    def _lees(self, besturen: set[int]) -> None:
        wat = Q(soort=Wat.MAAK, tabel__in=[m._meta.db_table for m in ZONDER_DAG])
        for model, kolommen in KOLOMMEN.items():
            wat |= Q(soort=Wat.WIJZIG, tabel=model._meta.db_table, oud__has_any_keys=list(kolommen))
        rijen = Wijziging.objects.filter(wat, bestuur__in=besturen, op__gte=self.einde)
        rijen = rijen.order_by("op", "pk").values_list("bestuur", "tabel", "sleutel", "oud")
        for bestuur, tabel, sleutel, oud in rijen:
            if oud is None:
                self._nieuw.add((tabel, sleutel))
                continue
            self._oud[tabel][sleutel] = oud | self._oud[tabel][sleutel]  # wat het eerst veranderde, stond er toen
            if not oud.keys().isdisjoint(TELT[tabel]):
                self.anders_geteld.add(bestuur)
        elders = [pk for pk, oud in self._oud[Leerwerkplek._meta.db_table].items() if "project_id" in oud]
        if elders:
            for plek in Leerwerkplek.objects.filter(pk__in=elders, vastgelegd_op__lt=self.einde).order_by("pk"):
                self.verplaatst[plek.pk] = self.stond(plek, "project_id")

    def kende(self, rij: Any) -> bool:
        """Of deze rij er op die dag al was."""
        if isinstance(rij, ZONDER_DAG):
            return self.kende_nummer(type(rij), rij.pk)
        return self.einde is None or rij.vastgelegd_op < self.einde

    def kende_nummer(self, model: type[Mentor | Subsidieproject], nummer: int) -> bool:
        return (model._meta.db_table, nummer) not in self._nieuw

    def stond(self, rij: Any, kolom: str) -> Any:
        """Wat er toen in die kolom stond; wat er nu staat als dat hetzelfde is, of als de rij er nog niet was."""
        oud = self._oud[rij._meta.db_table].get(rij.pk, {})
        if kolom not in oud or not self.kende(rij):
            return getattr(rij, kolom)
        return _gelezen(rij, kolom, oud[kolom])

    def anders(self, rij: Any) -> bool:
        """Of er toen iets anders stond."""
        return rij.pk in self._oud[rij._meta.db_table] and self.kende(rij)

    def zet_terug(self, rijen: Sequence[M], *kolommen: str) -> None:
        """Geeft deze rijen (van één model) in het geheugen hun waarden van toen; enkel `kolommen` als die er zijn."""
        mee: dict[str, list[M]] = defaultdict(list)
        for rij in rijen:
            if not self.anders(rij):
                continue
            for kolom in kolommen or KOLOMMEN[type(rij)]:
                if (waarde := self.stond(rij, kolom)) != getattr(rij, kolom):
                    setattr(rij, kolom, waarde)
                    mee[kolom].append(rij)
        for kolom in MEE:
            _laad(kolom.removesuffix("_id"), mee[kolom])

    def kopie(self, rij: M) -> M:
        """Deze rij zoals ze toen was; dezelfde als er niets veranderde."""
        if not self.anders(rij):
            return rij
        toen = copy.copy(rij)
        self.zet_terug([toen])
        return toen

    def van_project(self, project: Subsidieproject, pad: str = "") -> Q:
        """Rijen waarvan de plek (langs `pad`) toen bij dit project hoorde."""
        nu, plek = (f"{pad}__project", f"{pad}__in") if pad else ("project", "pk__in")
        if not self.verplaatst:
            return Q(**{nu: project})
        erbij = [pk for pk, van in self.verplaatst.items() if van == project.pk]
        return Q(**{nu: project}) & ~Q(**{plek: list(self.verplaatst)}) | Q(**{plek: erbij})


def _gelezen(rij: Model, kolom: str, waarde: Any) -> Any:
    """Een waarde uit het logboek (JSON) zoals het veld ze kent."""
    veld = next(v for v in rij._meta.concrete_fields if v.attname == kolom)
    return veld.to_python(Decimal(str(waarde)) if isinstance(waarde, float) else waarde)


def _laad(naam: str, rijen: Sequence[Model]) -> None:
    """Waar deze rijen nu naar wijzen, in één vraag."""
    if not rijen:
        return
    veld = rijen[0]._meta.get_field(naam)
    assert isinstance(veld, ForeignKey)
    gevonden = veld.related_model._default_manager.in_bulk([n for r in rijen if (n := getattr(r, veld.attname))])
    for rij in rijen:
        if nummer := getattr(rij, veld.attname):
            setattr(rij, naam, gevonden[nummer])
