"""Een document ophalen. Documenten hebben geen eigen URL: de app die ze bezit kijkt na wie ze mag zien."""

from django.http import FileResponse, Http404, HttpResponse

from documenten import opslag, scan
from documenten.models import Document

TONEN = {
    "application/pdf",
    "image/png",
    "image/jpeg",
}  # wat een browser zonder risico zelf toont


def antwoord(document: Document, *, bijlage: bool = False) -> FileResponse:
    """Het bestand als antwoord; `bijlage` laat de browser het bewaren."""
    toon = document.mime in TONEN and not bijlage
    reactie = FileResponse(
        opslag.open_(document),
        as_attachment=not toon,
        filename=document.naam,
        content_type=document.mime,
    )
    reactie["Cache-Control"] = "private, no-store"
    reactie["X-Content-Type-Options"] = "nosniff"
    stijl = "; style-src 'unsafe-inline'" if toon else ""  # de PDF-lezer van de browser zelf
    reactie["Content-Security-Policy"] = f"sandbox; default-src 'none'{stijl}; frame-ancestors 'none'"
    return reactie


def scanblad(document: Document | None, blad: int, bladen: int) -> HttpResponse:
    """Eén bladzijde van een scan als beeld: een pagina mag geen PDF insluiten. Http404 als ze er niet is."""
    if document is None or not 1 <= blad <= bladen:
        raise Http404
    try:
        beeld = scan.toon(opslag.lees(document), blad)
    except scan.Onleesbaar as fout:
        raise Http404 from fout
    reactie = HttpResponse(beeld, content_type="image/jpeg")
    reactie["Cache-Control"] = "private, max-age=600"
    return reactie
