"""Wat een stap weigert, komt bij het veld te staan waar het over gaat; wat getypt werd blijft."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.db import transaction

from organisaties.isolatie import Geweigerd


def neem_over(form: forms.BaseForm, geweigerd: Geweigerd) -> None:
    """Elke reden bij haar veld, of bovenaan als het formulier dat veld niet heeft."""
    for zin, veld in geweigerd.alle:
        form.add_error(veld if veld in form.fields else None, zin)


@contextmanager
def weiger_in(form: forms.BaseForm) -> Iterator[None]:
    """`with weiger_in(form): stappen.maak(…)`: alles of niets; een weigering wordt een fout van het formulier."""
    try:
        with transaction.atomic():
            yield
    except Geweigerd as geweigerd:
        neem_over(form, geweigerd)
