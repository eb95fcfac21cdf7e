"""Het logboek in woorden: wie, wat, van welke waarde naar welke. Namen komen er pas hier bij, in één vraag.

Wat het logboek verzwijgt, blijft verzwegen: "wijzigde toelichting". Een deelnemer heet hier altijd zijn code.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Field, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from beheer.models import Uitnodiging
from beheer.woordenboek import DADEN, HET, LABELS, MAAKTE, TECHNISCH, VERWIJDERDE
from documenten.models import Document
from evaluaties.models import Attest, Competentiescore, Evaluatie, Opvolging, Uitstroom
from fiches.models import Fiche, Tekenronde
from kandidaten.models import Kandidatuur
from kern import opmaak
from leerwerkplekken.models import (
    Aanbod,
    Aanbodronde,
    Aanbodvraag,
    Functiesjabloon,
    Leerwerkplek,
    Partnerafspraak,
    PlanVanAanpak,
    Werkafspraak,
)
from logboek.enums import Wat
from logboek.models import Gebeurtenis, Wijziging
from logboek.schema import gelogde_modellen
from mentoren.models import Deelname, Leiding, Mentor, Opleiding
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie, Plaatsvervanging
from plaatsingen.models import Deelnemer, Maandstaat, Onderbreking, Plaatsing, Prestatie
from projecten.models import (
    Actiepunt,
    Beleidsdoel,
    Contactmoment,
    Doelverdeling,
    Genodigde,
    Maatregel,
    Oproep,
    Overeenkomst,
    Overleg,
    Prospect,
    Regieactie,
    Regiegemeente,
    SocialeOpdracht,
    Subsidieproject,
)
from rapportage.models import Bewijspakket, Rapport

INSTALLATIE = "de installatie"
LEEG = "leeg"
# Hoe een ding heet: de zin, en de velden die erin komen.
NAMEN: dict[type[Model], tuple[str, ...]] = {
    Gebruiker: ("{} {}", "voornaam", "naam"),
    Lidmaatschap: ("{} {}", "gebruiker__voornaam", "gebruiker__naam"),
    Bestuur: ("{}", "naam"),
    Organisatie: ("{}", "naam"),
    GlowPartner: ("{}", "naam"),
    Mentor: ("mentor {}", "code"),
    Leiding: ("leiding van mentor {}", "mentor__code"),
    Opleiding: ("opleiding {}", "code"),
    Deelname: ("opleiding {}", "opleiding__code"),
    Oproep: ("oproep {}", "code"),
    Subsidieproject: ("project {}", "code"),
    Doelverdeling: ("deel van {} in de doelen", "organisatie__naam"),
    Leerwerkplek: ("leerwerkplek {}", "code"),
    PlanVanAanpak: ("plan van aanpak van {}", "leerwerkplek__code"),
    Werkafspraak: ("werkafspraken van {} met {}", "leerwerkplek__code", "glowpartner__naam"),
    Partnerafspraak: ("standaardafspraken met {}", "glowpartner__naam"),
    Functiesjabloon: ("sjabloon {}", "pk"),
    Aanbodronde: ("keer {} van een aanbod", "keer"),
    Aanbodvraag: ("vraag over {}", "aanbod__leerwerkplek__code"),
    Aanbod: ("aanbod van {} aan {}", "leerwerkplek__code", "glowpartner__naam"),
    Deelnemer: ("deelnemer {}", "code"),
    Kandidatuur: ("kandidatuur van {} voor {}", "deelnemer__code", "leerwerkplek__code"),
    Plaatsing: ("plaatsing {}", "code"),
    Prestatie: ("uren van {}", "datum"),
    Onderbreking: ("onderbreking vanaf {}", "van"),
    Maandstaat: ("maandstaat {} van {}", "maand", "plaatsing__deelnemer__code"),
    Evaluatie: ("{}evaluatie van {}", "moment", "plaatsing__deelnemer__code"),
    Competentiescore: ("competentie {}", "volgorde"),
    Attest: ("attest versie {} van {}", "versie", "plaatsing__deelnemer__code"),
    Uitstroom: ("uitstroom van {}", "plaatsing__deelnemer__code"),
    Opvolging: ("opvolging na {} maanden van {}", "maanden", "plaatsing__deelnemer__code"),
    Fiche: ("fiche {} versie {}", "leerwerkplek__code", "versie"),
    Tekenronde: ("tekenronde {}", "pk"),
    Document: ("bestand {}", "pk"),
    Overleg: ("overleg van {}", "datum"),
    Genodigde: ("genodigde {}", "pk"),
    Actiepunt: ("actiepunt {}", "pk"),
    Overeenkomst: ("overeenkomst vanaf {}", "van"),
    Prospect: ("prospect {}", "pk"),
    Maatregel: ("maatregel {}", "jaar"),
    Beleidsdoel: ("beleidsdoel {}", "jaar"),
    Regieactie: ("actie {}", "jaar"),
    Regiegemeente: ("gemeente {}", "pk"),
    SocialeOpdracht: ("sociale opdracht {}", "jaar"),
    Contactmoment: ("contact op {}", "datum"),
    Rapport: ("ESF-rapport op {}", "peildatum"),
    Bewijspakket: ("bewijspakket {} op {}", "project__code", "peildatum"),
    Plaatsvervanging: ("plaatsvervanging van {} {}", "voor__gebruiker__voornaam", "voor__gebruiker__naam"),
    Uitnodiging: ("uitnodiging {}", "pk"),
}


def _tabellen() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in gelogde_modellen()}


def per_label(label: str) -> type[Model] | None:
    """Het model bij 'fiches.fiche'; None als het er niet meer is."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def soortnaam(model: type[Model]) -> str:
    return LABELS.get(model._meta.model_name or "", str(model._meta.verbose_name))


