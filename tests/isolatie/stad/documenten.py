"""Bestanden met een kanarie in hun gegevens, en de huisstijl."""

import io
from contextlib import contextmanager
from unittest.mock import patch

import pypdf

from documenten.models import Huisstijl
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from tests.isolatie.stad.soorten import Bestuur


def huisstijl(b: Bestuur) -> None:
    Huisstijl.objects.create(bestuur=b.huis.bestuur, banner_tekst="Met steun van", fonds_tekst="Europa")


def pdf(titel: str) -> bytes:
    schrijver, inhoud = pypdf.PdfWriter(), io.BytesIO()
    schrijver.add_blank_page(100, 100)
    schrijver.add_metadata({"/Title": titel})
    schrijver.write(inhoud)
    return inhoud.getvalue()


def opgeladen(titel: str) -> Opgeladen:
    return Opgeladen(pdf(titel), "application/pdf", ".pdf")


@contextmanager
def bestaand_blad():
    """Een scan openen kost een proces; hier telt enkel wie ze ziet."""
    with patch("documenten.scan.lees", lambda inhoud: Gelezen(1, ())):
        yield
