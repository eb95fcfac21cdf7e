"""Mentoren met hun leidinggevende, opleidingen en deelnames."""

from datetime import date

from logboek.stappen import schrijf
from mentoren import stappen
from mentoren.models import Deelname, Mentor, Opleiding
from mentoren.regels import leidinggevende_van
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from uitwisseling.context import Context, Resultaat
from uitwisseling.lijsten import gewoon
from uitwisseling.rijen import Rij


def mentor(ctx: Context, rij: Rij) -> Resultaat:
    lid, leiding = rij["email"], rij["leidinggevende"]
    gevonden = ctx.register["mentoren"].get(lid.gebruiker.email)
    if gevonden is None:
        nieuw = stappen.maak_mentor(
            ctx.door,
            lid,
            organisatie=rij["organisatie"],
            dienst=rij["dienst"] or "",
            leidinggevende=leiding,
            vanaf=ctx.leiding_van,
        )
        _rollen_opnieuw(lid, leiding)
        return nieuw, None
    velden = {"dienst": gevonden.dienst} | gewoon.waarden(Mentor, rij, "organisatie", "dienst")
    if gewijzigd := gewoon.verschillen(gevonden, velden):
        stappen.wijzig_mentor(ctx.door, gevonden, **velden)
    if leiding is not None and _zet_leiding(ctx, gevonden, leiding):
        gewijzigd.append("leidinggevende")
    return gevonden, gewijzigd


def _zet_leiding(ctx: Context, gevonden: Mentor, leiding: Lidmaatschap) -> bool:
    huidig = leidinggevende_van(gevonden, ctx.peildatum)
    if huidig and huidig.leidinggevende_id == leiding.pk:
        return False
    stappen.zet_leiding(ctx.door, gevonden, leiding, vanaf=ctx.peildatum if huidig else ctx.leiding_van)
    _rollen_opnieuw(leiding)
    return True


def _rollen_opnieuw(*leden: Lidmaatschap | None) -> None:
    """De stap kan iemand een rol bijgegeven hebben: wie later als die persoon handelt, heeft ze nodig."""
    for lid in leden:
        if lid is not None:
            lid.refresh_from_db(fields=["rollen"])


def opleiding(ctx: Context, rij: Rij) -> Resultaat:
    gevonden = ctx.register["opleidingen"].get(rij["code"].lower())
    velden = gewoon.waarden(Opleiding, rij, "titel", "aanbieder", "datum", "uren")
    if gevonden is None:
        return stappen.maak_opleiding(ctx.door, ctx.bestuur, code=rij["code"], **velden), None
    return gewoon.bewaar(ctx, Opleiding, {"code__iexact": rij["code"]}, velden)


def deelname(ctx: Context, rij: Rij) -> Resultaat:
    opleiding, mentor = rij["opleiding"], rij["mentor"]
    rijen = Deelname.objects.filter(bestuur=ctx.bestuur, opleiding=opleiding, mentor=mentor)
    gevonden = None if ctx.nieuw else rijen.select_related("opleiding").first()
    aanwezig = rij["aanwezig"] if rij["aanwezig"] is not None else True
    datum: date | None = rij["certificaat_datum"]
    if datum and not aanwezig:
        raise Geweigerd("Wie afwezig was, krijgt geen certificaat. Laat de datum leeg.", "certificaat_datum")
    if gevonden is None:
        nieuw = stappen.registreer_deelname(ctx.door, opleiding, mentor, aanwezig=aanwezig, certificaat_datum=datum)
        return nieuw, None
    return gevonden, _wijzig(ctx, gevonden, rij, aanwezig)


def _wijzig(ctx: Context, gevonden: Deelname, rij: Rij, aanwezig: bool) -> list[str]:
    velden = {"aanwezig": aanwezig} | gewoon.waarden(Deelname, rij, "certificaat_datum")
    datum = velden.get("certificaat_datum", gevonden.certificaat_datum)
    if datum and datum < gevonden.opleiding.datum:
        raise Geweigerd(
            "Het certificaat kan niet van voor de opleiding zijn. Kies een latere datum.", "certificaat_datum"
        )
    gewijzigd = gewoon.verschillen(gevonden, velden)
    if "certificaat_datum" in gewijzigd and gevonden.certificaat_id:
        raise Geweigerd(
            "Het certificaat is al opgeladen met een andere datum. Laad het nieuwe op bij de mentor.",
            "certificaat_datum",
        )
    if gewijzigd:
        with grenzen():
            for veld in gewijzigd:
                setattr(gevonden, veld, velden[veld])
            gevonden.save(update_fields=gewijzigd)
            schrijf(ctx.door, "deelname.gewijzigd", gevonden, velden=gewijzigd)
    return gewijzigd
