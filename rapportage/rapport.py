"""Het ESF-rapport van één project op een peildatum: als PDF en als werkmap, uit dezelfde tabellen."""

from collections.abc import Sequence
from datetime import date, datetime

from documenten.huisstijl import Stijl
from kern.banner import Banner, embleem
from kern.opmaak import datum_kort, datum_woord
from kern.pdf import render_sjabloon
from kern.tabel import Tabel, als_xlsx
from projecten.models import Subsidieproject

SMAL = {"Versie", "Resultaat", "Doel", "Minuten", "Uren per maand"}
NIET_OP_PAPIER = {"Inhoud-sha256", "Document-sha256", "Zegel"}  # staat in de werkmap en de CSV


def titel(project: Subsidieproject) -> str:
    return f"ESF-rapport {project.code}"


def pdf(project: Subsidieproject, peildatum: date, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    """Het rapport als PDF/A. Fouten: kern.pdf.PdfFout, ook als de banner ontbreekt (bron 002)."""
    regels = tuple(regel for regel in (stijl.banner_tekst, stijl.fonds_tekst) if regel)
    return render_sjabloon(
        "pdf/rapport.html",
        {
            "titel": titel(project),
            "project": project,
            "peildatum": peildatum,
            "bestuur": stijl.bestuur_naam,
            "voet": f"{titel(project)} · peildatum {datum_woord(peildatum)} · {stijl.bestuur_naam}",
            "tabellen": [_op_papier(tabel) for tabel in tabellen],
        },
        banner=Banner((embleem(),), regels, voorlopig=stijl.voorlopig) if stijl.banner_tekst else None,
        moment=moment,
        merk="Demogegevens" if stijl.demo else "",
    )


def _op_papier(tabel: Tabel) -> dict:
    houd = [k for k, kop in enumerate(tabel.koppen) if kop not in NIET_OP_PAPIER]
    koppen = [tabel.koppen[k] for k in houd]
    return {
        "titel": tabel.titel,
        "uitleg": tabel.uitleg,
        "koppen": [{"tekst": kop, "getal": kop in SMAL} for kop in koppen],
        "rijen": [[{"tekst": _cel(rij[k]), "getal": tabel.koppen[k] in SMAL} for k in houd] for rij in tabel.rijen],
        "breed": len(koppen) > 6,
    }


def _cel(waarde: object) -> str:
    if waarde is None or waarde == "":
        return "–"
    return datum_kort(waarde) if isinstance(waarde, date) else str(waarde)


def xlsx(project: Subsidieproject, peildatum: date, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    voorblad = [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        *(["Demogegevens: niets in dit bestand is echt."] if stijl.demo else []),
        f"{titel(project)}: {project.titel}",
        f"{stijl.bestuur_naam} · peildatum {datum_woord(peildatum)}",
        f"Periode van het project: {datum_woord(project.van)} tot en met {datum_woord(project.tot)}",
    ]
    return als_xlsx(titel(project), voorblad, tabellen, moment)
