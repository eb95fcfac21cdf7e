"""Waarom een document er niet komt."""


class PdfFout(Exception):
    """Het document kon niet gemaakt worden zoals het hoort."""


class BannerOntbreekt(PdfFout):
    """Een document zonder logobanner wordt niet uitgegeven (bron 002)."""


class NietOpTeHalen(PdfFout):
    """Het document verwijst naar iets dat niet meegegeven is; er wordt niets opgehaald."""
