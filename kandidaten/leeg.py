"""Plekken die te lang leeg blijven, met wat in de weg staat: voor HR van een bestuur, en voor één GLOW-partner.

De ene functie voor elk scherm, elke tegel en elke herinnering: `van_bestuur` en `van_partner`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kandidaten import woorden
from kandidaten.enums import Hindernis, Stand
from kandidaten.models import Kandidatuur
from kandidaten.stand import met_plaatsing, stand
from kern.opmaak import datum_kort, opsomming
from leerwerkplekken import fichestand
from leerwerkplekken import woorden as aanbodwoorden
from leerwerkplekken.enums import Aanbodstand, Status, Taalniveau, Weigerreden
from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek, PlanVanAanpak
from leerwerkplekken.regels import aanbodstand, lopend, veel_nederlands
from organisaties.models import GlowPartner

UIT_REDEN = {Weigerreden.TAAL: Hindernis.TAAL, Weigerreden.UREN: Hindernis.UREN}


@dataclass(frozen=True)
class Hinder:
    """Eén ding dat in de weg staat, in één zin. `partner`: bij wie; leeg: bij de plek of bij HR."""

    soort: str
    zin: str
    partner: GlowPartner | None = None


@dataclass(frozen=True)
class LegePlek:
    plek: Leerwerkplek
    sinds: date  # de eerste dag zonder iemand
    dagen: int
    hinder: tuple[Hinder, ...]

    @property
    def soorten(self) -> set[str]:
        return {h.soort for h in self.hinder}

    @property
    def partners(self) -> set[int]:
        return {h.partner.pk for h in self.hinder if h.partner}


def van_bestuur(bestuur_id: int, dag: date) -> list[LegePlek]:
    """Elke plek van dit bestuur die op die dag al N dagen leeg staat (keuze van het bestuur), de langste eerst."""
    plekken = _te_bekijken(Leerwerkplek.objects.filter(bestuur=bestuur_id), dag)
    leeg = _leeg(list(plekken.select_related("organisatie", "bestuur")), dag)
    if not leeg:
        return []
    stukken = _Stukken(leeg, dag, None)
    getekend = fichestand.getekend(bestuur_id)
    return [
        LegePlek(plek, sinds, (dag - sinds).days, tuple(_voor_hr(plek, stukken, getekend)))
        for plek, sinds in leeg.values()
    ]


def van_partner(partner: GlowPartner, dag: date, bestuur_id: int | None = None) -> list[LegePlek]:
    """Wat deze partner nog kan invullen en al N dagen leeg staat, met wat bij hem in de weg staat; nooit wat een andere
    partner doet. In de context van de partner over alle besturen; een taak van een bestuur noemt `bestuur_id`."""
    eigen = Aanbod.objects.filter(
        lopend(dag), bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk"), glowpartner=partner
    )
    plekken = Leerwerkplek.objects.filter(Exists(eigen))
    if bestuur_id is not None:
        plekken = plekken.filter(bestuur=bestuur_id)
    leeg = _leeg(list(_te_bekijken(plekken, dag).select_related("organisatie", "bestuur")), dag)
    stukken = _Stukken(leeg, dag, partner)
    return [
        LegePlek(plek, sinds, (dag - sinds).days, tuple(_voor_partner(plek, stukken))) for plek, sinds in leeg.values()
    ]


def _te_bekijken(plekken: QuerySet[Leerwerkplek], dag: date) -> QuerySet[Leerwerkplek]:
    return plekken.exclude(status=Status.GESLOTEN).exclude(beschikbaar_van__gt=dag).exclude(beschikbaar_tot__lt=dag)


def _leeg(plekken: list[Leerwerkplek], dag: date) -> dict[int, tuple[Leerwerkplek, date]]:
    """Wie lang genoeg leeg staat, met sinds wanneer. Iemand die komt of een reservatie telt als ingenomen."""
    if not plekken:
        return {}
    with connection.cursor() as c:
        c.execute(
            "SELECT leerwerkplek_id, laatste_einde, ingenomen, leeg_dagen FROM kandidatuur_leegstand(%s, %s)",
            [[plek.pk for plek in plekken], dag],
        )
        standen = {pk: rest for pk, *rest in c.fetchall()}
    gevonden = []
    for plek in plekken:
        laatste, ingenomen, dagen = standen.get(plek.pk, (None, True, None))
        sinds = leeg_sinds(plek, laatste)
        if not ingenomen and dagen is not None and (dag - sinds).days >= dagen:
            gevonden.append((plek, sinds))
    gevonden.sort(key=lambda rij: (rij[1], rij[0].code, rij[0].pk))
    return {plek.pk: (plek, sinds) for plek, sinds in gevonden}


def leeg_sinds(plek: Leerwerkplek, laatste_einde: date | None) -> date:
    """De eerste dag zonder iemand: na de laatste plaatsing, of toen de plek openging (anders: geregistreerd werd)."""
    open_ = plek.beschikbaar_van or timezone.localdate(plek.vastgelegd_op)
    return max(open_, laatste_einde + timedelta(days=1)) if laatste_einde else open_


class _Stukken:
    """Aanbod, vragen, taal en kandidaturen van deze plekken, elk in één query; met `partner` enkel die van hem."""

    def __init__(self, leeg: dict[int, tuple[Leerwerkplek, date]], dag: date, partner: GlowPartner | None):
        self.dag = dag
        eigen = {"glowpartner": partner} if partner else {}
        rijen = Aanbod.objects.filter(leerwerkplek__in=leeg, **eigen).select_related("glowpartner")
        vragen = Aanbodvraag.objects.filter(aanbod__leerwerkplek__in=leeg, antwoord="", **eigen)
        kandidaten = met_plaatsing(Kandidatuur.objects.filter(leerwerkplek__in=leeg, **eigen))
        plannen = PlanVanAanpak.objects.filter(leerwerkplek__in=leeg).order_by("pk")
        self.taal = dict(plannen.values_list("leerwerkplek", "taalniveau"))
        self.aanbod, self.vragen, self.kandidaten = defaultdict(list), defaultdict(list), defaultdict(list)
        for rij in rijen.order_by("glowpartner__naam", "pk"):
            self.aanbod[rij.leerwerkplek_id].append(rij)
        for vraag in vragen.select_related("glowpartner", "aanbod").order_by("gevraagd_op", "pk"):
            self.vragen[vraag.aanbod.leerwerkplek_id].append(vraag)
        for k in kandidaten.select_related("deelnemer", "glowpartner").order_by("voorgesteld_op", "pk"):
            if k.open or (k.afgesloten_op and k.afgesloten_op >= leeg[k.leerwerkplek_id][1]):
                self.kandidaten[k.leerwerkplek_id].append(k)


def _voor_hr(plek: Leerwerkplek, stukken: _Stukken, getekend: set[int]) -> Iterator[Hinder]:
    yield from _aanbod(plek, stukken)
    for vraag in stukken.vragen[plek.pk]:
        zin = f"Een vraag van {vraag.glowpartner} wacht sinds {datum_kort(timezone.localdate(vraag.gevraagd_op))}."
        yield Hinder(Hindernis.VRAAG, zin, vraag.glowpartner)
    yield from _kandidaten(plek, stukken, bij_partner=False)
    yield from _taal(plek, stukken)
    if plek.mentor_id is None:
        yield Hinder(Hindernis.MENTOR, "Er is nog geen mentor.")
    if plek.pk not in getekend:
        yield Hinder(Hindernis.FICHE, "De fiche is nog niet ondertekend.")
    if not plek.uren_per_maand:
        yield Hinder(Hindernis.UREN, "De uren per maand zijn nog niet ingevuld.")


def _aanbod(plek: Leerwerkplek, stukken: _Stukken) -> Iterator[Hinder]:
    rijen = stukken.aanbod[plek.pk]
    if not rijen:
        yield Hinder(Hindernis.NIET_AANGEBODEN, "De plek is nog aan niemand aangeboden.")
    for rij in rijen:
        yield from _van_aanbod(rij, stukken, f"{rij.glowpartner}")


def _van_aanbod(rij: Aanbod, stukken: _Stukken, wie: str) -> Iterator[Hinder]:
    """Wat één partner met zijn aanbod deed, en nog niet deed."""
    stand_, partner = aanbodstand(rij, stukken.dag), rij.glowpartner
    aangeboden = f"aangeboden op {datum_kort(rij.laatst_op)}"
    if stand_ in (Aanbodstand.VERVALLEN, Aanbodstand.INGETROKKEN):
        yield Hinder(Hindernis.VERVALLEN, f"Het aanbod aan {wie} is {Aanbodstand(stand_).label}.", partner)
    elif stand_ == Aanbodstand.OPEN:
        yield Hinder(Hindernis.ANTWOORD, f"{wie} las het aanbod nog niet ({aangeboden}).", partner)
    elif stand_ == Aanbodstand.GELEZEN:
        yield Hinder(Hindernis.ANTWOORD, f"{wie} antwoordde nog niet ({aangeboden}, gelezen).", partner)
    elif stand_ == Aanbodstand.GEWEIGERD:
        reden = aanbodwoorden.reden(rij) or "zonder reden"
        soort = UIT_REDEN.get(Weigerreden(rij.weiger_reden)) if rij.weiger_reden else None
        yield Hinder(soort or Hindernis.GEWEIGERD, f"{wie} heeft geen kandidaat: {reden}.", partner)
    elif not any(k.open for k in stukken.kandidaten[rij.leerwerkplek_id] if k.glowpartner_id == rij.glowpartner_id):
        yield Hinder(Hindernis.KANDIDAAT, f"{wie} zoekt, maar er is geen kandidaat.", partner)


def _kandidaten(plek: Leerwerkplek, stukken: _Stukken, *, bij_partner: bool) -> Iterator[Hinder]:
    """Kandidaten die op iets wachten, en wie sinds de plek leeg staat niet doorging. Op code, nooit een naam."""
    for k in stukken.kandidaten[plek.pk]:
        code, nu = k.deelnemer.code, stand(k, stukken.dag)
        if nu in (Stand.VOORGESTELD, Stand.INTAKE):
            wie = "het bestuur" if bij_partner else "HR"
            yield Hinder(Hindernis.BESLISSING, f"Kandidaat {code} wacht op {wie}.", k.glowpartner)
        elif nu in (Stand.AANVAARD, Stand.VERLOPEN):
            yield Hinder(Hindernis.BESLISSING, f"Kandidaat {code} is aanvaard, maar nog niet geplaatst.", k.glowpartner)
        elif nu == Stand.GEWEIGERD:
            zin = f"Kandidaat {code} ging niet door: {woorden.reden(k)}."
            soort = Hindernis.UREN if k.weiger_reden == "uurrooster" else Hindernis.NIET_DOORGEGAAN
            yield Hinder(soort, zin, k.glowpartner)
        elif nu == Stand.INGETROKKEN:
            yield Hinder(Hindernis.NIET_DOORGEGAAN, f"Kandidaat {code} werd ingetrokken.", k.glowpartner)


def _voor_partner(plek: Leerwerkplek, stukken: _Stukken) -> Iterator[Hinder]:
    for rij in stukken.aanbod[plek.pk]:
        stand_ = aanbodstand(rij, stukken.dag)
        if stand_ in (Aanbodstand.OPEN, Aanbodstand.GELEZEN):
            tot = f" tot en met {datum_kort(rij.vervalt_op)}" if rij.vervalt_op else ""
            yield Hinder(Hindernis.ANTWOORD, f"Je antwoordde nog niet. Dat kan{tot or ' nog'}.", rij.glowpartner)
        else:
            yield from _van_aanbod(rij, stukken, "Jullie organisatie")
    if stukken.vragen[plek.pk]:
        yield Hinder(Hindernis.VRAAG, "Je vraag wacht op antwoord van het bestuur.")
    yield from _kandidaten(plek, stukken, bij_partner=True)
    yield from _taal(plek, stukken)


def _taal(plek: Leerwerkplek, stukken: _Stukken) -> Iterator[Hinder]:
    """Wat de plek vraagt, ook als nog niemand daarom weigerde."""
    if veel_nederlands(niveau := stukken.taal.get(plek.pk, "")):
        yield Hinder(Hindernis.TAAL, f"De plek vraagt Nederlands op niveau {Taalniveau(niveau).label}.")


def samenvatting(lege: LegePlek) -> str:
    """Waar het aan ligt, in enkele woorden: voor een bericht of een rij in een lijst."""
    return opsomming([Hindernis(soort).label for soort in Hindernis.values if soort in lege.soorten])
