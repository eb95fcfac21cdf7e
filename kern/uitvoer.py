"""Een lijst als werkblad (XLSX) aan de browser geven. Tekst blijft tekst: nooit een formule of een koppeling."""

from django.http import HttpResponse

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VEILIG = {  # opties voor xlsxwriter.Workbook, ook voor kern.tabel
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def antwoord(bestand: str, inhoud: bytes) -> HttpResponse:
    """De werkmap als bijlage; `bestand` zonder achtervoegsel."""
    reactie = HttpResponse(inhoud, content_type=MIME)
    reactie["Content-Disposition"] = f'attachment; filename="{bestand}.xlsx"'
    reactie["Cache-Control"] = "private, no-store"
    return reactie


def antwoord_csv(bestand: str, inhoud: bytes) -> HttpResponse:
    """Een CSV als bijlage; `bestand` zonder achtervoegsel."""
    reactie = HttpResponse(inhoud, content_type="text/csv; charset=utf-8")
    reactie["Content-Disposition"] = f'attachment; filename="{bestand}.csv"'
    reactie["Cache-Control"] = "private, no-store"
    return reactie
