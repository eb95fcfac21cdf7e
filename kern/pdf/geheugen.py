"""Wat WeasyPrint 70 bij elke regel tekst vergeet terug te geven aan Pango, zodra een stijl letterkenmerken heeft.

`Layout.setup` maakt per tekst een lijst van kenmerken die niemand loslaat, en een kenmerk dat het daarna niet gebruikt
(`setdefault` rekent zijn tweede argument altijd uit). Met `font-variant-numeric` op het hele blad is dat zo'n 70 KB per
fiche, onzichtbaar voor Python. Hier krijgt elke lijst haar eigen kenmerk en gaat ze weg met haar tekst.
"""

from typing import Any


class EigenKenmerken(dict[bytes, Any]):
    """Onthoudt niets: elke lijst bezit haar kenmerk, en ruimt het mee op."""

    def setdefault(self, sleutel: bytes, kenmerk: Any = None) -> Any:
        return kenmerk


def geef_terug(layout: type, pango: Any, niets: Any) -> None:
    """Laat elke nieuwe `layout` haar lijst loslaten; enkel bij een instelling met `EigenKenmerken`.

    Bij een gewone instelling blijft alles wat het was: daar delen de lijsten één kenmerk.
    """
    vorige = layout.setup  # type: ignore[attr-defined]  # de klasse van WeasyPrint heeft geen types

    def setup(zelf: Any, stijl: Any) -> None:
        vorige(zelf, stijl)
        if isinstance(stijl.font_config.font_features, EigenKenmerken):
            lijst = pango.pango_layout_get_attributes(zelf.layout)
            if lijst != niets:
                pango.pango_attr_list_unref(lijst)

    layout.setup = setup  # type: ignore[attr-defined]
