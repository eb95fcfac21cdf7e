"""Veel fiches ter ondertekening in één keer: kopieën van één echte, elk van haar eigen plek."""

import copy
from datetime import date

from fiches.models import Fiche
from kern import bevroren
from leerwerkplekken.models import Leerwerkplek

DAG = date(2023, 6, 1)


def kopieen(huis, aantal, *, mentor=None, voor="K") -> list[Fiche]:
    """`aantal` plekken met elk een fiche ter ondertekening; `mentor`: een andere dan die van het huis. Binnen namens()."""
    origineel = Fiche.objects.filter(leerwerkplek=huis.plek).order_by("-versie").first() or huis.fiche(op=DAG)
    plekken = []
    for nummer in range(aantal):
        plek = copy.copy(huis.plek)
        plek.pk, plek.code, plek._state = None, f"{voor}-{nummer:03}", copy.copy(plek._state)
        plek._state.adding, plek.mentor = True, mentor or huis.mentor
        plekken.append(plek)
    plekken = Leerwerkplek.objects.bulk_create(plekken)
    return Fiche.objects.bulk_create([_fiche(origineel, plek) for plek in plekken])


def _fiche(origineel: Fiche, plek: Leerwerkplek) -> Fiche:
    inhoud = copy.deepcopy(origineel.gegevens)
    inhoud["leerwerkplek"]["code"] = plek.code
    return fiche_met(plek, inhoud)


def fiche_met(plek: Leerwerkplek, inhoud: dict, versie: int = 1) -> Fiche:
    tekst = bevroren.canoniek(inhoud)
    return Fiche(
        bestuur_id=plek.bestuur_id,
        leerwerkplek=plek,
        mentor=plek.mentor,
        versie=versie,
        inhoud=tekst,
        inhoud_sha256=bevroren.sha256(tekst),
        ingediend_op=DAG,
    )