def _met_lidwoord(model: type[Model]) -> str:
    return f"{'het' if model._meta.model_name in HET else 'de'} {soortnaam(model)}"


class Namen:
    """Eerst alles vragen (`vraag`), dan één query bij het eerste gebruik. Wat weg is heet "verwijderd"."""

    def __init__(self) -> None:
        self._nodig: dict[type[Model], set[int]] = defaultdict(set)
        self._gekend: dict[tuple[type[Model], int], str] = {}

    def vraag(self, model: type[Model] | None, pk: int | None) -> None:
        if model in NAMEN and pk is not None:
            self._nodig[model].add(pk)

    def vraag_wijziging(self, regel: Wijziging) -> None:
        """Alles wat de zin over deze wijziging kan noemen."""
        self.vraag(Gebruiker, regel.gebruiker_id)
        model = _tabellen().get(regel.tabel)
        if model is None:
            return
        self.vraag(model, regel.sleutel)
        for waarden in (regel.oud, regel.nieuw):
            for kolom, waarde in (waarden or {}).items():
                veld = _velden(model).get(kolom)
                if veld is not None and isinstance(waarde, int):
                    self.vraag(_doel(veld), waarde)

    def noem(self, model: type[Model] | None, pk: int) -> str:
        self._haal()
        if model is None:
            return f"nummer {pk}"
        if model not in NAMEN:
            return f"{soortnaam(model)} {pk}"
        return self._gekend.get((model, pk), f"{soortnaam(model)} (verwijderd)")

    def wie(self, gebruiker_id: int | None) -> str:
        return INSTALLATIE if gebruiker_id is None else self.noem(Gebruiker, gebruiker_id)

    def _haal(self) -> None:
        """Alle gevraagde namen in één query: elk soort als (plaats, nummer, eerste veld, tweede veld), als tekst."""
        modellen = list(self._nodig)
        if not modellen:
            return
        eerste, *rest = (self._namen_van(plaats, model) for plaats, model in enumerate(modellen))
        for plaats, pk, *waarden in eerste.union(*rest, all=True).order_by("soortnummer", "nummer"):
            vorm, *velden = NAMEN[modellen[plaats]]
            delen = [_los(naam, waarde) for naam, waarde in zip(velden, waarden, strict=False)]
            self._gekend[modellen[plaats], pk] = vorm.format(*delen)
        self._nodig.clear()

    def _namen_van(self, plaats: int, model: type[Model]) -> QuerySet:
        _, eerste, *tweede = NAMEN[model]
        return (
            model._default_manager.filter(pk__in=self._nodig[model])
            .order_by()
            .annotate(
                soortnummer=Value(plaats),
                nummer=F("pk"),
                een=Cast(eerste, TextField()),
                twee=Cast(tweede[0], TextField()) if tweede else Value(""),
            )
            .values_list("soortnummer", "nummer", "een", "twee")
        )


def _los(naam: str, tekst: str) -> str:
    """Een datum uit een naam in woorden; de rest blijft."""
    if naam in ("maand", "datum", "peildatum", "van"):
        dag = date.fromisoformat(tekst)
        return opmaak.maand(dag) if naam == "maand" else opmaak.datum_woord(dag)
    return tekst


def _velden(model: type[Model]) -> dict[str, Field]:
    return {veld.column: veld for veld in model._meta.local_concrete_fields}


def _doel(veld: Field) -> type[Model] | None:
    doel = veld.related_model
    return doel if isinstance(doel, type) else None


def label(model: type[Model], kolom: str) -> str:
    """Hoe een kolom heet voor een mens; een kolom die niet meer bestaat houdt haar naam."""
    veld = _velden(model).get(kolom)
    if veld is None:
        return kolom.removesuffix("_id").replace("_", " ")
    return LABELS.get(veld.name, str(veld.verbose_name))


