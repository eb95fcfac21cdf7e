"""Een nieuw jaar beginnen met de maatregelen en doelen van het jaar ervoor."""

from collections.abc import Sequence

from django import forms

from kern.formulieren import Formulier
from kern.opmaak import meervoud
from projecten.forms.beleid import aantal
from projecten.models import Beleidsdoel, Maatregel
from projecten.regels import meting_van


class OvernameForm(Formulier, forms.Form):
    """Een groep per maatregel (leeg aantal: niet overnemen) en per doel (een vinkje)."""

    knop = "Overnemen"

    def __init__(self, *args, maatregelen: Sequence[Maatregel], doelen: Sequence[Beleidsdoel], jaar: int, **kwargs):
        self.maatregelen, self.doelen = maatregelen, doelen
        self.base_fields, groepen = {}, []
        for m in maatregelen:
            groepen.append((_kop(m), (f"plekken_{m.pk}", f"streef_{m.pk}")))
            uitleg = f"Leeg: deze maatregel komt niet in {jaar}."
            self.base_fields[f"plekken_{m.pk}"] = aantal(f"Aantal plekken in {jaar}", uitleg, required=False)
            self.base_fields[f"streef_{m.pk}"] = aantal(f"Doel voor {jaar}", required=False, initial=m.doel)
        for d in doelen:
            groepen.append((f"{d.doel}: {d.actie}", (f"neem_{d.pk}", f"cijfer_{d.pk}")))
            meting = None if d.bron else meting_van(d.indicator)
            label = f"Overnemen: {meting.label if meting else d.indicator}"
            self.base_fields[f"neem_{d.pk}"] = forms.BooleanField(label=label, required=False, initial=True)
            self.base_fields[f"cijfer_{d.pk}"] = aantal(
                f"Streefcijfer voor {jaar}", required=False, initial=d.streefcijfer
            )
        self.groepen = tuple(groepen)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        gegevens = super().clean()
        if not self.errors and not (self.gekozen_maatregelen() or self.gekozen_doelen()):
            raise forms.ValidationError("Vul minstens één aantal plekken in, of vink een doel aan.")
        return gegevens

    def gekozen_maatregelen(self) -> dict[int, tuple[int, int | None]]:
        """De maatregel van het jaar ervoor (pk) → plekken en doel van het nieuwe jaar."""
        ingevuld = {m.pk: self.cleaned_data[f"plekken_{m.pk}"] for m in self.maatregelen}
        return {pk: (n, self.cleaned_data[f"streef_{pk}"]) for pk, n in ingevuld.items() if n is not None}

    def gekozen_doelen(self) -> dict[int, int | None]:
        """Het doel van het jaar ervoor (pk) → het nieuwe streefcijfer."""
        return {d.pk: self.cleaned_data[f"cijfer_{d.pk}"] for d in self.doelen if self.cleaned_data[f"neem_{d.pk}"]}


def _kop(m: Maatregel) -> str:
    wie = m.uitvoerder.naam if m.uitvoerder else "het bestuur zelf"
    return f"{m.get_soort_display().capitalize()}, {wie}: {meervoud(m.plekken, 'plek', 'plekken')} in {m.jaar}"
