"""De gedeelde toestand van één import: wie, welke dag, wat er al is, wat er misging."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor, Opleiding
from mentoren.regels import leidinggevende_van
from organisaties import toegang
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur, Lidmaatschap, Organisatie, Samenwerking
from plaatsingen.models import Deelnemer, Plaatsing
from projecten.models import Oproep, Subsidieproject
from uitwisseling.fouten import Fout, redenen
from uitwisseling.omzetten import kort
from uitwisseling.rijen import Bestand, Rij
from uitwisseling.schema import SCHEMA
from uitwisseling.soorten import Lijst, Verwijzing
from uitwisseling.verslag import Verslag

MISLUKT = object()  # staat in het bestand, maar is afgekeurd: wie ernaar verwijst krijgt geen tweede fout
ENKELVOUD = {
    "organisaties": "organisatie",
    "glowpartners": "GLOW-partner",
    "personen": "personeelslid",
    "projecten": "project",
    "mentoren": "mentor",
    "opleidingen": "opleiding",
    "leerwerkplekken": "leerwerkplek",
    "deelnemers": "deelnemer",
    "plaatsingen": "plaatsing",
    "oproepen": "oproep",
}
# Uitkomst van een rij: het ding, en wat er veranderde (None: nieuw, leeg: niets).
Resultaat = tuple[Any, list[str] | None]


class Overgeslagen(Exception):
    """Deze rij hangt af van een rij die al een fout heeft."""


@dataclass
class Context:
    bestuur: Bestuur
    bestand: Bestand
    vandaag: date
    nieuw: bool  # het bestuur ontstaat met deze import
    verslag: Verslag
    demo: bool = False
    fouten: list[Fout] = field(default_factory=list)
    register: dict[str, dict[str, Any]] = field(default_factory=dict)
    rij_van: dict[tuple[str, str], Rij] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.door = toegang.installatie(self.bestuur)
        self.peildatum: date = self.bestand.peildatum
        self.uiterlijk = max(self.peildatum, self.vandaag)  # niets gebeurt later (besluit 7)
        self._laad_register()
        for lijst, schema in SCHEMA.items():
            for rij in self.rijen(lijst):
                if isinstance(sleutel := rij[schema.uniek[0]], str):
                    self.rij_van.setdefault((lijst, sleutel.lower()), rij)
        self._gemeld: set[Fout] = set()
        self._leiding_van: date | None = None
        self._leiding: dict[int, int | None] = {}
        self._aanbod: dict[tuple[str, int], date] | None = None

    @cached_property
    def wachtwoord(self) -> str:
        """De hash van het demowachtwoord, één keer berekend voor iedereen; leeg als dit geen demo is."""
        return make_password(settings.GD_DEMO_WACHTWOORD) if self.demo else ""

    def rijen(self, lijst: str) -> list[Rij]:
        return self.bestand.lijsten.get(lijst, [])

    @property
    def leiding_van(self) -> date:
        """Sinds wanneer een nieuwe leidinggevende leiding geeft: het eerste project, anders 1 januari van het jaar."""
        if self._leiding_van is None:
            projecten = Subsidieproject.objects.filter(bestuur=self.bestuur).order_by("van")
            eerste = projecten.values_list("van", flat=True).first()
            self._leiding_van = eerste or self.peildatum.replace(month=1, day=1)
        return self._leiding_van

    def leiding_van_mentor(self, mentor: Mentor) -> int | None:
        """Wie op de peildatum deze mentor leidt; na de lijst mentoren verandert dat niet meer."""
        if mentor.pk not in self._leiding:
            leiding = leidinggevende_van(mentor, self.peildatum)
            self._leiding[mentor.pk] = leiding.leidinggevende_id if leiding else None
        return self._leiding[mentor.pk]

    def aanbod_op(self, plek: Rij, partner_id: int) -> date:
        """Wanneer de plek aangeboden werd (besluit 21): de lijst aanbod zegt het, anders de vroegste van fiche, begin
        van de plek en peildatum."""
        code = plek["code"].lower()
        if self._aanbod is None:
            self._aanbod = dict(self._lees_aanbod())
        if (code, partner_id) in self._aanbod:
            return self._aanbod[code, partner_id]
        fiche = self.rij_van.get(("fiches", code))
        datums = [fiche["datum"] if fiche else None, plek["beschikbaar_van"], self.peildatum]
        return min(datum for datum in datums if datum)

    def _lees_aanbod(self) -> Iterator[tuple[tuple[str, int], date]]:
        for rij in self.rijen("aanbod"):
            partner = self.register["glowpartners"].get((rij["glowpartner"] or "").lower())
            if not rij.afgekeurd and partner is not None and partner is not MISLUKT:
                yield (rij["leerwerkplek"].lower(), partner.pk), rij["datum"]

    def _laad_register(self) -> None:
        def van(model: type[Model], *mee: str):
            return model._default_manager.filter(bestuur=self.bestuur).select_related(*mee).order_by("pk")

        samen = van(Samenwerking, "glowpartner")
        leden = van(Lidmaatschap, "gebruiker", "organisatie", "bestuur")
        mentoren = van(Mentor, "lidmaatschap__gebruiker", "organisatie", "bestuur")
        plaatsingen = van(Plaatsing, "leerwerkplek__project__oproep", "leerwerkplek__mentor", "deelnemer")
        self.register = {
            "oproepen": {o.code.lower(): o for o in Oproep.objects.order_by("pk")},
            "organisaties": {o.code.lower(): o for o in van(Organisatie)},
            "glowpartners": {s.code.lower(): s.glowpartner for s in samen},
            "personen": {lid.gebruiker.email: lid for lid in leden},
            "projecten": {p.code.lower(): p for p in van(Subsidieproject, "oproep", "organisatie")},
            "mentoren": {m.lidmaatschap.gebruiker.email: m for m in mentoren},
            "opleidingen": {o.code.lower(): o for o in van(Opleiding)},
            "leerwerkplekken": {
                p.code.lower(): p for p in van(Leerwerkplek, "project__oproep", "organisatie", "mentor", "bestuur")
            },
            "deelnemers": {d.code.lower(): d for d in van(Deelnemer, "glowpartner")},
            "plaatsingen": {p.code.lower(): p for p in plaatsingen},
        }

    # --- fouten

    def fout(self, rij: Rij, sleutel: str | None, wat: str, doe: str) -> None:
        if sleutel not in SCHEMA[rij.lijst].sleutels:
            sleutel = SCHEMA[rij.lijst].uniek[0]
        rij.afgekeurd = True
        nieuw = Fout(rij.lijst, rij.nummer, sleutel, wat, doe, kort(rij.ruw.get(sleutel)))
        if nieuw not in self._gemeld:
            self._gemeld.add(nieuw)
            self.fouten.append(nieuw)

    def weiger(self, rij: Rij, geweigerd: Geweigerd) -> None:
        for wat, doe, veld in redenen(geweigerd):
            self.fout(rij, veld, wat, doe)

    # --- rijen

    def verwerk(self, rij: Rij, functie: Callable[["Context", Rij], Resultaat]) -> None:
        """Eén rij, met haar eigen savepoint: een fout maakt de volgende rijen niet ongeldig."""
        with self.rij(rij):
            if rij.afgekeurd:
                raise Overgeslagen
            self.los_op(rij)
            with transaction.atomic():
                ding, gewijzigd = functie(self, rij)
            self.onthoud(rij, ding)
            self.verslag.tel(rij.lijst, rij.nummer, self.naam(rij), gewijzigd)

    @contextmanager
    def rij(self, rij: Rij) -> Iterator[None]:
        """Vangt op wat er in deze rij misgaat: een fout erbij, en wie naar haar verwijst wordt overgeslagen."""
        try:
            yield
        except Overgeslagen:
            self.onthoud(rij, MISLUKT)
        except Geweigerd as geweigerd:
            self.weiger(rij, geweigerd)
            self.onthoud(rij, MISLUKT)

    def naam(self, rij: Rij) -> str:
        return " ".join(kort(rij.ruw.get(naam)) for naam in SCHEMA[rij.lijst].uniek).strip()

    def onthoud(self, rij: Rij, ding: Any) -> None:
        naam = SCHEMA[rij.lijst].uniek[0]
        sleutel = rij.ruw.get(naam)
        if rij.lijst in self.register and isinstance(sleutel, str) and ding is not None:
            self.register[rij.lijst][sleutel.strip().lower()] = ding

    def los_op(self, rij: Rij) -> None:
        """Vervangt elke verwijzing door het ding zelf; `Geweigerd` noemt wat er niet is, allemaal."""
        onbekend: list[tuple[str, str | None]] = []
        mislukt = False
        for naam, sleutel in SCHEMA[rij.lijst].sleutels.items():
            waarde, soort = rij[naam], sleutel.soort
            veel = isinstance(soort, Lijst)
            soort = soort.van if isinstance(soort, Lijst) else soort
            if waarde is None or not isinstance(soort, Verwijzing):
                continue
            dingen = [self._zoek(soort, code) for code in (waarde if veel else [waarde])]
            codes = waarde if veel else [waarde]
            onbekend += [
                (_onbekend(soort, code), naam) for code, ding in zip(codes, dingen, strict=True) if ding is None
            ]
            mislukt = mislukt or any(ding is MISLUKT for ding in dingen)
            rij.waarden[naam] = dingen if veel else dingen[0]
        if onbekend:
            raise Geweigerd.om(onbekend)
        if mislukt:
            raise Overgeslagen

    def _zoek(self, soort: Verwijzing, code: str) -> Any:
        if code.lower() in soort.ook:
            return code.lower()
        return self.register[soort.lijst].get(code.lower())


def _onbekend(soort: Verwijzing, code: str) -> str:
    ding = ENKELVOUD[soort.lijst]
    doe = f"Voeg toe bij {soort.lijst} of verbeter deze waarde." if soort.lijst in SCHEMA else "Verbeter deze waarde."
    return f"Er is geen {ding} “{code}”. {doe}"
