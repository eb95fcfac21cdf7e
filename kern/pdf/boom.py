"""De bladzijde als boom: gelezen, nagekeken, en met de datum die het document draagt."""

import logging
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import tinyhtml5

from kern.banner import Banner

from .fouten import BannerOntbreekt, PdfFout

TAAL = "nl-BE"


def lees(html: str) -> ElementTree.Element:
    """Goed gevormde XHTML met de snelle ontleder, al de rest met die van HTML5 (zelfde uitkomst, trager)."""
    bron = re.sub(r"\A\s*<!DOCTYPE html>", "", html, flags=re.IGNORECASE)
    if "<!DOCTYPE" not in bron and "<!ENTITY" not in bron:
        try:
            return ElementTree.fromstring(bron)  # noqa: S314 - eigen sjabloon, zonder DTD
        except ElementTree.ParseError:
            logging.getLogger(__name__).info("Sjabloon is geen goed gevormde XHTML; de trage ontleder leest het.")
    return tinyhtml5.parse(html, namespace_html_elements=False)


def kijk_na(boom: ElementTree.Element, banner: Banner) -> None:
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


def dateer(boom: ElementTree.Element, moment: datetime) -> None:
    """Het moment als datum van maken en wijzigen, in UTC."""
    tijd = moment.astimezone(UTC).replace(microsecond=0).isoformat()
    hoofd = boom.find("head")
    assert hoofd is not None  # kijk_na weigerde anders
    for naam in ("dcterms.created", "dcterms.modified"):
        ElementTree.SubElement(hoofd, "meta", name=naam, content=tijd)
