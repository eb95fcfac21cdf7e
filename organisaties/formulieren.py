"""Wat een stap weigert, komt bij het veld te staan waar het over gaat; wat getypt werd blijft."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


def probeer(request: HttpRequest, stap: Callable[[], object], gelukt: str, terug: str, *args: object) -> HttpResponse:
    """Een daad met één knop: neemt de stap en gaat naar `terug` (naam van een adres, of het adres zelf).

    Bovenaan die pagina staat `gelukt`, of elke zin waarmee de stap weigert.
    """
    try:
        stap()
        messages.success(request, gelukt)
    except Geweigerd as geweigerd:
        for zin, _ in geweigerd.alle:
            messages.error(request, zin)
    return redirect(terug, *args)
