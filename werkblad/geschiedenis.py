"""De geschiedenis van elk ding in woorden. Eén tabel zegt per soort wie ze mag zien en wat erbij hoort."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beheer.verhaal import bladzijde, van, van_fiche, van_plek
from documenten.models import Huisstijl
from evaluaties.models import Attest, Competentiescore, Evaluatie, Opvolging, Uitstroom
from evaluaties.toegang import evaluaties
from fiches.toegang import zichtbaar_voor as fiches
from kandidaten.models import Kandidatuur
from kandidaten.toegang import zichtbaar_voor as kandidaturen
from kern import opmaak
from kern.periodes import laatste_van_maand
from leerwerkplekken.toegang import zichtbaar_voor as plekken
from logboek.enums import Wat
from logboek.models import Wijziging
from mentoren.models import Deelname, Leiding, Mentor
from mentoren.toegang import zichtbaar_voor as mentoren
from organisaties.models import Bestuur, Lidmaatschap, Plaatsvervanging, Samenwerking
from organisaties.toegang import Actor
from plaatsingen.models import (
    Afwijking,
    Maandstaat,
    MaandstaatVersie,
    Onderbreking,
    Ondertekening,
    OverlegPlaatsing,
    OverlegPlek,
    Plaatsing,
    Prestatie,
    Startvoorwaarde,
    Werkdag,
)
from plaatsingen.toegang import zichtbaar_voor as plaatsingen
from projecten.models import Actiepunt, Doelverdeling, Genodigde, OproepInstelling, Overleg
from projecten.toegang import overleg
from rapportage.toegang import projecten

UREN = ("uren.invoeren", "maandstaat.bevestigen", "plaatsing.bewerken")


@dataclass(frozen=True)
class Soort:
    """Een soort ding met een geschiedenis: `rijen` geeft wat deze actor mag zien, `hoort` wat erbij hoort."""

    naam: str
    daden: tuple[str, ...]  # één ervan volstaat
    rijen: Callable[[Actor], QuerySet]
    hoort: Callable[[Any], Q]
    titel: Callable[[Any], str]
    adres: Callable[[Any], str]  # de pagina van het ding zelf


def _maandstaten(actor: Actor) -> QuerySet[Maandstaat]:
    staten = Maandstaat.objects.filter(plaatsing__in=plaatsingen(actor).values("pk"))
    return staten.select_related("plaatsing__deelnemer")


def _maand(staat: Maandstaat) -> Q:
    """De maandstaat zelf, en de uren van die maand: ook verwijderde, daarom uit het logboek."""
    tabel = Prestatie._meta.db_table
    periode = (staat.maand.isoformat(), laatste_van_maand(staat.maand).isoformat())
    van_maand = Wijziging.objects.filter(
        bestuur=staat.bestuur_id, tabel=tabel, onder=staat.plaatsing_id, soort__in=[Wat.MAAK, Wat.BEGIN]
    ).filter(nieuw__datum__gte=periode[0], nieuw__datum__lte=periode[1])
    zelf = Q(tabel=Maandstaat._meta.db_table, sleutel=staat.pk, onder=staat.plaatsing_id)
    zelf |= van(staat.pk, MaandstaatVersie)
    return zelf | Q(tabel=tabel, onder=staat.plaatsing_id, sleutel__in=van_maand.values("sleutel"))


def _leden(actor: Actor) -> QuerySet[Lidmaatschap]:
    return Lidmaatschap.objects.filter(bestuur_id=actor.bestuur_id).select_related("gebruiker")


def _instellingen(bestuur: Bestuur) -> Q:
    tabellen = [m._meta.db_table for m in (Huisstijl, OproepInstelling, Samenwerking)]
    return van(bestuur.pk, Bestuur) | Q(tabel__in=tabellen)


BIJ_EEN_PLAATSING = (
    Plaatsing, Maandstaat, Startvoorwaarde, Ondertekening, Werkdag, Onderbreking, Afwijking, Evaluatie, Attest,
    Uitstroom, Opvolging,
)  # fmt: skip
SOORTEN: dict[str, Soort] = {
    "leerwerkplek": Soort(
        "Leerwerkplek",
        ("leerwerkplek.zien",),
        plekken,
        van_plek,
        str,
        lambda plek: reverse("leerwerkplekken:takenlijst", args=[plek.pk]),
    ),
    "mentor": Soort(
        "Mentor",
        ("mentor.zien",),
        mentoren,
        lambda mentor: van(mentor.pk, Mentor, Leiding, Deelname),
        lambda mentor: f"{mentor.naam} ({mentor.code})",
        lambda mentor: reverse("mentoren:mentor", args=[mentor.pk]),
    ),
    "fiche": Soort(
        "Fiche",
        ("fiche.zien",),
        fiches,
        van_fiche,
        lambda fiche: f"fiche {fiche.code}, versie {fiche.versie}",
        lambda fiche: reverse("fiches:fiche", args=[fiche.pk]),
    ),
    "kandidatuur": Soort(
        "Kandidatuur",
        ("kandidaat.behandelen",),
        kandidaturen,
        lambda kandidatuur: van(kandidatuur.pk, Kandidatuur),
        lambda kandidatuur: f"kandidaat {kandidatuur.deelnemer.code}",
        lambda kandidatuur: reverse("kandidaten:kandidatuur", args=[kandidatuur.pk]),
    ),
    "plaatsing": Soort(
        "Plaatsing",
        UREN,
        plaatsingen,
        lambda plaatsing: van(plaatsing.pk, *BIJ_EEN_PLAATSING),
        lambda plaatsing: f"plaatsing {plaatsing.code}",
        lambda plaatsing: reverse("plaatsingen:plaatsing", args=[plaatsing.pk]),
    ),
    "maandstaat": Soort(
        "Maandstaat",
        UREN,
        _maandstaten,
        _maand,
        lambda staat: f"{opmaak.maand(staat.maand)} van {staat.plaatsing.deelnemer.code}",
        lambda staat: reverse("plaatsingen:maandstaat", args=[staat.pk]),
    ),
    "evaluatie": Soort(
        "Evaluatie",
        ("evaluatie.invullen",),
        evaluaties,
        lambda e: Q(tabel=Evaluatie._meta.db_table, sleutel=e.pk) | van(e.pk, Competentiescore),
        lambda e: f"{e.get_moment_display()} van {e.plaatsing.deelnemer.code}, versie {e.versie}",
        lambda e: reverse("evaluaties:lees", args=[e.pk]),
    ),
    "overleg": Soort(
        "Overleg",
        ("overleg.alle",),
        overleg,
        lambda o: van(o.pk, Overleg, Genodigde, Actiepunt, OverlegPlek, OverlegPlaatsing),
        lambda o: f"overleg van {opmaak.datum_woord(o.datum)}",
        lambda o: reverse("overleg:overleg", args=[o.pk]),
    ),
    "project": Soort(
        "Project",
        ("voortgang.zien",),
        projecten,
        lambda project: van(project.pk, type(project), Doelverdeling),
        lambda project: f"project {project.code}",
        lambda project: reverse("rapportage:project", args=[project.pk]),
    ),
    "persoon": Soort(
        "Persoon",
        ("personen.zien",),
        _leden,
        lambda lid: van(lid.pk, Lidmaatschap) | Q(tabel=Plaatsvervanging._meta.db_table, nieuw__voor_id=lid.pk),
        lambda lid: lid.gebruiker.volledige_naam,
        lambda lid: reverse("beheer:persoon", args=[lid.pk]),
    ),
    "bestuur": Soort(
        "Instellingen",
        ("instellingen.beheren",),
        lambda actor: Bestuur.objects.filter(pk=actor.bestuur_id),
        _instellingen,
        lambda bestuur: f"instellingen van {bestuur.naam}",
        lambda bestuur: reverse("beheer:instellingen"),
    ),
}


@require_safe
@login_required
def geschiedenis(request: HttpRequest, soort: str, pk: int) -> HttpResponse:
    """Wat er met een ding gebeurde, het nieuwste eerst. Buiten je bereik 404, verkeerde rol 403."""
    keuze = SOORTEN.get(soort)
    if keuze is None:
        raise Http404
    actor: Actor = request.actor
    if not any(actor.mag(daad) for daad in keuze.daden):
        raise PermissionDenied(f"geschiedenis van {soort}: niet voor deze rol")
    ding = get_object_or_404(keuze.rijen(actor), pk=pk)
    inhoud = bladzijde(request, keuze.hoort(ding)) | {
        "soort": keuze.naam,
        "titel": keuze.titel(ding),
        "adres": _terug(keuze, ding, actor),
    }
    return render(request, "werkblad/geschiedenis.html", inhoud)


def _terug(keuze: Soort, ding: Any, actor: Actor) -> str:
    """De pagina van het ding, als deze persoon daar mag komen."""
    if isinstance(ding, Maandstaat) and not actor.mag("maandstaat.bevestigen"):
        return f"{reverse('plaatsingen:maand')}?plaatsing={ding.plaatsing_id}&maand={ding.maand:%Y-%m}"
    if isinstance(ding, Plaatsing) and not actor.mag("plaatsing.zien"):
        return ""
    return keuze.adres(ding)
