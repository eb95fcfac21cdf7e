"""Deelnemers, plaatsingen en maandstaten."""

from organisaties.isolatie import Geweigerd
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Deelnemer, Maandstaat, Plaatsing
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import plaatsing as stappen
from plaatsingen.stappen import wijziging
from uitwisseling.context import Context, Overgeslagen, Resultaat
from uitwisseling.fouten import redenen
from uitwisseling.rijen import Rij

VAN_DEELNEMER = ("uitkeringsgerechtigd", "werkzoekend_sinds", "intensieve_begeleiding", "indicatoren")
PERIODE = ("leerwerkplek", "van", "tot", "uren_per_maand")


def deelnemer(ctx: Context, rij: Rij) -> Resultaat:
    velden = {naam: rij[naam] for naam in ("voornaam", "naam", "glowpartner", *VAN_DEELNEMER[:3])}
    gevonden = ctx.register["deelnemers"].get(rij["code"].lower())
    if gevonden is None:
        indicatoren = rij["indicatoren"] or []
        velden |= {"code": rij["code"], "indicatoren": indicatoren}
        return stappen.registreer_deelnemer(ctx.door, ctx.bestuur, **velden), None
    indicatoren = (rij["indicatoren"] or []) if rij.heeft("indicatoren") else None
    gewijzigd = wijziging.wijzig_deelnemer(ctx.door, gevonden, indicatoren=indicatoren, **velden)
    return Deelnemer.objects.get(pk=gevonden.pk) if gewijzigd else gevonden, gewijzigd


def plaatsing(ctx: Context, rij: Rij) -> Resultaat:
    try:
        return _plaatsing(ctx, rij)
    except Geweigerd as geweigerd:
        _wijs_toe(ctx, rij, geweigerd)
        raise Overgeslagen from geweigerd


def _plaatsing(ctx: Context, rij: Rij) -> Resultaat:
    gevonden: Plaatsing | None = ctx.register["plaatsingen"].get(rij["code"].lower())
    velden = {naam: rij[naam] for naam in PERIODE}
    gewijzigd: list[str] | None
    if gevonden is None:
        gevonden, gewijzigd = stappen.plaats(ctx.door, rij["deelnemer"], code=rij["code"], **_plek(velden)), None
    else:
        if gevonden.deelnemer_id != rij["deelnemer"].pk:
            raise Geweigerd("Een plaatsing krijgt nooit een andere deelnemer. Gebruik een nieuwe code.", "deelnemer")
        gewijzigd = wijziging.wijzig_plaatsing(ctx.door, gevonden, **velden)
    reden = rij["einde_reden"]
    if reden and (gevonden.einde_reden, gevonden.beeindigd_op) != (reden, rij["tot"]):
        gevonden = stappen.beeindig(ctx.door, gevonden, op=rij["tot"], reden=reden)
        gewijzigd = None if gewijzigd is None else [*gewijzigd, "einde_reden"]
    if gewijzigd:
        gevonden = Plaatsing.objects.select_related("leerwerkplek__project__oproep", "leerwerkplek__mentor").get(
            pk=gevonden.pk
        )
    return gevonden, gewijzigd


def _plek(velden: dict) -> dict:
    return {"plek" if naam == "leerwerkplek" else naam: waarde for naam, waarde in velden.items()}


def _wijs_toe(ctx: Context, rij: Rij, geweigerd: Geweigerd) -> None:
    """Een voorwaarde waaraan de persoon niet voldoet staat op de rij van de deelnemer, als die in het bestand staat."""
    persoon = ctx.rij_van.get(("deelnemers", rij["deelnemer"].code.lower()))
    for wat, doe, veld in redenen(geweigerd):
        if veld not in VAN_DEELNEMER:
            ctx.fout(rij, veld, wat, doe)
        elif persoon is None:
            ctx.fout(rij, "deelnemer", wat, doe)
        else:
            ctx.fout(persoon, veld, f"{wat.rstrip('.')} (plaatsing {rij['code']}, start {rij['van']:%d/%m/%Y}).", doe)
            rij.afgekeurd = True


def maandstaat(ctx: Context, rij: Rij) -> Resultaat:
    """Doorsturen en bevestigen op die dag, door de echte stappen; een maand gaat door een import nooit terug open."""
    plaatsing, status = rij["plaatsing"], rij["status"]
    rijen = Maandstaat.objects.filter(bestuur=ctx.bestuur, plaatsing=plaatsing, maand=rij["maand"])
    staat = rijen.select_related("plaatsing").first()
    volgorde = [MaandStatus.OPEN, MaandStatus.DOORGESTUURD, MaandStatus.BEVESTIGD]
    if volgorde.index(status) <= (volgorde.index(staat.status) if staat else 0):
        return staat, []
    op = rij["datum"]
    if op is None or not rij["maand"] <= op <= ctx.uiterlijk:
        raise Geweigerd(
            f"Een maandstaat die {status} is, heeft een datum vanaf die maand tot vandaag. Vul ze in.", "datum"
        )
    nieuw = staat is None
    staat = maandstappen.doorsturen(ctx.door, plaatsing, rij["maand"], op=op)
    if status == MaandStatus.BEVESTIGD:
        staat = maandstappen.bevestigen(ctx.door, staat, op=op)
    return staat, None if nieuw else ["status"]
