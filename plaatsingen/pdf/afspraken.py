"""De werkafspraken (het stageplan) van een plaatsing op papier, om te ondertekenen. Wordt niet bewaard."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from documenten.huisstijl import Stijl
from kern import opmaak
from kern.pdf import render_sjabloon
from leerwerkplekken.werkafspraken import met as werkafspraken_met
from mentoren.regels import leidinggevende_van
from plaatsingen.models import Plaatsing, Werkdag
from projecten.regels import grenzen

CSS = (
    ".tekenen td { border-bottom: 0; padding: 1mm 6mm 3mm 0 }"
    " .tekenen .ruimte { height: 20mm; margin: 0 0 .8mm } .kolom .velden th { width: 38% }"
)
DAGEN = ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag")


@dataclass(frozen=True)
class Veld:
    label: str
    stukken: list[str]


def bestandsnaam(plaatsing: Plaatsing) -> str:
    return f"werkafspraken-{plaatsing.code}.pdf"


def werkafspraken(plaatsing: Plaatsing, stijl: Stijl, moment: datetime) -> bytes:
    """PDF/A van hoogstens enkele bladzijden. Fouten: kern.pdf.PdfFout, ook als de banner ontbreekt (bron 002)."""
    plek = plaatsing.leerwerkplek
    titel = f"Werkafspraken {plaatsing.code}"
    context = {
        "titel": titel,
        "bestuur": stijl.bestuur_naam,
        "voet": f"{titel} · {stijl.bestuur_naam} · opgemaakt op {opmaak.datum_woord(moment)}",
        "plaatsing": plaatsing,
        "plek": plek,
        "plan": plek.plan,
        "veilig": [
            Veld(label, [", ".join(lijst)])
            for label, lijst in (("Let op voor", plek.plan.risicos), ("Draag", plek.plan.beschermingsmiddelen))
            if lijst
        ],
        "komen": [
            Veld(label, tekst.splitlines())
            for label, tekst in (("Met de bus", plek.plan.bus), ("Met de fiets", plek.plan.fiets))
            if tekst
        ],
        "werkafspraken": werkafspraken_met(plek, plaatsing.glowpartner),
        "wie": _wie(plaatsing),
        "wanneer": _wanneer(plaatsing),
        "uurrooster": [_rij(w) for w in plaatsing.werkdagen.all()],
        "bellen": _bellen(plaatsing),
        "tekenen": _tekenen(plaatsing, stijl),
    }
    return render_sjabloon(
        "pdf/werkafspraken.html",
        context,
        banner=stijl.banner(),
        moment=moment,
        css=CSS,
        merk="Demogegevens" if stijl.demo else "",
    )


def _wie(plaatsing: Plaatsing) -> list[Veld]:
    plek, deelnemer = plaatsing.leerwerkplek, plaatsing.deelnemer
    velden = [
        Veld("Deelnemer", [deelnemer.volledige_naam]),
        Veld("GLOW-partner", [plaatsing.glowpartner.naam]),
        Veld("Organisatie", [" · ".join(deel for deel in (plek.organisatie.naam, plek.dienst) if deel)]),
        Veld("Plaats van het werk", [plek.waar or "Dat spreek je af met je mentor"]),
        Veld("Mentor", [plek.mentor.naam if plek.mentor else "Nog te bepalen"]),
    ]
    if plek.met_begeleider:
        velden.append(Veld("Werkplekbegeleider", [", ".join(deel for deel in plek.begeleiding if deel)]))
    if plaatsing.vervangend_mentor:
        velden.append(Veld("Vervangende mentor", [plaatsing.vervangend_mentor.naam]))
    return velden


def _wanneer(plaatsing: Plaatsing) -> list[Veld]:
    van, tot = opmaak.datum_woord(plaatsing.van), opmaak.datum_woord(plaatsing.einde)
    maximum = grenzen(plaatsing.leerwerkplek.project.oproep, plaatsing.van).waarde("minuten_per_maand_max")
    return [
        Veld("Periode", [f"{van} tot en met {tot}"]),
        Veld("Langer kan tot", [f"{opmaak.datum_woord(plaatsing.uiterste_tot)}: hoogstens zes maanden"]),
        Veld("Uren", [f"{plaatsing.uren_per_maand} uur per maand. Nooit meer dan {maximum // 60} uur in een maand."]),
    ]


def _rij(werkdag: Werkdag) -> tuple[str, str, str, str]:
    dag, uren = DAGEN[werkdag.weekdag - 1], opmaak.uren(werkdag.minuten)
    if werkdag.van is None or werkdag.tot is None:
        return dag, "in overleg", "", uren
    pauze = f"{werkdag.pauze_minuten} min" if werkdag.pauze_minuten else "geen"
    return dag, f"{opmaak.tijd(werkdag.van)} tot {opmaak.tijd(werkdag.tot)}", pauze, uren


def _bellen(plaatsing: Plaatsing) -> list[Veld]:
    """Wie de deelnemer belt: de trajectbegeleider, en de leidinggevende als de mentor er niet is."""
    delen = [plaatsing.begeleider_naam, plaatsing.begeleider_telefoon, plaatsing.begeleider_email]
    velden = [Veld("Trajectbegeleider", [deel for deel in delen if deel] or ["Wordt nog meegedeeld"])]
    mentor = plaatsing.leerwerkplek.mentor
    leiding = leidinggevende_van(mentor, timezone.localdate()) if mentor else None
    if leiding:
        velden.append(Veld("Leidinggevende van de mentor", [leiding.leidinggevende.gebruiker.volledige_naam]))
    return velden


def _tekenen(plaatsing: Plaatsing, stijl: Stijl) -> list[tuple[str, str]]:
    mentor = plaatsing.leerwerkplek.mentor
    return [
        ("De deelnemer", plaatsing.deelnemer.volledige_naam),
        ("De mentor", mentor.naam if mentor else ""),
        (f"Voor {stijl.bestuur_naam}", ""),
        (f"Voor {plaatsing.glowpartner.naam}", plaatsing.begeleider_naam),
    ]
