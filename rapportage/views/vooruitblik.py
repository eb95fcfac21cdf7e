"""De vooruitblik van één project: wat verzekerd is, wat op het spel staat, en wat er nu het meest opbrengt."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from berichten.herinneringen import Stand, standen
from fiches.herinneringen import FICHE
from kern.opmaak import euro, getal, meervoud
from mentoren.models import Mentor
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from projecten.regels import grenzen
from rapportage import acties, cijfers, rapport, toegang
from rapportage.cijfers import Cijfers
from rapportage.enums import Actie
from rapportage.forms import MentorForm
from rapportage.vooruitblik import Groep, Onderdeel, Verhouding, Voorstel, Vooruitblik, verhouding

HOOGSTENS_NAMEN = 3
# Per daad de schermen waar ze gebeurt, het beste eerst: het eerste waar deze persoon mag komen.
PLEK = ("leerwerkplekken:takenlijst", "leerwerkplek.zien")
MENTOR = (("mentoren:mentor", "mentor.zien"),)
SCHERMEN: dict[str, tuple[tuple[str, str], ...]] = {
    Actie.TEKENEN: (("fiches:fiche", "fiche.zien"),),
    Actie.INDIENEN: (("fiches:nakijken", "fiche.indienen"), PLEK),
    Actie.AANBIEDEN: (("leerwerkplekken:aanbod", "leerwerkplek.bewerken"), PLEK),
    Actie.AANVULLEN: (PLEK,),
    Actie.OPLADEN: MENTOR,
    Actie.CERTIFICAAT: MENTOR,
    Actie.OPLEIDEN: MENTOR,
}


@daad("voortgang.zien")
def vooruitblik(request: HttpRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(toegang.projecten(request.actor), pk=pk)
    (c,) = cijfers.bereken([project], timezone.localdate())
    blik = acties.blik(c)
    mentoren = acties.mentoren_op(c)
    form = MentorForm(request.GET if request.GET.get("mentor") else None, mentoren=mentoren)
    plekken, namen = blik.te_maken
    context = {
        "c": c,
        "project": project,
        "blik": blik,
        "stand": rapport.stand(c),
        "zegel_volgt": acties.zegel_volgt(c),
        "te_maken": {"plekken": plekken, "mentoren": namen},
        "wegen": [(weg, [(_deel(groep, aantal), _anker(groep)) for groep, aantal in weg.delen]) for weg in blik.wegen],
        "voorstellen": _voorstellen(request.actor, blik),
        "mag_herinneren": request.actor.mag("herinneren"),
        "form": form,
        "verloop": _als_vertrekt(c, blik, mentoren, form) if form.is_bound and form.is_valid() else None,
    }
    return render(request, "rapportage/vooruitblik.html", context)


def eerste_voorstellen(actor: Actor, blik: Vooruitblik, aantal: int) -> list[dict[str, Any]]:
    """Wat het meest opbrengt, voor een blok op een ander scherm."""
    return [_regel(actor, v, {}) for v in blik.voorstellen[:aantal] if v.winst.hoogste]


def _voorstellen(actor: Actor, blik: Vooruitblik) -> list[dict[str, Any]]:
    fiches = [str(o.fiche) for groep in blik.groepen for o in groep.onderdelen if o.fiche]
    gestuurd = (
        standen(actor.bestuur_id, FICHE, fiches, timezone.localdate())
        if actor.bestuur_id is not None and actor.mag("herinneren")
        else {}
    )
    return [_regel(actor, voorstel, gestuurd) for voorstel in blik.voorstellen]


def _regel(actor: Actor, voorstel: Voorstel, gestuurd: dict[str, Stand]) -> dict[str, Any]:
    groep = voorstel.groep
    return {
        "kop": (kop := _deel(groep, len(groep.onderdelen))),
        "anker": _anker(groep),
        "mails": [(naam, f"mailto:{mail}?subject={quote(kop)}") for naam, mail in _bereikbaar(actor, groep)],
        "winst": voorstel.winst,
        "daden": groep.daden,
        "volstaat": voorstel.volstaat if voorstel.volstaat < len(groep.onderdelen) else 0,
        "daarna": groep.actie.daarna,
        "rijen": [(o, _adres(actor, groep, o), gestuurd.get(str(o.fiche))) for o in groep.onderdelen],
    }


def _anker(groep: Groep) -> str:
    """Waar de kaart van die groep staat: de eerste plek of mentor is van geen andere."""
    return f"daad-{groep.actie}-{groep.onderdelen[0].sleutel}"


def _bereikbaar(actor: Actor, groep: Groep) -> list[tuple[str, str]]:
    """Wie je een mail kan sturen; een controleur stuurt niemand aan."""
    if not actor.mag("herinneren"):
        return []
    return list(zip(groep.wie, groep.mails, strict=True))[:HOOGSTENS_NAMEN]


def _deel(groep: Groep, aantal: int) -> str:
    """Een zin: "3 fiches wachten op Ann Claes"."""
    zin = groep.actie.woorden[0 if aantal == 1 else 1]
    return f"{getal(aantal)} {zin} {wie(groep.wie)}"


def wie(namen: Sequence[str]) -> str:
    """In een zin: "Ann, Bo of Cé"; een van hen volstaat."""
    if not namen:
        return "iemand die het mag, maar er is niemand"
    kort = list(namen[:HOOGSTENS_NAMEN])
    if len(namen) > HOOGSTENS_NAMEN:
        kort.append(f"nog {meervoud(len(namen) - HOOGSTENS_NAMEN, 'ander', 'anderen')}")
    return f"{', '.join(kort[:-1])} of {kort[-1]}" if len(kort) > 1 else kort[0]


def _adres(actor: Actor, groep: Groep, onderdeel: Onderdeel) -> str:
    for naam, recht in SCHERMEN[groep.actie]:
        if actor.mag(recht):
            return reverse(naam, args=[onderdeel.fiche or onderdeel.sleutel])
    return ""


def _als_vertrekt(c: Cijfers, blik: Vooruitblik, mentoren: Sequence[Mentor], form: MentorForm) -> dict[str, Any]:
    """Nu tegenover zonder die mentor; er wordt niets geschreven."""
    mentor = form.cleaned_data["mentor"]
    plekken = list(acties.open_plekken(c))
    van_wie, opgeleid = [plek.mentor_id for plek in plekken], acties.opgeleid(c, mentoren)
    regels = grenzen(c.project.oproep, c.peiling.peildatum, c.project.bestuur_id)
    grens = regels.waarde("plekken_per_mentor")
    nu = verhouding(van_wie, opgeleid, grens)
    dan = verhouding(van_wie, opgeleid, grens, zonder=mentor.pk)
    return {
        "mentor": mentor,
        "dan": dan,
        "rijen": [(wat, lees(nu, blik), lees(dan, blik.zonder(mentor.pk))) for wat, lees in VERGELIJK],
        "plekken": [(plek, reverse(PLEK[0], args=[plek.pk])) for plek in plekken if plek.mentor_id == mentor.pk],
    }


def _per_mentor(v: Verhouding) -> str:
    return "–" if v.per_mentor is None else getal(v.per_mentor, 1)


VERGELIJK: tuple[tuple[str, Callable[[Verhouding, Vooruitblik], str]], ...] = (
    ("Open leerwerkplekken", lambda v, _: getal(v.plekken)),
    ("Daarvan zonder mentor", lambda v, _: getal(v.zonder_mentor)),
    ("Opgeleide mentoren aan het werk", lambda v, _: getal(v.mentoren)),
    ("Plekken per opgeleide mentor", lambda v, _: _per_mentor(v)),
    ("Verzekerd, alles of niets", lambda _, b: euro(b.verzekerd.alles_of_niets)),
    ("Verzekerd, naar rato", lambda _, b: euro(b.verzekerd.naar_rato)),
    ("Haalbaar, alles of niets", lambda _, b: euro(b.haalbaar.alles_of_niets)),
    ("Haalbaar, naar rato", lambda _, b: euro(b.haalbaar.naar_rato)),
)
