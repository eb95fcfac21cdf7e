"""Leerwerkplekken met hun plan, en het aanbod aan GLOW-partners."""

from datetime import date
from typing import Any

from leerwerkplekken import stappen
from leerwerkplekken.models import Aanbod, Leerwerkplek
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner
from uitwisseling.context import Context, Resultaat
from uitwisseling.lijsten import gewoon
from uitwisseling.rijen import Rij

VELDEN = ("functie", "organisatie", "dienst", "adres", "taken", "competenties", "uren_per_maand", "mentor", "project",
          "beschikbaar_van", "beschikbaar_tot", "additioneel", "additioneel_toelichting", "uurrooster",
          "vereisten", "leerdoelen", "begeleider", "begeleider_naam", "begeleider_functie")  # fmt: skip
PLAN = ("werkafspraken", "onthaal", "veiligheid", "informatie", "risicos", "beschermingsmiddelen", "bus", "fiets",
        "taalniveau", "geschikt", "geschikt_toelichting")  # fmt: skip


def leerwerkplek(ctx: Context, rij: Rij) -> Resultaat:
    _eis_leidinggevende(ctx, rij)
    velden = gewoon.waarden(Leerwerkplek, rij, *VELDEN)
    plek = ctx.register["leerwerkplekken"].get(rij["code"].lower())
    if plek is None:
        plek, gewijzigd = stappen.maak(ctx.door, ctx.bestuur, code=rij["code"], **velden), None
    elif gewijzigd := gewoon.verschillen(plek, velden):
        plek = stappen.wijzig(ctx.door, plek, **velden)
    delen = [*_plan(ctx, plek, rij), *_bied_aan(ctx, plek, rij)]
    return plek, None if gewijzigd is None else gewijzigd + delen


def _eis_leidinggevende(ctx: Context, rij: Rij) -> None:
    """Wordt niet bewaard bij de plek: ze is die van de mentor, en het bestand moet hetzelfde zeggen (besluit 4)."""
    verwacht, mentor = rij["leidinggevende"], rij["mentor"]
    if verwacht is None:
        return
    if mentor is None:
        raise Geweigerd("Er is geen mentor om leiding aan te geven. Vul de mentor in.", "mentor")
    if ctx.leiding_van_mentor(mentor) != verwacht.pk:
        raise Geweigerd(
            "Dit is niet de direct leidinggevende van deze mentor. Gebruik dezelfde als bij mentoren.", "leidinggevende"
        )


def _plan(ctx: Context, plek: Leerwerkplek, rij: Rij) -> list[str]:
    """Eigen teksten gaan voor de standaard; het plan blijft *standaard* tot iemand het nakijkt."""
    velden = {naam: rij[naam] for naam in PLAN if rij[naam]}
    gewijzigd = gewoon.verschillen(plek.plan, velden) if velden else []
    if gewijzigd:
        stappen.bewaar_plan(ctx.door, plek, nagekeken=False, **velden)
        plek.__dict__.pop("plan", None)
    return gewijzigd


def _bied_aan(ctx: Context, plek: Leerwerkplek, rij: Rij) -> list[str]:
    """Eén aanbod per partner (besluit 21); wat al aangeboden is houdt zijn datum."""
    partners: list[GlowPartner] = rij["glowpartners"] or []
    rijen = Aanbod.objects.filter(bestuur=ctx.bestuur, leerwerkplek=plek)
    gedaan = set() if ctx.nieuw else set(rijen.values_list("glowpartner", flat=True))
    nieuw = [partner for partner in partners if partner.pk not in gedaan]
    for partner in nieuw:
        stappen.bied_aan(ctx.door, plek, partner, op=ctx.aanbod_op(rij, partner.pk))
    return ["glowpartners"] if nieuw else []


def aanbod(ctx: Context, rij: Rij) -> Resultaat:
    """Een aanbod met zijn eigen datum en antwoord; de datum van het antwoord kent het formaat niet."""
    plek, partner, op = rij["leerwerkplek"], rij["glowpartner"], rij["datum"]
    if op > ctx.uiterlijk:
        raise Geweigerd("Deze dag moet nog komen. Vul de dag in waarop je de plek aanbood.", "datum")
    gevonden = Aanbod.objects.filter(bestuur=ctx.bestuur, leerwerkplek=plek, glowpartner=partner).first()
    nieuw = gevonden is None
    gevonden = gevonden or stappen.bied_aan(ctx.door, plek, partner, op=op)
    velden: dict[str, Any] = {"aangeboden_op": op}
    if rij["antwoord"] and rij["antwoord"] != gevonden.antwoord:
        velden |= {"antwoord": rij["antwoord"], "antwoord_op": _later(op, gevonden.antwoord_op)}
        velden |= {"weiger_reden": "", "weiger_nota": ""}  # de reden van een vorig antwoord
        velden |= {"genoteerd_door": None, "genoteerd_naam": "", "antwoord_naam": ""}  # en wie dat noteerde
    gewijzigd = gewoon.verschillen(gevonden, velden)
    if gewijzigd:
        with grenzen():
            for veld in gewijzigd:
                setattr(gevonden, veld, velden[veld])
            gevonden.save(update_fields=gewijzigd)
            schrijf(ctx.door, "aanbod.gewijzigd", gevonden, velden=gewijzigd)
    return gevonden, None if nieuw else gewijzigd


def _later(op: date, antwoord_op: date | None) -> date:
    return max(op, antwoord_op) if antwoord_op else op
