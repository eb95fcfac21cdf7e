"""HTML naar PDF: PDF/A-3a én PDF/UA-1 in één bestand, elke keer dezelfde bytes, en niets dat opgehaald wordt.

De enige plek die WeasyPrint importeert. Haalt alleen `asset:…` uit het geheugen; geen net, geen bestanden.
De huisstijl staat in `kern/pdf.css` (met de klassen die een sjabloon gebruikt), de mal in `templates/pdf/basis.html`.
"""

import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import cssselect2
import pydyf
import tinyhtml5
from django.template.loader import render_to_string

from .banner import Banner, Beeld
from .pdf_geheugen import EigenKenmerken, geef_terug
from .pdf_tekst import LETTERS, schoon
from .qr import pdf_opdrachten

__all__ = [
    "BannerOntbreekt",
    "Beeld",
    "Bijlage",
    "NietOpTeHalen",
    "PdfFout",
    "render",
    "render_sjabloon",
]


@contextmanager
def _eigen_letters() -> Iterator[None]:
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


with _eigen_letters():
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.images import SVGImage
    from weasyprint.logger import LOGGER
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

geef_terug(Layout, pango, ffi.NULL)
TAAL = "nl-BE"
SLOT = Lock()  # de letters en de log zijn van het hele proces
STIJL = Path(__file__).parent / "pdf.css"
GEWICHTEN = {
    400: "DienstSans-Regular",
    600: "DienstSans-SemiBold",
    700: "DienstSans-Bold",
}
UBUNTU = "Ubuntu-derivative-Gemeenschapsdienst-Medium"
# WeasyPrint schrijft één variant; het deel van PDF/UA en de beschrijving ervan (ISO 19005-3, 6.6.2.3) komen erbij.
XMP_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class PdfFout(Exception):
    """Het document kon niet gemaakt worden zoals het hoort."""


class BannerOntbreekt(PdfFout):
    """Een document zonder logobanner wordt niet uitgegeven (bron 002)."""


class NietOpTeHalen(PdfFout):
    """Het document verwijst naar iets dat niet meegegeven is; er wordt niets opgehaald."""


@dataclass(frozen=True)
class Bijlage:
    """Een ingesloten bestand met de brongegevens (relatie Data), bv. de JSON van een fiche."""

    naam: str
    inhoud: bytes
    beschrijving: str = "Brongegevens van dit document"


def render_sjabloon(
    sjabloon: str,
    context: Mapping[str, Any],
    *,
    banner: Banner | None,
    moment: datetime,
    afbeeldingen: Mapping[str, Beeld] | None = None,
    **opties: Any,
) -> bytes:
    """Een Django-sjabloon (dat `pdf/basis.html` uitbreidt) als PDF; opties, uitkomst en fouten als `render`.

    In het sjabloon staan ook `banner` en `logo` (het beeld `afbeeldingen["logo"]`, of None).
    """
    beelden = afbeeldingen or {}
    html = render_to_string(sjabloon, {**context, "banner": banner, "logo": beelden.get("logo")})
    return render(html, banner=banner, moment=moment, afbeeldingen=beelden, **opties)


def render(
    html: str,
    *,
    banner: Banner | None,
    moment: datetime,
    css: str = "",
    afbeeldingen: Mapping[str, Beeld] | None = None,
    bijlagen: Sequence[Bijlage] = (),
    qr: str = "",
    merk: str = "",
) -> bytes:
    """`html` als PDF/A-3a en PDF/UA-1, op A4 in de huisstijl; dezelfde invoer geeft dezelfde bytes.

    In: `banner` (de beelden staan in de pagina als `asset:banner-0`, `-1`, …), `moment` (met tijdzone: de datum die het
    document draagt), `afbeeldingen` (naam → beeld, in de pagina `asset:naam`), `bijlagen` (ingesloten), `qr` (tekst van
    de code `asset:qr`), `merk` (staat bovenaan elke pagina, bv. Demogegevens). Goed gevormde XHTML gaat sneller.
    Fouten: BannerOntbreekt, NietOpTeHalen, PdfFout; ValueError bij een moment zonder tijdzone.
    """
    if moment.tzinfo is None:
        raise ValueError("moment heeft geen tijdzone")
    if banner is None or not banner.beelden:
        raise BannerOntbreekt("Dit document heeft geen logobanner. Kies een banner bij de oproep en probeer opnieuw.")
    boom = _boom(schoon(html))
    _kijk_na(boom, banner)
    _metagegevens(boom, moment)
    beelden = {
        **(afbeeldingen or {}),
        **{f"banner-{n}": beeld for n, beeld in enumerate(banner.beelden)},
    }
    tijd = moment.astimezone(UTC).replace(microsecond=0)
    insluiten = [
        Attachment(
            string=b.inhoud,
            name=b.naam,
            description=b.beschrijving,
            relationship="Data",
            created=tijd,
            modified=tijd,
        )
        for b in bijlagen
    ]
    with _geen_fouten():
        huis, letters = _huisstijl()
        ophaler = Ophaler(beelden)
        stijlen = [
            huis,
            *([_merkstijl(merk)] if merk else []),
            *([_stijl(css)] if css else []),
        ]
        return _Pagina(boom, ophaler).write_pdf(
            stylesheets=stijlen,
            font_config=letters,
            cache=_tekeningen(beelden, qr),
            attachments=insluiten,
            pdf_variant="pdf/a-3a",
            finisher=_werk_af,
        )


