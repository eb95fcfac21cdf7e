"""Fiches van een demo: de echte stappen, genomen als de personen die het bestand noemt."""

from django.core.exceptions import PermissionDenied

from fiches import regels, stappen
from fiches.enums import Hoedanigheid, Status
from fiches.models import Fiche
from leerwerkplekken.models import Leerwerkplek
from organisaties import toegang
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap
from uitwisseling.context import MISLUKT, Context, Overgeslagen, Resultaat
from uitwisseling.rijen import Rij


def fiche(ctx: Context, rij: Rij) -> Resultaat:
    """Dient in en tekent af op `datum`. Een plek met een fiche dient niet opnieuw in; wat klaarligt wordt getekend."""
    _eis_samenhang(ctx, rij)
    plek, op = rij["leerwerkplek"], rij["datum"]
    laatste = None if ctx.nieuw else _laatste(ctx, plek)
    nieuw = laatste is None
    if laatste is None:
        laatste = stappen.indienen(toegang.als_lid(_hr(ctx)), plek, op=op)
    if rij["status"] != Status.ONDERTEKEND or laatste.status != Status.TER_ONDERTEKENING:
        return laatste, None if nieuw else []
    _onderteken(laatste, rij)
    return laatste, None if nieuw else ["status"]


def _laatste(ctx: Context, plek: Leerwerkplek) -> Fiche | None:
    fiches = Fiche.objects.filter(bestuur=ctx.bestuur, leerwerkplek=plek).exclude(
        status__in=(Status.TERUGGESTUURD, Status.INGETROKKEN)
    )
    return fiches.select_related("leerwerkplek__mentor", "mentor", "bestuur").order_by("-versie").first()


def _eis_samenhang(ctx: Context, rij: Rij) -> None:
    getekend = rij["status"] == Status.ONDERTEKEND
    redenen: list[tuple[str, str | None]] = []
    for naam in ("ondertekenaar", "hoedanigheid"):
        if getekend and rij[naam] is None:
            redenen.append((f"Een ondertekende fiche heeft een {naam}. Vul die in.", naam))
        if not getekend and rij[naam] is not None:
            redenen.append((f"Een fiche ter ondertekening heeft nog geen {naam}. Laat dit leeg.", naam))
    if rij["datum"] > ctx.uiterlijk:
        redenen.append(("Deze dag moet nog komen. Kies een dag tot en met vandaag.", "datum"))
    if redenen:
        raise Geweigerd.om(redenen)


def _onderteken(laatste: Fiche, rij: Rij) -> None:
    lid, hoedanigheid, door = rij["ondertekenaar"], rij["hoedanigheid"], toegang.als_lid(rij["ondertekenaar"])
    gelezen = laatste.inhoud_sha256
    try:
        stappen.ondertekenen(door, laatste, hoedanigheid=hoedanigheid, inhoud_sha256=gelezen, op=rij["datum"])
    except PermissionDenied as fout:
        raise Geweigerd(_waarom_niet(laatste, lid, hoedanigheid), "ondertekenaar") from fout
    except Geweigerd as geweigerd:
        if geweigerd.veld != "hoedanigheid":
            raise
        raise Geweigerd(_waarom_niet(laatste, lid, hoedanigheid), "ondertekenaar") from geweigerd


def _waarom_niet(laatste: Fiche, lid: Lidmaatschap, hoedanigheid: str) -> str:
    """De regel van het scherm (bron 000), gezegd aan wie het bestand maakte en niet aan de ondertekenaar."""
    if regels.is_mentor(laatste, lid):
        return "Dit is de mentor van de plek zelf. Laat de leidinggevende, HR of de algemeen directeur tekenen."
    if hoedanigheid == Hoedanigheid.LEIDINGGEVENDE:
        return "Dit was op die dag niet de direct leidinggevende van deze mentor. Kies de leidinggevende bij mentoren."
    label = Hoedanigheid(hoedanigheid).label
    return f"Deze persoon heeft de rol niet om te tekenen als {label}. Kies iemand anders of een andere hoedanigheid."


def _hr(ctx: Context) -> Lidmaatschap:
    """De eerste persoon met de rol hr, in de volgorde van het bestand; anders die er het langst is."""
    for rij in ctx.rijen("personen"):
        lid = ctx.register["personen"].get(rij["email"] or "")
        if lid is not None and lid is not MISLUKT and Rol.HR in lid.rollen:
            return lid
    leden = Lidmaatschap.objects.filter(bestuur=ctx.bestuur, rollen__contains=[Rol.HR]).order_by("pk")
    eerste = leden.select_related("gebruiker", "organisatie", "bestuur").first()
    if eerste is None and any(rij.afgekeurd for rij in ctx.rijen("personen")):
        raise Overgeslagen
    if eerste is None:
        raise Geweigerd(
            "Niemand heeft de rol hr om deze fiche in te dienen. Geef die rol aan een persoon.", "leerwerkplek"
        )
    return eerste
