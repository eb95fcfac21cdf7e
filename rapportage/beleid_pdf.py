"""Het beleid van een jaar op één A4 voor de raad: PDF/A, getagd, met logobanner. Wat niet past, zegt het blad."""

from datetime import datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from documenten.huisstijl import Stijl
from kern.opmaak import datum_woord
from kern.pdf import PdfFout, render_sjabloon
from rapportage.beleid import Jaarbeeld

CSS = (
    ".w5{width:5%}.w10{width:10%}.w12{width:12%}.w13{width:13%}.w15{width:15%}.w20{width:20%}.w25{width:25%}.w30{width:30%}.w35{width:35%}"
    ".w40{width:40%}.w50{width:50%}h2{margin:3mm 0 1mm}table{margin-bottom:2mm}"
    ".num{text-align:right}.rooster .num{padding-right:4mm}"
    ".rooster{font-size:8.75pt}.dicht .rooster{font-size:7.5pt}.dicht p{font-size:8pt;margin:0 0 1mm}"
    ".dicht h2{font-size:10pt;margin:2mm 0 .5mm}"
    ".rooster td,.rooster th{padding-right:2mm}.nummer{font-variant-numeric:tabular-nums}"
)
# Van ruim naar krap: (dichte letter, hoogstens zoveel doelen, zoveel rijen in de andere tabellen)
PROEVEN = ((False, 12, 8), (True, 12, 6), (True, 6, 3))
RUIM = 16  # met meer rijen past de ruime letter zeker niet
TEKENS = 70  # in de dichte vorm is een tekst hoogstens zo lang


def pdf(beeld: Jaarbeeld, stijl: Stijl, dag: datetime) -> bytes:
    """Eén blad. Fouten: `PdfFout`, ook als de banner ontbreekt (bron 002)."""
    rijen = sum(map(len, (beeld.doelen, beeld.maatregelen, beeld.acties, beeld.opdrachten)))
    for proef in PROEVEN[rijen > RUIM :]:
        inhoud = _render(beeld, stijl, dag, *proef)
        if len(PdfReader(BytesIO(inhoud)).pages) == 1:
            return inhoud
    raise PdfFout("Dit past niet op één blad. Kort de namen van doelen en acties in.")


def _render(beeld: Jaarbeeld, stijl: Stijl, moment: datetime, dicht: bool, doelen: int, rijen: int) -> bytes:
    titel = f"Lokaal sociaal beleid: werk in {beeld.jaar}"
    # wat niet gehaald is gaat voor: dat is waarover de raad wil spreken
    op_volgorde = sorted(beeld.doelen, key=lambda d: d.gehaald is not False)[:doelen]
    context: dict[str, Any] = {
        "titel": titel,
        "bestuur": stijl.bestuur_naam,
        "voet": f"{titel} · stand op {datum_woord(moment)} · {stijl.bestuur_naam}",
        "b": beeld,
        "vorig": beeld.jaar - 1,
        "dag": moment,
        "dicht": dicht,
        "tekens": TEKENS if dicht else 200,
        "doelen": sorted(op_volgorde, key=lambda d: (d.rij.doel, d.rij.actie, d.indicator)),
        "doelen_over": len(beeld.doelen) - len(op_volgorde),
        "acties": beeld.acties[:rijen],
        "acties_over": max(len(beeld.acties) - rijen, 0),
        "opdrachten": beeld.opdrachten[:rijen],
        "opdrachten_over": max(len(beeld.opdrachten) - rijen, 0),
        "maatregelen": beeld.maatregelen[: rijen + 2],
        "maatregelen_over": max(len(beeld.maatregelen) - rijen - 2, 0),
    }
    return render_sjabloon(
        "pdf/beleid.html",
        context,
        banner=stijl.banner(),
        moment=moment,
        css=CSS,
        merk="Demogegevens" if stijl.demo else "",
    )