# --- lezen en nakijken


def _boom(html: str) -> ElementTree.Element:
    """Goed gevormde XHTML met de snelle ontleder, al de rest met die van HTML5 (zelfde uitkomst, trager)."""
    bron = re.sub(r"\A\s*<!DOCTYPE html>", "", html, flags=re.IGNORECASE)
    if "<!DOCTYPE" not in bron and "<!ENTITY" not in bron:
        try:
            return ElementTree.fromstring(bron)  # noqa: S314 - eigen sjabloon, zonder DTD
        except ElementTree.ParseError:
            logging.getLogger(__name__).info("Sjabloon is geen goed gevormde XHTML; de trage ontleder leest het.")
    return tinyhtml5.parse(html, namespace_html_elements=False)


def _kijk_na(boom: ElementTree.Element, banner: Banner) -> None:
    """De banner staat als eerste op pagina 1, met alle beelden; elk beeld heeft een alternatieve tekst."""
    boom.set("lang", boom.get("lang") or TAAL)
    lijf = boom.find("body")
    if lijf is None or boom.find("head") is None or not boom.findtext("head/title", "").strip():
        raise PdfFout("Het document heeft geen titel.")
    strook = next(iter(lijf), None)
    bronnen = [] if strook is None else [beeld.get("src") for beeld in strook.iter("img")]
    if (
        strook is None
        or "logobanner" not in strook.get("class", "").split()
        or not {f"asset:banner-{n}" for n in range(len(banner.beelden))} <= set(bronnen)
    ):
        raise BannerOntbreekt("De logobanner staat niet bovenaan dit document.")
    for beeld in boom.iter("img"):
        if not beeld.get("alt", "").strip():
            raise PdfFout(f"Het beeld {beeld.get('src', '')} heeft geen alternatieve tekst.")


def _metagegevens(boom: ElementTree.Element, moment: datetime) -> None:
    tijd = moment.astimezone(UTC).replace(microsecond=0).isoformat()
    hoofd = boom.find("head")
    assert hoofd is not None  # _kijk_na weigerde anders
    for naam in ("dcterms.created", "dcterms.modified"):
        ElementTree.SubElement(hoofd, "meta", name=naam, content=tijd)


class _Pagina(HTML):
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


# --- stijl, één keer per proces


@lru_cache(maxsize=1)
def _huisstijl() -> tuple[CSS, FontConfiguration]:
    letters = {n: Beeld((LETTERS / f"{n}.ttf").read_bytes(), "font/ttf") for n in (*GEWICHTEN.values(), UBUNTU)}
    vlakken = [("Dienst Sans", gewicht, naam) for gewicht, naam in GEWICHTEN.items()] + [("Banner", 500, UBUNTU)]
    bron = "".join(
        f"@font-face{{font-family:'{familie}';font-weight:{gewicht};src:url(asset:{naam})}}"
        for familie, gewicht, naam in vlakken
    )
    with _eigen_letters():
        instelling = FontConfiguration()
        instelling.font_features = EigenKenmerken()
        stijl = CSS(
            string=bron + STIJL.read_text("utf-8"),
            font_config=instelling,
            url_fetcher=Ophaler(letters),
        )
    return stijl, instelling


def _stijl(css: str) -> CSS:
    return CSS(string=css, base_url="asset:", font_config=_huisstijl()[1], url_fetcher=Ophaler({}))


@lru_cache(maxsize=8)
def _merkstijl(merk: str) -> CSS:
    tekst = "".join(f"\\{ord(teken):06x}" for teken in merk)
    return _stijl(
        f'@page{{@top-right{{content:"{tekst}";width:auto;height:5mm;margin:5mm 0 auto auto;padding:0 2.5mm;'
        "font:600 8.5pt/5mm 'Dienst Sans';color:#704600;background:#FFF3D6;"
        "border:.75pt solid #704600;border-radius:1mm}}"
    )


# --- tekeningen: PDF-opdrachten, één keer opgenomen, in plaats van per document een SVG lezen


