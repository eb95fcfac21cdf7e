"""Het menu van elke rol: één tabel. Wie meer rollen heeft, ziet ze samen; wat er niet bij hoort, staat er niet."""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from organisaties.enums import Rol
from organisaties.toegang import Actor
from plaatsingen.toegang import mag_nakijken

HR, MENTOR, LEIDING, DIRECTEUR = Rol.HR, Rol.MENTOR, Rol.LEIDINGGEVENDE, Rol.DIRECTEUR
COORDINATOR, CONTROLEUR, BEHEERDER, GLOW = Rol.COORDINATOR, Rol.CONTROLEUR, Rol.BEHEERDER, Rol.GLOW
TEKENEN = "fiches:te_ondertekenen"  # staat er ook voor wie een directeur of leidinggevende vervangt
MAANDSTATEN = "plaatsingen:maandstaten"  # ook voor een leidinggevende, waar het bestuur dat koos

# url-naam, label, rollen; de volgorde is die van het menu
MENU: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("start", "Start", frozenset(Rol.values)),
    ("plaatsingen:vandaag", "Vandaag", frozenset({MENTOR})),
    ("plaatsingen:maand", "Mijn maand", frozenset({MENTOR})),
    ("leerwerkplekken", "Leerwerkplekken", frozenset({HR, LEIDING, DIRECTEUR, COORDINATOR})),
    ("kandidaten:lijst", "Kandidaten", frozenset({HR})),
    ("partners:deelnemers", "Mijn deelnemers", frozenset({GLOW})),
    ("kandidaten:mijn", "Mijn kandidaten", frozenset({GLOW})),
    ("kandidaten:mijn_lege_plekken", "Lege plekken", frozenset({GLOW})),
    ("partners:zoekopdrachten", "Zoekopdrachten", frozenset({GLOW})),
    ("mentoren:lijst", "Mentoren", frozenset({HR, COORDINATOR})),
    ("plaatsingen:lijst", "Plaatsingen", frozenset({HR, COORDINATOR})),
    (TEKENEN, "Te ondertekenen", frozenset({HR, LEIDING, DIRECTEUR})),
    (MAANDSTATEN, "Maandstaten", frozenset({HR, COORDINATOR})),
    ("herinneringen:lijst", "Wat blijft liggen", frozenset({HR, COORDINATOR})),
    ("plaatsingen:te_tekenen", "Ondertekenen", frozenset({GLOW})),
    ("plaatsingen:bevestigd", "Bevestigde uren", frozenset({GLOW})),
    ("evaluaties:lijst", "Evaluaties", frozenset({HR, GLOW})),
    ("evaluaties:opvolging", "Opvolging", frozenset({HR, GLOW})),
    ("overleg:lijst", "Overleg", frozenset({HR, COORDINATOR, GLOW})),
    ("projecten:overeenkomsten", "Overeenkomsten", frozenset({HR, COORDINATOR})),
    ("projecten:prospecten", "Prospecten", frozenset({HR, COORDINATOR})),
    ("beleid:jaar", "Lokaal beleid", frozenset({HR, COORDINATOR})),
    ("rapportage:voortgang", "Voortgang", frozenset({COORDINATOR, CONTROLEUR})),
    ("rapportage:pakketten", "Bewijspakket", frozenset({COORDINATOR, CONTROLEUR})),
    ("controles:lijst", "Controles", frozenset({HR, COORDINATOR, CONTROLEUR, BEHEERDER})),
    ("controles:vragen", "Vragen", frozenset({CONTROLEUR})),
    ("partners:contact", "Contactpersonen", frozenset({HR, BEHEERDER})),
    ("partners:besturen", "Contactpersonen", frozenset({GLOW})),
    ("beheer:mijn_plaatsvervanger", "Mijn plaatsvervanger", frozenset({LEIDING, DIRECTEUR})),
    ("beheer:collegas", "Collega's", frozenset({GLOW})),
    ("leerwerkplekken:standaard", "Standaardplan", frozenset({BEHEERDER})),
    ("beheer:personen", "Personen", frozenset({BEHEERDER})),
    ("beheer:plaatsvervangers", "Plaatsvervangers", frozenset({BEHEERDER})),
    ("beheer:rechten", "Rechten", frozenset({BEHEERDER})),
    ("rapportage:publiek_lijst", "Publieke pagina", frozenset({BEHEERDER})),
    ("beheer:instellingen", "Instellingen", frozenset({BEHEERDER})),
    ("beheer:logboek", "Logboek", frozenset({BEHEERDER})),
    ("beheer:taken", "Taken", frozenset({BEHEERDER})),
)

# Wat niet elke dag nodig is: gaat achter "Meer" zodra het menu niet op één rij past.
MINDER = frozenset({
    "partners:zoekopdrachten", "herinneringen:lijst", "evaluaties:opvolging", "overleg:lijst",
    "projecten:overeenkomsten", "projecten:prospecten", "partners:contact", "partners:besturen",
    "beheer:mijn_plaatsvervanger", "beheer:collegas", "leerwerkplekken:standaard", "beheer:plaatsvervangers",
    "beheer:rechten", "beheer:taken", "controles:lijst", "rapportage:publiek_lijst", "beleid:jaar",
})  # fmt: skip
RIJ = 132  # zoveel tekens passen op één rij van 1280 px; elk punt neemt er NAAST bij, "Meer" neemt er MEER
NAAST, MEER = 4, 10


_adres = cache(reverse)  # elke pagina tekent het hele menu


def _toch(naam: str, actor: Actor) -> bool:
    """Wat van meer afhangt dan de rol."""
    if naam == TEKENEN:
        return bool(actor.vervangt)
    return naam == MAANDSTATEN and LEIDING in actor.rollen and mag_nakijken(actor)


def navigatie(request: HttpRequest, actor: Actor) -> list[dict]:
    """De menupunten van deze actor: url, label en of dit de huidige plaats is; achteraan *Meer*, als het niet past."""
    punten = []
    for naam, label, rollen in MENU:
        if not rollen & actor.rollen and not _toch(naam, actor):
            continue
        url = _adres(naam)
        hier = request.path == url if url == "/" else request.path.startswith(url)
        punten.append({"naam": naam, "url": url, "label": label, "actief": hier, "meer": False})
    # "uren/" omvat "uren/maand/": enkel het langste pad is actief
    if actief := [p for p in punten if p["actief"]]:
        langste = max(actief, key=lambda p: len(p["url"]))
        for punt in actief:
            punt["actief"] = punt is langste
    return punten + achter_meer(punten)


def achter_meer(punten: list[dict]) -> list[dict]:
    """Eén punt *Meer* met wat niet op één rij past (of niets): wat niet elke dag nodig is, dan wat achteraan staat.

    Elk punt krijgt `meer`: of het daar staat. Op een telefoon is het menu één lijst, zonder *Meer*.
    """
    if sum(_breedte(punt) for punt in punten) <= RIJ:
        return []
    over = RIJ - MEER
    for punt in punten:
        past = punt["naam"] not in MINDER and _breedte(punt) <= over
        punt["meer"] = not past
        over -= _breedte(punt) if past else 0
    onder = [punt for punt in punten if punt["meer"]]
    return [{"label": "Meer", "onder": onder, "hier": any(punt["actief"] for punt in onder)}]


def _breedte(punt: dict) -> int:
    return len(punt["label"]) + NAAST
