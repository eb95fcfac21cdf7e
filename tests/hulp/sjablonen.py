"""Een variabele die in een sjabloon van ons niet bestaat is een fout, ook in `{% for … in … %}`."""

import sys
from pathlib import Path

import pytest

WORTEL = Path(__file__).resolve().parent.parent.parent


class OnbekendeVariabele(AssertionError):
    pass


def van_ons(context):
    sjabloon = context.render_context.template if context is not None else None
    naam = getattr(getattr(sjabloon, "origin", None), "name", None) or ""
    return naam.startswith(f"{WORTEL}/") and "/site-packages/" not in naam and naam


class Streng(str):
    """Django zet dit waar een variabele ontbreekt, en vraagt het dan `% naam`: dat is het moment om te falen."""

    def __contains__(self, deel):
        return deel == "%s" or super().__contains__(deel)

    def __mod__(self, variabele):
        context = sys._getframe(1).f_locals.get("context")
        if bestand := van_ons(context):
            raise OnbekendeVariabele(f"{{{{ {variabele} }}}} bestaat niet in {bestand}")
        return ""


@pytest.fixture(scope="session", autouse=True)
def _strenge_sjablonen():
    from django.conf import settings
    from django.template import engines
    from django.template.base import FilterExpression
    from django.template.defaulttags import ForNode

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Streng()
    for motor in engines.all():
        motor.engine.string_if_invalid = Streng()
    los_op = FilterExpression.resolve

    def streng(uitdrukking, context, ignore_failures=False):
        aanroeper = sys._getframe(1).f_locals.get("self")
        if ignore_failures and isinstance(aanroeper, ForNode) and van_ons(context):
            ignore_failures = False
        return los_op(uitdrukking, context, ignore_failures)

    FilterExpression.resolve = streng
    yield
    FilterExpression.resolve = los_op
