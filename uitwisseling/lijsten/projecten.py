"""Subsidieprojecten en wat errond ligt: andere maatregelen, overeenkomsten, prospecten, beleidsdoelen, overleg."""

from organisaties.isolatie import Geweigerd
from projecten.enums import Met
from projecten.models import Beleidsdoel, Maatregel, Overeenkomst, Overleg, Prospect, Subsidieproject
from uitwisseling.context import Context, Resultaat
from uitwisseling.lijsten import gewoon
from uitwisseling.rijen import Rij


def project(ctx: Context, rij: Rij) -> Resultaat:
    sleutels = ("oproep", "titel", "organisatie", "van", "tot", "doel_leerwerkplekken", "doel_mentoren",
                "toegekend_bedrag", "inleiding", "doelgroep", "acties", "achtergrond", "contact",
                "publiek")  # fmt: skip
    velden = gewoon.waarden(Subsidieproject, rij, *sleutels)
    return gewoon.bewaar(ctx, Subsidieproject, {"code__iexact": rij["code"]}, velden)


def maatregel(ctx: Context, rij: Rij) -> Resultaat:
    uitvoerder = rij["uitvoerder"]
    zoek = {"soort": rij["soort"], "jaar": rij["jaar"]}
    zoek |= {"uitvoerder": uitvoerder} if uitvoerder else {"uitvoerder__isnull": True}
    return gewoon.bewaar(ctx, Maatregel, zoek, gewoon.waarden(Maatregel, rij, "plekken", "doel"))


def _met(rij: Rij) -> dict:
    """`met` is een GLOW-partner of een van de vaste woorden."""
    if isinstance(rij["met"], str):
        return {"met": rij["met"], "glowpartner__isnull": True}
    return {"met": Met.GLOW, "glowpartner": rij["met"]}


def samenwerking(ctx: Context, rij: Rij) -> Resultaat:
    if rij["met"] in (Met.WIJK_WERKEN, Met.ANDERE):
        raise Geweigerd("Een overeenkomst is met een GLOW-partner of met VDAB. Kies een van beide.", "met")
    velden = gewoon.waarden(Overeenkomst, rij, "tot", "onderwerp")
    return gewoon.bewaar(ctx, Overeenkomst, {**_met(rij), "van": rij["van"]}, velden)


def prospect(ctx: Context, rij: Rij) -> Resultaat:
    velden = gewoon.waarden(Prospect, rij, "soort", "status", "datum", "opmerking")
    return gewoon.bewaar(ctx, Prospect, {"organisatie_naam__iexact": rij["organisatie_naam"]}, velden)


def beleidsdoel(ctx: Context, rij: Rij) -> Resultaat:
    zoek = {naam: rij[naam] for naam in ("doel", "actie", "indicator", "jaar")}
    return gewoon.bewaar(ctx, Beleidsdoel, zoek, gewoon.waarden(Beleidsdoel, rij, "streefcijfer", "realisatie", "bron"))


def overleg(ctx: Context, rij: Rij) -> Resultaat:
    if rij["datum"] > ctx.uiterlijk:
        raise Geweigerd("Dit overleg moet nog komen. Neem het op zodra het geweest is.", "datum")
    zoek = {**_met(rij), "datum": rij["datum"], "onderwerp": rij["onderwerp"]}
    return gewoon.bewaar(ctx, Overleg, zoek, gewoon.waarden(Overleg, rij, "verslag"))
