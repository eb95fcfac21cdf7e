"""Een document ophalen. Documenten hebben geen eigen URL: de app die ze bezit kijkt na wie ze mag zien."""

from django.http import FileResponse

from documenten import opslag
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
