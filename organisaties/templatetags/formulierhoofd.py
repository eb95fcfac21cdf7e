"""`{% csrf_token %}` zegt ook voor wie het formulier getoond wordt (`organisaties.voor_wie`); zit in elk sjabloon."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from organisaties.voor_wie import VELD

register = template.Library()


class FormulierHoofd(CsrfTokenNode):
    def render(self, context) -> str:
        hoofd = super().render(context)
        actor = context.get("actor")
        if not hoofd or not actor or not actor.keuze:
            return hoofd
        return hoofd + format_html('<input type="hidden" name="{}" value="{}">', VELD, actor.keuze)


@register.tag
def csrf_token(parser, token) -> FormulierHoofd:
    return FormulierHoofd()
