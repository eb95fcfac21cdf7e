"""Rijen die gewoon een model zijn: gevonden op hun sleutel, gemaakt of bijgewerkt, met een regel in het logboek."""

from typing import Any

from django.db.models import Model

from logboek.stappen import schrijf
from organisaties.isolatie import grenzen
from uitwisseling.context import Context, Resultaat
from uitwisseling.rijen import Rij


def waarden(model: type[Model], rij: Rij, *sleutels: str) -> dict[str, Any]:
    """De sleutels die in de rij staan, als velden van het model; een lege waarde wordt de lege waarde van het veld."""
    gevonden = {}
    for sleutel in sleutels:
        if rij.heeft(sleutel):
            veld, waarde = model._meta.get_field(sleutel), rij[sleutel]
            gevonden[sleutel] = veld.get_default() if waarde is None and not veld.null else waarde
    return gevonden


def verschillen(ding: Model, velden: dict[str, Any]) -> list[str]:
    return [veld for veld, waarde in velden.items() if getattr(ding, veld) != waarde]


def bewaar(ctx: Context, model: type[Model], zoek: dict[str, Any], velden: dict[str, Any]) -> Resultaat:
    """`zoek`: de sleutel, ook `veld__iexact` of `veld__isnull=True`; `velden`: de rest. Een nieuw ding krijgt beide."""
    daad = model._meta.model_name
    with grenzen():
        ding = model._default_manager.filter(bestuur=ctx.bestuur, **zoek).order_by("pk").first()
        if ding is None:
            sleutel = {veld.removesuffix("__iexact"): w for veld, w in zoek.items() if not veld.endswith("__isnull")}
            ding = model._default_manager.create(bestuur=ctx.bestuur, **sleutel, **velden)
            schrijf(ctx.door, f"{daad}.gemaakt", ding)
            return ding, None
        if gewijzigd := verschillen(ding, velden):
            for veld in gewijzigd:
                setattr(ding, veld, velden[veld])
            ding.save(update_fields=gewijzigd)
            schrijf(ctx.door, f"{daad}.gewijzigd", ding, velden=gewijzigd)
        return ding, gewijzigd
