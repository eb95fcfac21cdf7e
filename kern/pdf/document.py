"""Van sjabloon of HTML tot de bytes van een document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string

from kern.banner import Banner, Beeld

from .afwerking import werk_af
from .boom import dateer, kijk_na, lees
from .fouten import BannerOntbreekt
from .motor import Attachment, Ophaler, Pagina, geen_fouten
from .stijl import huisstijl, merkstijl, stijlblad
from .tekening import tekeningen
from .tekst import schoon


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
    boom = lees(schoon(html))
    kijk_na(boom, banner)
    dateer(boom, moment)
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
    with geen_fouten():
        huis, letters = huisstijl()
        ophaler = Ophaler(beelden)
        stijlen = [
            huis,
            *([merkstijl(merk)] if merk else []),
            *([stijlblad(css)] if css else []),
        ]
        return Pagina(boom, ophaler).write_pdf(
            stylesheets=stijlen,
            font_config=letters,
            cache=tekeningen(beelden, qr),
            attachments=insluiten,
            pdf_variant="pdf/a-3a",
            finisher=werk_af,
        )