class _Vlak:
    """Een platte SVG, opgenomen bij het eerste gebruik; één Form XObject per document en maat."""

    def __init__(self, svg: bytes) -> None:
        self.svg = SVGImage(_svg(svg), "asset:", Ophaler({}), None)
        self.naam = sha256(svg).hexdigest()[:8]
        self.opgenomen: dict[str, tuple[bytes, dict[str, Any]]] = {}

    def get_intrinsic_size(self, resolutie: float, letter: float) -> tuple[float, float, float]:
        return self.svg.get_intrinsic_size(resolutie, letter)

    def draw(self, stroom: Any, breedte: float, hoogte: float, stijl: Any) -> None:
        objecten, sleutel = (
            stroom._resources["XObject"],
            f"v{self.naam}-{breedte:.0f}-{hoogte:.0f}",
        )
        if sleutel not in objecten:
            groep = stroom.add_group(0, 0, breedte, hoogte)
            del objecten[groep.id]
            if sleutel not in self.opgenomen:
                self.svg.draw(groep, breedte, hoogte, stijl)
                opdrachten = b"\n".join(pydyf._to_bytes(deel) for deel in groep.stream)
                self.opgenomen[sleutel] = (
                    opdrachten,
                    dict(groep._resources["ExtGState"]),
                )
            opdrachten, toestand = self.opgenomen[sleutel]
            groep.stream[:] = [opdrachten]
            groep._resources["ExtGState"] = pydyf.Dictionary(toestand)
            objecten[sleutel] = groep
        stroom.draw_x_object(sleutel)


class _Qr:
    """Een QR-code als één pad van rechthoeken."""

    def __init__(self, tekst: str) -> None:
        self.zijde, self.opdrachten = pdf_opdrachten(tekst)

    def get_intrinsic_size(self, resolutie: float, letter: float) -> tuple[float, float, float]:
        return self.zijde, self.zijde, 1

    def draw(self, stroom: Any, breedte: float, hoogte: float, stijl: Any) -> None:
        with stroom.stacked():
            stroom.transform(breedte / self.zijde, 0, 0, hoogte / self.zijde, 0, 0)
            stroom.stream.append(self.opdrachten)


PLATTE_DELEN = {
    "svg",
    "g",
    "rect",
    "circle",
    "ellipse",
    "polygon",
    "polyline",
    "line",
    "path",
    "title",
    "desc",
}


def _svg(svg: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in svg or b"<!ENTITY" in svg:
        raise PdfFout("Een SVG met een DTD wordt niet gebruikt: bewaar het beeld zonder.")
    return ElementTree.fromstring(svg)  # noqa: S314 - zonder DTD is er niets uit te vouwen


@lru_cache(maxsize=32)
def _vlak(svg: bytes) -> _Vlak | None:
    """Alleen een SVG van vormen in volle kleuren kan zo; een verloop, tekst of beeld gaat de gewone weg."""
    plat = all(deel.tag.rpartition("}")[2] in PLATTE_DELEN for deel in _svg(svg).iter())
    return _Vlak(svg) if plat and b"url(" not in svg and b"style" not in svg and b"opacity" not in svg else None


def _tekeningen(beelden: Mapping[str, Beeld], qr: str) -> dict[str, Any]:
    """De beeldencache van één document; een gedeelde zou bij elke QR-code groeien."""
    klaar: dict[str, Any] = {"asset:qr": _Qr(qr)} if qr else {}
    for naam, beeld in beelden.items():
        vlak = _vlak(beeld.inhoud) if beeld.mime == "image/svg+xml" else None
        if vlak:
            klaar[f"asset:{naam}"] = vlak
    return klaar


# --- afwerken


_KLAAR: dict[type, type] = {}


def _klaar(soort: type) -> type:
    """pydyf rekent elk deel twee keer uit (voor de inhoud en voor /ID); deze soort houdt de uitkomst bij."""
    if soort not in _KLAAR:
        _KLAAR[soort] = type(f"Klaar{soort.__name__}", (soort,), {"data": property(lambda deel: deel.bytes)})
    return _KLAAR[soort]


def _werk_af(document: Any, pdf: Any) -> None:
    """PDF/UA in de metagegevens, elke bijlage één keer in /AF, en elk deel één keer uitgeschreven en gecomprimeerd."""
    xmp = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp.stream = [deel.replace(b"</rdf:RDF>", XMP_UA + b"</rdf:RDF>") for deel in xmp.stream]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for deel in pdf.objects:
        if deel.free == "f":  # het eerste deel van elke PDF: leeg
            continue
        uitkomst = deel.data
        deel.__class__ = _klaar(type(deel))
        deel.bytes = uitkomst


class _Verzamelaar(logging.Handler):
    """WeasyPrint meldt een mislukt beeld alleen in zijn log; hier houdt het het document tegen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.fouten: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.fouten.append(record.getMessage())


@contextmanager
def _geen_fouten() -> Iterator[None]:
    verzamelaar = _Verzamelaar()
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
