"""Wat er in een bewijspakket gaat: elk bestand onder zijn naam. Enkel wat telt (selecties) komt erin."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from documenten.huisstijl import Stijl
from documenten.models import Document
from kern.tabel import Tabel, als_csv
from organisaties.enums import Tekenwijze
from organisaties.models import Bestuur
from projecten.models import Subsidieproject
from rapportage import doelverdeling, tabellen, urenstaten
from rapportage.cijfers import Cijfers
from rapportage.selecties import TellendeMaand

SCHEMA = "gemeenschapsdienst-bewijspakket/1"


@dataclass(frozen=True)
class Inhoud:
    """Alles wat gelezen is, in één transactie. Enkel `te_maken` vraagt de databank nog eens.

    `bewijzen`: naam in het pakket → document; `te_maken`: naam → versie (pk) van een urenstaat die er nog niet is.
    """

    project: Subsidieproject
    bestuur: Bestuur
    stijl: Stijl
    cijfers: Cijfers
    tabellen: list[Tabel]
    bewijzen: dict[str, Document]
    te_maken: dict[str, int]
    coordinatie: str = ""

    @property
    def naam(self) -> str:
        delen = (veilige_naam(self.bestuur.slug), veilige_naam(self.project.code))
        return f"{'-'.join(delen)}-{self.cijfers.peiling.peildatum.isoformat()}-bewijspakket.zip"


def veilige_naam(code: str) -> str:
    """Een code als deel van een bestandsnaam: ASCII, zonder schuine strepen."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", code) or "x"


def verzamel(cijfers: Cijfers, bestuur: Bestuur, stijl: Stijl, coordinatie: str = "") -> Inhoud:
    bewijzen: dict[str, Document] = {}
    for f in cijfers.fiches:
        bewijzen[f"fiches/{veilige_naam(f.plek.code)}-v{f.fiche.versie}.pdf"] = f.document
    for t in cijfers.certificaten:
        achtervoegsel = Path(t.document.bestand).suffix
        bewijzen[f"mentoren/{veilige_naam(t.mentor.code)}-certificaat{achtervoegsel}"] = t.document
    scans = [f for f in cijfers.fiches if f.scan]
    for f in scans:
        assert f.scan is not None
        achtervoegsel = Path(f.scan.bestand).suffix
        bewijzen[f"scans/{veilige_naam(f.plek.code)}-v{f.fiche.versie}{achtervoegsel}"] = f.scan
    if len(bewijzen) != len(cijfers.fiches) + len(cijfers.certificaten) + len(scans):
        raise ValueError("twee bewijsstukken met dezelfde naam")  # codes zijn uniek en al veilig als naam (besluit 20)
    maanden = {_naam_van_urenstaat(m): versie for m, versie in urenstaten.versies(cijfers.maandstaten)}
    if len(maanden) != len(cijfers.maandstaten):
        raise ValueError("twee urenstaten met dezelfde naam")
    er_al = urenstaten.bestaande(maanden.values())
    bewijzen |= {naam: er_al[versie] for naam, versie in maanden.items() if versie in er_al}
    te_maken = {naam: versie for naam, versie in maanden.items() if versie not in er_al}
    return Inhoud(cijfers.project, bestuur, stijl, cijfers, tabellen.alle(cijfers), bewijzen, te_maken, coordinatie)


def _naam_van_urenstaat(m: TellendeMaand) -> str:
    return f"urenstaten/{veilige_naam(m.plaatsing.code)}-{m.maand:%Y-%m}-v{m.versie}.pdf"


def gegevens(inhoud: Inhoud, moment: datetime) -> dict[str, bytes]:
    """De CSV's en pakket.json: elk getal van het rapport en de codes erachter."""
    uit = {
        (f"gegevens/{tabel.naam}.csv" if tabel.naam != "afwijkingen" else "afwijkingen.csv"): als_csv(tabel)
        for tabel in inhoud.tabellen
    }
    uit["gegevens/pakket.json"] = json.dumps(_pakket(inhoud, moment), ensure_ascii=False, indent=2).encode()
    return uit


KIJK = (
    "Zoals gekend toen het pakket gemaakt werd: elk feit telt op zijn eigen datum,"
    " ook als het pas na de peildatum geregistreerd werd. Het rapport noemt wat later geregistreerd is."
)


def _pakket(inhoud: Inhoud, moment: datetime) -> dict:
    c, project = inhoud.cijfers, inhoud.project
    return {
        "schema": SCHEMA,
        "demo": inhoud.bestuur.is_demo,
        "gemaakt_op": timezone.localtime(moment).isoformat(),
        "peildatum": c.peiling.peildatum.isoformat(),
        "kijk": KIJK,
        "bestuur": {"slug": inhoud.bestuur.slug, "naam": inhoud.bestuur.naam, "nis_code": inhoud.bestuur.nis_code},
        "project": {
            "code": project.code,
            "titel": project.titel,
            "oproep": project.oproep.code,
            "van": project.van.isoformat(),
            "tot": project.tot.isoformat(),
            "toegekend_bedrag": f"{project.toegekend_bedrag:.2f}",
        },
        "cijfers": {
            "leerwerkplekken": {"resultaat": c.plekken.resultaat, "doel": c.plekken.doel},
            "mentoren": {"resultaat": c.mentoren.resultaat, "doel": c.mentoren.doel},
            "aangeboden_leerwerkplekken": c.aangeboden_plekken,
            "aanbiedingen": len(c.aanbod),
            "glowpartners": c.partners,
            "plaatsingen": len(c.plaatsingen),
            "bevestigde_maanden": len(c.maandstaten),
            "bevestigde_minuten": c.bevestigde_minuten,
            "overleg": len(c.overleg),
            "per_organisatie": [
                {
                    "organisatie": d.organisatie,
                    "leerwerkplekken": {"resultaat": d.plekken.resultaat, "doel": d.plekken.doel},
                    "mentoren": {"resultaat": d.mentoren.resultaat, "doel": d.mentoren.doel},
                }
                for d in doelverdeling.delen(c)
            ],
            "niet_verdeeld": dict(zip(("leerwerkplekken", "mentoren"), doelverdeling.rest(c), strict=True)),
            "alles_of_niets": f"{c.alles_of_niets:.2f}",
            "naar_rato": f"{c.naar_rato:.2f}",
        },
        "codes": {
            "leerwerkplekken": [f.plek.code for f in c.fiches],
            "mentoren": [t.mentor.code for t in c.certificaten],
            "papier_voor_ingebruikname": {
                "leerwerkplekken": [f.plek.code for f in c.fiches if f.handtekening.wijze == Tekenwijze.VOORAF],
                "mentoren": [t.mentor.code for t in c.certificaten if t.deelname.certificaat_vooraf],
            },
            "plaatsingen": [p.code for p in c.plaatsingen],
            "urenstaten": [_naam_van_urenstaat(m) for m in c.maandstaten],
            "ontbreekt": [{"soort": a.soort, "code": a.code, "reden": a.reden} for a in c.ontbrekend],
            "kanttekeningen": [{"soort": a.soort, "code": a.code, "reden": a.reden} for a in c.kanttekeningen],
        },
    }
