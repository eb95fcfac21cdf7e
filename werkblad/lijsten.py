"""De lijst van leerwerkplekken: wat leerwerkplekken, mentoren, fiches en plaatsingen samen weten over elke plek."""

from datetime import date

import django_filters
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aanmelding import herbevestig
from documenten import werkmap
from fiches.enums import Status as FicheStatus
from fiches.models import Fiche, Handtekening
from kern.lijst import Filtervelden, als_werkmap, pagina, volgorde
from kern.tabel import Tabel
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak
from leerwerkplekken.regels import matrix_bezwaren
from leerwerkplekken.toegang import zichtbaar_voor
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.enums import Tekenwijze
from organisaties.models import Organisatie
from organisaties.verzoek import daad
from plaatsingen.models import Plaatsing
from projecten.models import Subsidieproject

KOLOMMEN = {
    "code": ["code", "pk"],
    "functie": ["functie", "code", "pk"],
    "organisatie": ["organisatie__naam", "dienst", "code", "pk"],
    "mentor": ["mentor__lidmaatschap__gebruiker__voornaam", "mentor__lidmaatschap__gebruiker__naam", "code", "pk"],
    "status": ["status", "code", "pk"],
}
GEEN = "geen"
IN_TE_DIENEN = "in_te_dienen"
FICHES = [(GEEN, "nog geen fiche"), *FicheStatus.choices]
ONTBREEKT = [("ja", "er ontbreekt iets"), ("nee", "volledig")]


