"""Het attest als PDF op één blad, uit de bevroren inhoud."""

import json
from datetime import datetime, time
from pathlib import Path

from django.utils import timezone

from documenten import verzegeld
from evaluaties.blad import van_inhoud
from evaluaties.models import Attest
from kern.banner import Banner, embleem
from kern.pdf import render_sjabloon

CSS = Path(__file__).with_name("attest.css").read_text(encoding="utf-8")


def bestandsnaam(attest: Attest) -> str:
    """De naam onder wie een attest bewaard wordt: de code van de plaatsing, nooit de naam van de deelnemer."""
    return f"attest-{attest.plaatsing.code}-v{attest.versie}.pdf"


def render(attest: Attest) -> bytes:
    """Fouten: kern.pdf.PdfFout, ook zonder banner (bron 002)."""
    blad = van_inhoud(json.loads(attest.inhoud))
    testzegel = verzegeld.met_testzegel(attest)
    return render_sjabloon(
        "pdf/attest.html",
        {
            "blad": blad,
            "titel": f"Attest van {blad.naam}",
            "bestuur": blad.bestuur,
            "voet": f"Attest van {blad.naam[:80]} · {blad.bestuur[:60]}",
            "testzegel": testzegel,
        },
        banner=Banner((embleem(),), blad.banner, voorlopig=blad.voorlopige_banner) if blad.banner else None,
        moment=timezone.make_aware(datetime.combine(blad.opgemaakt_op, time(12))),
        css=CSS,
        merk=" · ".join([*(["Testzegel"] if testzegel else []), *(["Demogegevens"] if blad.demo else [])]),
    )
