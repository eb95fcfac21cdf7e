"""De enige plek die WeasyPrint importeert: met onze letters, zonder net of bestanden.

Haalt alleen `asset:…` uit het geheugen. Een fout die het enkel in zijn log zet, houdt het document tegen.
"""

import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from xml.etree import ElementTree

import cssselect2

from kern.banner import Beeld

from .fouten import NietOpTeHalen, PdfFout
from .geheugen import geef_terug
from .tekst import LETTERS


@contextmanager
def eigen_letters() -> Iterator[None]:
    """fontconfig leest deze variabele bij het laden; een proces dat we starten (een browser), mag ze niet erven."""
    was = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(LETTERS / "fonts.conf")
    try:
        yield
    finally:
        if was is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = was


with eigen_letters():
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.images import SVGImage
    from weasyprint.logger import LOGGER
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

__all__ = [
    "CSS",
    "HTML",
    "Attachment",
    "FontConfiguration",
    "Ophaler",
    "Pagina",
    "SVGImage",
    "eigen_letters",
    "geen_fouten",
]
geef_terug(Layout, pango, ffi.NULL)
SLOT = Lock()  # de letters en de log zijn van het hele proces


class Pagina(HTML):
    """Een document uit een boom die er al is, in plaats van uit tekst, bestand of adres."""

    def __init__(self, boom: ElementTree.Element, ophaler: "Ophaler") -> None:
        self.base_url, self.url_fetcher, self.media_type = "asset:", ophaler, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(boom, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Ophaler(URLFetcher):
    """Geeft alleen wat meegegeven is; al de rest is een fout die het document tegenhoudt."""

    def __init__(self, beelden: Mapping[str, Beeld]) -> None:
        # bewust zonder super().__init__(): die maakt de handlers voor http, ftp en bestanden
        self._fail_on_errors = True
        self.beelden = beelden

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Het beeld `asset:naam`. Fouten: ValueError voor elk ander adres."""
        beeld = self.beelden.get(url.removeprefix("asset:")) if url.startswith("asset:") else None
        if beeld is None:
            raise ValueError("niet meegegeven")
        return URLFetcherResponse(url, beeld.inhoud, {"Content-Type": beeld.mime})


class Verzamelaar(logging.Handler):
    """WeasyPrint meldt een mislukt beeld alleen in zijn log; hier houdt het het document tegen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.fouten: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.fouten.append(record.getMessage())


@contextmanager
def geen_fouten() -> Iterator[None]:
    """Eén document tegelijk in dit proces. Fouten: NietOpTeHalen, en PdfFout voor alles wat WeasyPrint enkel meldt."""
    verzamelaar = Verzamelaar()
    with SLOT:
        LOGGER.addHandler(verzamelaar)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint sluit zijn kleurprofiel niet
                yield
        except FatalURLFetchingError as fout:  # een BaseException: die zou een hele worker meenemen
            raise NietOpTeHalen(f"Het document verwijst naar iets dat niet meegegeven is: {fout}") from fout
        finally:
            LOGGER.removeHandler(verzamelaar)
    if verzamelaar.fouten:
        raise PdfFout("Het document kon niet volledig gemaakt worden: " + "; ".join(verzamelaar.fouten)[:500])