def in_te_dienen(rijen: QuerySet[Leerwerkplek]) -> QuerySet[Leerwerkplek]:
    """Open plekken zonder fiche die ondertekend is of op een handtekening wacht: daar moet HR er nog een indienen."""
    lopend = [FicheStatus.TER_ONDERTEKENING, FicheStatus.ONDERTEKEND]
    fiches = Fiche.objects.filter(bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk"), status__in=lopend)
    return rijen.exclude(status=Status.GESLOTEN).exclude(Exists(fiches))


def plekken(bron: QuerySet[Leerwerkplek], dag: date) -> QuerySet[Leerwerkplek]:
    """Voegt toe, op die dag: `fiche` (stand van de nieuwste versie, of None), `vooraf` (de geldige is van vóór de
    ingebruikname), `bezet`, `tekort` en `plan_rijen`."""
    fiche = Fiche.objects.filter(bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk")).order_by("-versie")
    geplaatst = Plaatsing.objects.alias(eind=Coalesce("beeindigd_op", "tot")).filter(
        bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk"), van__lte=dag, eind__gte=dag
    )
    oud = Handtekening.objects.filter(
        bestuur=OuterRef("bestuur"), fiche__leerwerkplek=OuterRef("pk"), fiche__status=FicheStatus.ONDERTEKEND,
        wijze=Tekenwijze.VOORAF,
    )  # fmt: skip
    return bron.annotate(
        fiche=Subquery(fiche.values("status")[:1]), vooraf=Exists(oud), bezet=Exists(geplaatst), tekort=_tekort(dag)
    ).prefetch_related(Prefetch("plannen", PlanVanAanpak.objects.order_by("pk"), to_attr="plan_rijen"))


def _tekort(dag: date) -> Q:
    """De vragen van `leerwerkplekken.regels.ontbrekend` in één keer voor een hele lijst; een test houdt ze gelijk.

    De rollen zijn JSON: die toetst `onvolledig` met de regel zelf.
    """
    eigen = {"bestuur": OuterRef("bestuur"), "leerwerkplek": OuterRef("pk")}
    leeg = Q()
    for veld in ("informatie", "onthaal", "veiligheid", "werkafspraken"):
        leeg |= Q(**{f"{veld}__regex": r"^\s*$"})
    leiding = Leiding.objects.filter(leiding_op(dag), bestuur=OuterRef("bestuur"), mentor=OuterRef("mentor"))
    return (
        Q(uren_per_maand=None)
        | Q(beschikbaar_van=None)
        | Q(additioneel=None)
        | Q(additioneel=True, additioneel_toelichting__regex=r"^\s*$")
        | Q(taken=[])
        | Q(competenties=[])
        | ~Exists(leiding)
        | Exists(PlanVanAanpak.objects.filter(leeg, **eigen))
        | ~Exists(Aanbod.objects.filter(**eigen))
    )


def onvolledig(plek: Leerwerkplek) -> bool:
    """Ontbreekt er iets om de fiche in te dienen? Voor een plek uit `plekken`; een gesloten plek hoeft niets meer."""
    if plek.status == Status.GESLOTEN:
        return False
    return plek.tekort or any(matrix_bezwaren(plan.matrix, begeleider=plek.met_begeleider) for plan in plek.plan_rijen)


class PlekFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Functie, code of dienst", method="zoek")
    status = django_filters.ChoiceFilter(label="Status", choices=Status.choices, empty_label="Alle")
    fiche = django_filters.ChoiceFilter(
        label="Fiche", choices=[(IN_TE_DIENEN, "nog in te dienen"), *FICHES], empty_label="Alle", method="met_fiche"
    )
    organisatie = django_filters.ModelChoiceFilter(queryset=Organisatie.objects.none(), empty_label="Alle")
    project = django_filters.ModelChoiceFilter(queryset=Subsidieproject.objects.none(), empty_label="Alle")
    ontbreekt = django_filters.ChoiceFilter(label="Volledig", choices=ONTBREEKT, empty_label="Alle", method="tekort")

    class Meta:
        model = Leerwerkplek
        fields: list[str] = []
        form = Filtervelden

    def __init__(self, *args, bestuur_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        for naam, model in (("organisatie", Organisatie), ("project", Subsidieproject)):
            keuzes = model.objects.filter(bestuur=bestuur_id)
            self.filters[naam].queryset, self.filters[naam].label = keuzes, naam.capitalize()
            if len(keuzes) < 2 and naam not in self.data:  # niets te kiezen
                del self.filters[naam]

    def zoek(self, rijen: QuerySet[Leerwerkplek], _naam: str, tekst: str) -> QuerySet[Leerwerkplek]:
        for woord in tekst.split():
            rijen = rijen.filter(
                Q(functie__icontains=woord)
                | Q(code__icontains=woord)
                | Q(dienst__icontains=woord)
                | Q(mentor__lidmaatschap__gebruiker__voornaam__icontains=woord)
                | Q(mentor__lidmaatschap__gebruiker__naam__icontains=woord)
            )
        return rijen

    def met_fiche(self, rijen: QuerySet[Leerwerkplek], _naam: str, stand: str) -> QuerySet[Leerwerkplek]:
        if stand == IN_TE_DIENEN:
            return in_te_dienen(rijen)
        return rijen.filter(fiche=None if stand == GEEN else stand)

    def tekort(self, rijen: QuerySet[Leerwerkplek], _naam: str, antwoord: str) -> QuerySet[Leerwerkplek]:
        zwak = PlanVanAanpak.objects.filter(leerwerkplek__in=rijen.values("pk"), standaard=False)
        rollen = [
            plan.leerwerkplek_id
            for plan in zwak.select_related("leerwerkplek")
            if matrix_bezwaren(plan.matrix, begeleider=plan.leerwerkplek.met_begeleider)
        ]
        tekort = ~Q(status=Status.GESLOTEN) & (Q(tekort=True) | Q(pk__in=rollen))
        return rijen.filter(tekort) if antwoord == "ja" else rijen.exclude(tekort)


@daad("leerwerkplek.zien")
@herbevestig.nodig(wanneer=als_werkmap)
def leerwerkplekken(request: HttpRequest) -> HttpResponse:
    actor, dag = request.actor, timezone.localdate()
    alle = plekken(zichtbaar_voor(actor), dag).order_by(*volgorde(request, KOLOMMEN, "code"))
    filter_ = PlekFilter(request.GET, queryset=alle, bestuur_id=actor.bestuur_id)
    if als_werkmap(request):
        return werkmap.van_lijst(actor, tabel(list(filter_.qs)))
    bladzijde = pagina(request, filter_.qs)
    bladzijde.object_list = list(bladzijde.object_list)
    for plek in bladzijde.object_list:
        plek.onvolledig = onvolledig(plek)
    inhoud = {"filter": filter_, "pagina": bladzijde, "mag_bewerken": actor.mag("leerwerkplek.bewerken")}
    return render(request, "werkblad/leerwerkplekken.html", inhoud)


def tabel(rijen: list[Leerwerkplek]) -> Tabel:
    """De lijst voor het werkblad: wat het scherm toont, en de velden die iemand erin zoekt."""
    koppen = [
        "Code", "Functie", "Organisatie", "Dienst", "Project", "Uren per maand", "Beschikbaar van", "Beschikbaar tot",
        "Mentor", "Status", "Fiche", "Vandaag", "Volledig",
    ]  # fmt: skip
    fiches = dict(FICHES)
    return Tabel(
        "Leerwerkplekken",
        "Leerwerkplekken",
        koppen,
        [
            [
                plek.code,
                plek.functie,
                plek.organisatie.naam,
                plek.dienst,
                plek.project.code,
                plek.uren_per_maand,
                plek.beschikbaar_van,
                plek.beschikbaar_tot,
                plek.mentor.naam if plek.mentor else "",
                plek.get_status_display(),
                f"{fiches[plek.fiche or GEEN]} ({Tekenwijze.VOORAF.label})"
                if plek.vooraf
                else fiches[plek.fiche or GEEN],
                "bezet" if plek.bezet else "vrij",
                "nee" if onvolledig(plek) else "ja",
            ]
            for plek in rijen
        ],
    )