def waarde(model: type[Model], kolom: str, ruw: Any, namen: Namen) -> str:
    """Een waarde uit het logboek zoals een mens ze leest: 4 maart 2025, 7,5 u, € 14.793,69, mentor M001."""
    if ruw is None or ruw == "" or ruw == []:
        return LEEG
    if isinstance(ruw, bool):
        return "ja" if ruw else "nee"
    veld = _velden(model).get(kolom)
    if veld is None:
        return str(ruw)
    if (doel := _doel(veld)) is not None:
        return namen.noem(doel, ruw)
    if isinstance(ruw, list):
        keuzes = dict(getattr(veld, "base_field", veld).flatchoices or ())
        return opmaak.opsomming(keuzes.get(deel, deel) for deel in ruw)
    if veld.choices:
        return str(dict(veld.flatchoices).get(ruw, ruw))
    return _vorm(veld)(ruw)


def _vorm(veld: Field) -> Callable[[Any], str]:
    soort, naam = veld.get_internal_type(), veld.name
    if soort == "DateTimeField":
        return lambda ruw: opmaak.tijdstip(datetime.fromisoformat(ruw))
    if soort == "DateField":
        return lambda ruw: _los("maand" if naam == "maand" else "datum", ruw)
    if soort == "TimeField":
        return lambda ruw: ruw[:5]
    if naam.endswith("bedrag"):
        return opmaak.euro
    if naam.startswith("minuten") or naam.endswith("minuten"):
        return opmaak.uren
    if soort == "DecimalField":
        return lambda ruw: str(ruw).replace(".", ",")
    return opmaak.kbo if naam == "kbo_nummer" else str


def zinnen(regel: Wijziging, namen: Namen, *, met_ding: bool = False) -> list[str]:
    """Wat er met één rij gebeurde, in werkwoorden: "wijzigde uren per maand van 48 naar 64".

    `met_ding` noemt erbij over welk onderdeel het gaat, voor wie de geschiedenis van het geheel leest.
    """
    model = _tabellen().get(regel.tabel)
    if model is None:
        return [f"{Wat(regel.soort).label}: {regel.tabel} {regel.sleutel}"]
    if regel.soort == Wat.WIJZIG:
        kind = met_ding and bool(model.logboek_onder) and model in NAMEN
        erbij = f" ({namen.noem(model, regel.sleutel)})" if kind else ""
        return [f"{zin}{erbij}" for zin in _gewijzigd(regel, model, namen)]
    if regel.soort == Wat.BEGIN:
        return [f"begon het logboek; {_met_lidwoord(model)} stond er al"]
    if regel.soort == Wat.MAAK:
        vorm, rij = MAAKTE.get(regel.tabel, f"maakte {_met_lidwoord(model)} aan"), regel.nieuw or {}
    else:
        vorm, rij = VERWIJDERDE.get(regel.tabel, f"verwijderde {_met_lidwoord(model)}"), regel.oud or {}
    if regel.tabel == Prestatie._meta.db_table and not rij.get("minuten"):
        vorm = vorm.replace("{minuten}", "een dag zonder uren")
    return [vorm.format_map(_Rij({kolom: waarde(model, kolom, ruw, namen) for kolom, ruw in rij.items()}))]


class _Rij(dict[str, str]):
    """Een oude regel kan een kolom missen die er nu is: ook dan komt er een zin."""

    def __missing__(self, kolom: str) -> str:
        return "…"


def _gewijzigd(regel: Wijziging, model: type[Model], namen: Namen) -> Iterator[str]:
    oud, nieuw = regel.oud or {}, regel.nieuw or {}
    bekend = [k for k in _velden(model) if k in nieuw and not (k in TECHNISCH and len(nieuw) > 1)]
    for kolom in bekend + sorted(set(nieuw) - set(_velden(model))):
        van, naar = (waarde(model, kolom, rij.get(kolom), namen) for rij in (oud, nieuw))
        wat = label(model, kolom)
        if van == LEEG:
            yield f"vulde {wat} in: {naar}"
        elif naar == LEEG:
            yield f"maakte {wat} leeg; het was {van}"
        else:
            yield f"wijzigde {wat} van {van} naar {naar}"
    if regel.verzwegen:
        yield f"wijzigde {opmaak.opsomming(label(model, kolom) for kolom in regel.verzwegen)}"


def daad_zin(regel: Gebeurtenis) -> str:
    """Een daad in woorden, met de velden of de stap als die erbij staan."""
    zin = DADEN.get(regel.wat, regel.wat.replace(".", " ").replace("_", " "))
    model, gegevens = per_label(regel.ding), regel.gegevens
    if model and isinstance(gegevens.get("velden"), list):
        velden = {veld.name: veld for veld in model._meta.local_concrete_fields}
        namen = [LABELS.get(v, str(velden[v].verbose_name) if v in velden else v) for v in gegevens["velden"]]
        return f"{zin}: {opmaak.opsomming(namen)}"
    return zin


def vraag_alles(namen: Namen, regels: Iterable[Any]) -> None:
    """Voor regels van eender welk boek."""
    for regel in regels:
        if isinstance(regel, Wijziging):
            namen.vraag_wijziging(regel)
        else:
            namen.vraag(Gebruiker, regel.gebruiker_id)
            namen.vraag(per_label(regel.ding), regel.sleutel)
