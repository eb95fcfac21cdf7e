"""Wat de controleur doet: een steekproef trekken, een vraag stellen, afsluiten of heropenen.

Hij werkt als gd_lezer: elke stap roept één functie van sql/10_controle.sql. Die kijkt zelf na of het zijn lopende
controle is, zet het in het logboek en de melding plant.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from controles import regels
from controles.enums import Soort, Status
from controles.models import TEKST, Regel, Vraag
from controles.regels import ZAAD, Kans
from kern.opmaak import datum_woord
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import Geweigerd
from organisaties.toegang import Actor, eis
from rapportage import selecties
from rapportage.models import Controle
from taken.wekker import wek

LEEG = "Vul een tekst in, hoogstens 2.000 tekens."


def trek_steekproef(door: Actor, controle: Controle, *, aantal: int, peildatum: date, zaad: str = "") -> int:
    """Trekt plekken uit wat op de peildatum telt, zoals `regels.trek`. Geeft het nummer van de steekproef.

    Zonder zaad kiest de toepassing er een. Weigert een peildatum buiten het project of in de toekomst, en een dag
    waarop niets telt.
    """
    eis(door, "controle.uitvoeren")
    zaad = zaad.strip() or regels.nieuw_zaad()
    if not re.fullmatch(ZAAD, zaad):
        raise Geweigerd("Gebruik voor het zaad enkel letters, cijfers, punt en streepje, hoogstens 40.", "zaad")
    if aantal < 1:
        raise Geweigerd("Vul een aantal in van 1 of meer.", "aantal")
    _peildatum(controle, peildatum)
    (peiling,) = selecties.peil([controle.project], peildatum)
    tellend, _ = selecties.fiches([peiling], selecties.plekken([peiling]))[controle.project_id]
    per_code = {rij.plek.code: rij for rij in tellend}
    if not per_code:
        raise Geweigerd("Op deze dag telt nog geen enkele plek. Kies een latere dag.", "peildatum")
    _nog_van_het_project(controle, [rij.plek for rij in tellend])
    codes = regels.trek(zaad, aantal, [Kans(rij.plek.code, rij.plek.organisatie.code) for rij in tellend])
    plekken = [per_code[code].plek.pk for code in codes]
    fiches = [per_code[code].fiche.pk for code in codes]
    return _roep(
        "SELECT controle_steekproef(%s, %s, %s, %s, %s::bigint[], %s::bigint[])",
        [controle.pk, zaad, peildatum, len(per_code), plekken, fiches],
    )[0]


def _nog_van_het_project(controle: Controle, plekken: Sequence[Leerwerkplek]) -> None:
    """Wat toen bij dit project hoorde en nu bij een ander, mag deze controleur niet openen."""
    nu = set(Leerwerkplek.objects.filter(project=controle.project_id).values_list("pk", flat=True))
    if weg := [plek.code for plek in plekken if plek.pk not in nu]:
        zin = f"Plek {weg[0]} hoort intussen bij een ander project. Kies een latere peildatum."
        raise Geweigerd(zin, "peildatum")


def _peildatum(controle: Controle, dag: date) -> None:
    if dag > timezone.localdate():
        raise Geweigerd("Deze peildatum moet nog komen. Kies vandaag of vroeger.", "peildatum")
    if dag < controle.project.van:
        begin = datum_woord(controle.project.van)
        raise Geweigerd(f"Het project begint op {begin}. Kies die dag of later.", "peildatum")


def stel(door: Actor, controle: Controle, tekst: str, plek: Leerwerkplek | None = None) -> int:
    """Stelt een vraag (of maakt een opmerking), over één plek of over de hele controle. Geeft haar nummer (pk)."""
    eis(door, "controle.uitvoeren")
    _kijk_na(tekst)
    vraag, taak = _roep("SELECT * FROM controle_vraag(%s, %s, %s)", [controle.pk, plek.pk if plek else None, tekst])
    if taak is not None:  # anders was het een dubbele klik
        _wek(taak)
    return vraag


def sluit_af(door: Actor, vraag: Vraag, tekst: str = "") -> None:
    """De vraag is klaar; een slotwoord mag. Twee keer afsluiten is één keer; een ander slotwoord weigert ze hardop."""
    eis(door, "controle.uitvoeren")
    if len(tekst) > TEKST:
        raise Geweigerd(LEEG, "tekst")
    if tekst.strip() and Vraag.objects.get(pk=vraag.pk).status == Status.AFGESLOTEN:
        if _laatste(vraag) == (Soort.AFGESLOTEN, tekst.strip()):
            return
        raise Geweigerd("Deze vraag was al afgesloten. Heropen ze om dit nog te zeggen.", "tekst")
    _vervolg(vraag, Soort.AFGESLOTEN, tekst)


def heropen(door: Actor, vraag: Vraag, tekst: str) -> None:
    """Het antwoord volstaat niet: zeg waarom. Op een vraag die nog open staat kan dit niet."""
    eis(door, "controle.uitvoeren")
    _kijk_na(tekst)
    if Vraag.objects.get(pk=vraag.pk).status == Status.OPEN:
        if _laatste(vraag) == (Soort.HEROPEND, tekst.strip()):  # een dubbele klik
            return
        raise Geweigerd("Deze vraag staat al open. Wacht op het antwoord.", "tekst")
    _vervolg(vraag, Soort.HEROPEND, tekst)


def _laatste(vraag: Vraag) -> tuple[str, str] | None:
    return Regel.objects.filter(vraag=vraag.pk).order_by("-pk").values_list("soort", "tekst").first()


def _vervolg(vraag: Vraag, soort: str, tekst: str) -> None:
    (taak,) = _roep("SELECT controle_vervolg(%s, %s, %s)", [vraag.pk, soort, tekst])
    if taak is not None:
        _wek(taak)


def _kijk_na(tekst: str) -> None:
    if not tekst.strip() or len(tekst) > TEKST:
        raise Geweigerd(LEEG, "tekst")


def _roep(sql: str, waarden: list) -> tuple:
    with connection.cursor() as c:
        c.execute(sql, waarden)
        return c.fetchone()


def _wek(taak: int) -> None:
    """De functie schreef de taak in deze transactie; de bel gaat na de commit."""
    transaction.on_commit(lambda: wek(taak, "controles.gevraagd"))
