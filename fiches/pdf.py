"""De pagina's van een fiche, uit de bevroren inhoud: een leeskopie, en het definitieve blad om te verzegelen."""

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documenten import verzegeld
from fiches.blad import Blad
from fiches.blad_inhoud import klaargezet, van_fiche
from fiches.models import Aanlevering, Fiche, Handtekening
from kern.banner import Banner, embleem
from kern.pdf import Bijlage, render_sjabloon

SJABLOON = "pdf/fiche.html"
BIJLAGE = "fiche.json"
CSS = ".kolom .velden th { width: 45% } .lijnen td { height: 8mm } .lijnen tr:last-child td { height: 18mm }"


def bestandsnaam(fiche: Fiche) -> str:
    """De naam zonder achtervoegsel, bijvoorbeeld `OPW-01-v1`."""
    return f"{fiche.code}-v{fiche.versie}"


def controle_adres(fiche: Fiche) -> str:
    """Waar iedereen met het blad kan nagaan of het nog geldt; dit adres staat in de QR-code."""
    return f"{settings.GD_ADRES}{reverse('verificatie', args=[fiche.token])}"


def leeskopie(fiche: Fiche, *, papier: bool = False) -> bytes:
    """PDF van wat ter ondertekening ligt, op elke pagina gemerkt, met de code van deze versie; met `papier` ook
    met een plaats om te tekenen. Fouten: kern.pdf.PdfFout."""
    blad = van_fiche(fiche)
    middag = timezone.make_aware(datetime.combine(blad.ingediend_op, time(12)))
    return _render(fiche, blad, middag, merken=["Ter ondertekening"], qr=controle_adres(fiche), papier=papier)


def definitief(fiche: Fiche, handtekening: Handtekening) -> bytes:
    """PDF met ondertekenblok en QR-code; `fiche.json` erin is byte voor byte de inhoud die ondertekend werd.

    Fouten: kern.pdf.PdfFout; ValueError als de handtekening niet over deze inhoud gaat.
    """
    if handtekening.inhoud_sha256 != fiche.inhoud_sha256:
        raise ValueError("de handtekening gaat over een andere inhoud")
    blad = van_fiche(fiche, handtekening)
    assert blad.ondertekening is not None
    merken = ["Testzegel"] if verzegeld.met_testzegel(fiche) else []
    return _render(fiche, blad, blad.ondertekening.op, merken=merken, qr=controle_adres(fiche))


def te_tekenen(fiche: Fiche, rij: Aanlevering) -> bytes:
    """PDF om met een eigen certificaat te ondertekenen; zegt zelf dat ze zonder die handtekening niet geldt."""
    blad = klaargezet(fiche, rij)
    assert blad.ondertekening is not None
    merken = ["Testzegel"] if verzegeld.met_testzegel(fiche) else []
    return _render(fiche, blad, blad.ondertekening.op, merken=merken, qr=controle_adres(fiche))


def _render(fiche: Fiche, blad: Blad, moment: datetime, *, merken: list[str], qr: str, papier: bool = False) -> bytes:
    context = {
        "blad": blad,
        "titel": f"Fiche {blad.code}: {blad.titel}",
        "bestuur": blad.bestuur,
        "voet": f"Fiche {blad.code} · versie {blad.versie} · {blad.bestuur}",
        "adres": qr,
        "papier": papier,
        "testzegel": verzegeld.met_testzegel(fiche),
    }
    return render_sjabloon(
        SJABLOON,
        context,
        banner=Banner((embleem(),), blad.banner, voorlopig=blad.voorlopige_banner) if blad.banner else None,
        moment=moment,
        bijlagen=[Bijlage(BIJLAGE, fiche.inhoud.encode(), "De inhoud van deze fiche")],
        merk=" · ".join([*merken, *(["Demogegevens"] if blad.demo else [])]),
        qr=qr,
        css=CSS,
    )
