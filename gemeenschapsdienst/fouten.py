"""Foutpagina's in het Nederlands. De pagina voor 500 raadpleegt niets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
