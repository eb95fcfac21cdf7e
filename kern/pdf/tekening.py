"""Tekeningen als PDF-opdrachten, één keer opgenomen, in plaats van per document een SVG te lezen."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pydyf

from kern.banner import Beeld
from kern.qr import pdf_opdrachten

from .fouten import PdfFout
from .motor import Ophaler, SVGImage

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


class Vlak:
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


class Qr:
    """Een QR-code als één pad van rechthoeken."""

    def __init__(self, tekst: str) -> None:
        self.zijde, self.opdrachten = pdf_opdrachten(tekst)

    def get_intrinsic_size(self, resolutie: float, letter: float) -> tuple[float, float, float]:
        return self.zijde, self.zijde, 1

    def draw(self, stroom: Any, breedte: float, hoogte: float, stijl: Any) -> None:
        with stroom.stacked():
            stroom.transform(breedte / self.zijde, 0, 0, hoogte / self.zijde, 0, 0)
            stroom.stream.append(self.opdrachten)


def _svg(svg: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in svg or b"<!ENTITY" in svg:
        raise PdfFout("Een SVG met een DTD wordt niet gebruikt: bewaar het beeld zonder.")
    return ElementTree.fromstring(svg)  # noqa: S314 - zonder DTD is er niets uit te vouwen


@lru_cache(maxsize=32)
def _vlak(svg: bytes) -> Vlak | None:
    """Alleen een SVG van vormen in volle kleuren kan zo; een verloop, tekst of beeld gaat de gewone weg."""
    plat = all(deel.tag.rpartition("}")[2] in PLATTE_DELEN for deel in _svg(svg).iter())
    return Vlak(svg) if plat and b"url(" not in svg and b"style" not in svg and b"opacity" not in svg else None


def tekeningen(beelden: Mapping[str, Beeld], qr: str) -> dict[str, Any]:
    """De beeldencache van één document; een gedeelde zou bij elke QR-code groeien."""
    klaar: dict[str, Any] = {"asset:qr": Qr(qr)} if qr else {}
    for naam, beeld in beelden.items():
        vlak = _vlak(beeld.inhoud) if beeld.mime == "image/svg+xml" else None
        if vlak:
            klaar[f"asset:{naam}"] = vlak
    return klaar
