"""Alle filters op bestuur en partner weg, en elke `zichtbaar_voor` geeft alles: dan houdt enkel de database nog tegen."""

import importlib
import inspect
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.apps import apps
from django.db.models import QuerySet

from organisaties.isolatie import TenantModel

# Toont velden die enkel een teruggestuurde fiche heeft; wat ze zoekt gaat door `zichtbaar_voor`, en die geeft alles.
NIET = {"te_verbeteren"}
GRENS = {"bestuur", "bestuur_id", "glowpartner", "glowpartner_id", "aanbiedingen__glowpartner"}


def functies():
    """Elke functie in een toegang.py die voor een actor een queryset geeft."""
    for config in apps.get_app_configs():
        try:
            module = importlib.import_module(f"{config.name}.toegang")
        except ModuleNotFoundError:
            continue
        for naam, functie in inspect.getmembers(module, inspect.isfunction):
            eerste = next(iter(inspect.signature(functie).parameters), "")
            if functie.__module__ == module.__name__ and eerste == "actor" and naam[0] != "_" and naam not in NIET:
                if "QuerySet" in str(functie.__annotations__.get("return", "")):
                    yield functie


def alles(functie):
    """Wat deze functie gaf, zonder één voorwaarde: hetzelfde model, dezelfde joins en volgorde."""
    origineel = type(functie)(functie.__code__, functie.__globals__, functie.__name__, functie.__defaults__)

    def geef(actor):
        gevraagd = origineel(actor)
        ruim = gevraagd.model._default_manager.all()
        ruim.query.select_related = gevraagd.query.select_related
        return ruim.order_by(*(gevraagd.query.order_by or ("pk",)))

    return geef


@contextmanager
def zonder_filter():
    with ExitStack() as stapel:
        for functie in list(functies()):
            naam = f"_alles_{functie.__name__}"
            stapel.enter_context(mock.patch.dict(functie.__globals__, {naam: alles(functie)}))
            ruimte: dict = {}
            exec(f"def vervangen(actor): return {naam}(actor)", ruimte)  # ook wie hem al importeerde, krijgt deze
            stapel.enter_context(andere_code(functie, ruimte["vervangen"].__code__))
        voeg_toe = QuerySet._filter_or_exclude_inplace

        def zonder(queryset, negate, args, kwargs):
            if issubclass(queryset.model, TenantModel) and not negate:
                kwargs = {veld: waarde for veld, waarde in kwargs.items() if veld not in GRENS or is_verwijzing(waarde)}
            return voeg_toe(queryset, negate, args, kwargs)

        stapel.enter_context(mock.patch.object(QuerySet, "_filter_or_exclude_inplace", zonder))
        yield


@contextmanager
def andere_code(functie, code):
    """`mock.patch` kan dit niet: het wil het attribuut achteraf wissen."""
    oud, functie.__code__ = functie.__code__, code
    try:
        yield
    finally:
        functie.__code__ = oud


def is_verwijzing(waarde) -> bool:
    """`bestuur=OuterRef("bestuur")` is geen grens maar een join."""
    return hasattr(waarde, "resolve_expression")
