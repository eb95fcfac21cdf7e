"""Een variabele die in een sjabloon van ons niet bestaat is een fout, ook in `{% for … in … %}`."""

import sys
from pathlib import Path

import pytest

WORTEL = Path(__file__).resolve().parent.parent.parent


class OnbekendeVariabele(AssertionError):
    pass


def van_ons(context):
    """Het bestand van het sjabloon dat nu getekend wordt, als het van ons is en niet van een pakket."""
    sjabloon = getattr(getattr(context, "render_context", None), "template", None)
    naam = getattr(getattr(sjabloon, "origin", None), "name", None) or ""
    return naam if naam.startswith(f"{WORTEL}/") and "/site-packages/" not in naam else ""


class Streng(str):
    """Django's `string_if_invalid`. In een sjabloon van een pakket is het leeg, zoals altijd; in een van ons telt het als
    gezet, en dan vraagt Django `% naam`: dat is het moment om te falen."""

    __slots__ = ()

    def __bool__(self):
        return bool(van_ons(sys._getframe(1).f_locals.get("context")))

    def __contains__(self, deel):
        return deel == "%s"

    def __mod__(self, variabele):
        bestand = van_ons(sys._getframe(1).f_locals.get("context"))
        raise OnbekendeVariabele(f"{{{{ {variabele} }}}} bestaat niet in {bestand}")


@pytest.fixture(scope="session", autouse=True)
def _strenge_sjablonen():
    from django.template import engines
    from django.template.base import FilterExpression
    from django.template.defaulttags import ForNode

    class InLus(FilterExpression):
        """Wat achter `in` staat: dat laat Django stil leeg."""

        __slots__ = ()

        def resolve(self, context, ignore_failures=False):
            return super().resolve(context, ignore_failures and not van_ons(context))

    for motor in engines.all():
        motor.engine.string_if_invalid = Streng()
    begin = ForNode.__init__

    def streng(lus, loopvars, sequence, *rest, **meer):
        if type(sequence) is FilterExpression:
            sequence.__class__ = InLus
        begin(lus, loopvars, sequence, *rest, **meer)

    ForNode.__init__ = streng
    yield
    ForNode.__init__ = begin
