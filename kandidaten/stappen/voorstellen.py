"""Wat een GLOW-partner doet: iemand voorstellen, gegevens verbeteren, een kandidatuur intrekken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from kandidaten import regels
from kandidaten.enums import Nieuws, Status
from kandidaten.models import Kandidatuur
from kandidaten.stand import Plekstand, plekstanden
from kandidaten.stappen import gedeeld
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.stappen import CODE
from leerwerkplekken.stappen.antwoord import aanvaard, neem_lopend
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner, Samenwerking
from organisaties.toegang import Actor, eis
from plaatsingen import indicaties
from plaatsingen.models import Deelnemer, Plaatsing
from plaatsingen.regels import toelaatbaarheid
from projecten.models import Oproep
from projecten.regels import Uitkomst
from projecten.regels import grenzen as oproepgrenzen


@dataclass(frozen=True)
class Criteria:
    """Wat een partner over iemand bevestigt. Welke indicatoren het zijn, ziet enkel die partner."""

    uitkeringsgerechtigd: bool
    werkzoekend_sinds: date
    intensieve_begeleiding: bool
    indicatoren: Sequence[str]

    @property
    def velden(self) -> dict:
        return {
            "uitkeringsgerechtigd": self.uitkeringsgerechtigd,
            "werkzoekend_sinds": self.werkzoekend_sinds,
            "intensieve_begeleiding": self.intensieve_begeleiding,
        }


@dataclass(frozen=True)
class Persoon:
    """Iemand die de partner nog niet kende in dit bestuur."""

    code: str
    voornaam: str
    naam: str


def stel_voor(
    door: Actor, plek: Leerwerkplek, wie: Deelnemer | Persoon, criteria: Criteria, *, start: date
) -> Kandidatuur:
    """Stelt iemand voor een aangeboden plek voor. Dat is meteen het antwoord op het aanbod. Geweigerd
    als dat niet meer loopt, of met elke regel die niet klopt; dan blijft er niets staan.

    `plek` en `wie` zijn van hetzelfde bestuur; de database kijkt na dat het eigen mensen en een eigen aanbod zijn.
    """
    glowpartner = _eis_partner(door)
    _eis_samenwerking(glowpartner, plek.bestuur_id)
    stand = _stand(plek)
    with grenzen():
        aanbod = neem_lopend(door, plek)
        persoon_tot = _geplaatst_tot(wie) if isinstance(wie, Deelnemer) else None
        regels.eis(
            [
                *regels.te_krijgen(stand.gereserveerd_tot, gesloten=stand.gesloten),
                *regels.start(
                    start,
                    vandaag=timezone.localdate(),
                    beschikbaar_van=plek.beschikbaar_van,
                    beschikbaar_tot=plek.beschikbaar_tot,
                    bezet_tot=stand.bezet_tot,
                    persoon_tot=persoon_tot,
                ),
                *voldoet(criteria, start, stand.oproep_id),
            ]
        )
        deelnemer = (
            _bestaande(door, wie, criteria)
            if isinstance(wie, Deelnemer)
            else _nieuw(door, glowpartner, plek, wie, criteria)
        )
        kandidatuur = Kandidatuur.objects.create(
            bestuur_id=plek.bestuur_id,
            deelnemer=deelnemer,
            leerwerkplek=plek,
            glowpartner=glowpartner,
            start=start,
            voorgesteld_op=timezone.localdate(),
        )
        schrijf(door, "kandidatuur.voorgesteld", kandidatuur, start=str(start))
        aanvaard(door, aanbod)
        gedeeld.meld_hr(kandidatuur, Nieuws.NIEUW)
    return kandidatuur


def _eis_partner(door: Actor) -> GlowPartner:
    eis(door, "kandidaat.voorstellen")
    if door.glowpartner is None:
        raise Geweigerd("Enkel een GLOW-partner stelt kandidaten voor.")
    return door.glowpartner


def _eis_samenwerking(glowpartner: GlowPartner, bestuur_id: int) -> None:
    """Ze loopt vandaag; de database weigert anders elke rij (`organisaties.isolatie.PARTNER_SCHRIJFT`)."""
    vandaag = timezone.localdate()
    loopt = (Q(van=None) | Q(van__lte=vandaag)) & (Q(tot=None) | Q(tot__gte=vandaag))
    if not Samenwerking.objects.filter(loopt, bestuur=bestuur_id, glowpartner=glowpartner).exists():
        raise Geweigerd("De samenwerking met dit bestuur loopt nu niet. Neem contact op met het bestuur.")


def _stand(plek: Leerwerkplek) -> Plekstand:
    stand = plekstanden([plek], timezone.localdate()).get(plek.pk)
    if stand is None:
        raise Geweigerd("Deze plek is niet aan jouw organisatie aangeboden.")
    return stand


def voldoet(criteria: Criteria, op: date, oproep_id: int) -> list[Uitkomst]:
    """Elke voorwaarde om op die dag te starten (bron 000–003), ook die kloppen; de uitleg over indicatoren in twee."""
    uitkomsten = toelaatbaarheid(
        **criteria.velden,
        indicatoren=len(criteria.indicatoren),
        start=op,
        grenzen=oproepgrenzen(Oproep.objects.get(pk=oproep_id), op),
    )
    if criteria.intensieve_begeleiding:
        return uitkomsten
    return [replace(u, veld="intensieve_begeleiding") if u.veld == "indicatoren" else u for u in uitkomsten]


def _geplaatst_tot(deelnemer: Deelnemer) -> date | None:
    """De laatste dag van een plaatsing van deze persoon die nog loopt of komt."""
    plaatsingen = Plaatsing.objects.filter(bestuur=deelnemer.bestuur_id, deelnemer=deelnemer).order_by("pk")
    return max((p.einde for p in plaatsingen if p.einde >= timezone.localdate()), default=None)


def _nieuw(door: Actor, glowpartner: GlowPartner, plek: Leerwerkplek, wie: Persoon, criteria: Criteria) -> Deelnemer:
    if not CODE.fullmatch(wie.code):
        raise Geweigerd("Gebruik voor de code letters, cijfers, punt, streepje of liggend streepje.", "code")
    deelnemer = Deelnemer.objects.create(
        bestuur_id=plek.bestuur_id,
        code=wie.code,
        voornaam=wie.voornaam,
        naam=wie.naam,
        glowpartner=glowpartner,
        **criteria.velden,
    )
    schrijf(door, "deelnemer.geregistreerd", deelnemer)
    _bevestig(deelnemer, criteria)
    return deelnemer


def _bestaande(door: Actor, wie: Deelnemer, criteria: Criteria) -> Deelnemer:
    deelnemer = Deelnemer.objects.get(pk=wie.pk, glowpartner=door.glowpartner)
    _pas_aan(door, deelnemer, criteria.velden)
    _bevestig(deelnemer, criteria)
    return deelnemer


def _pas_aan(door: Actor, deelnemer: Deelnemer, velden: dict) -> list[str]:
    gewijzigd = [veld for veld, waarde in velden.items() if getattr(deelnemer, veld) != waarde]
    for veld in gewijzigd:
        setattr(deelnemer, veld, velden[veld])
    if gewijzigd:
        deelnemer.save(update_fields=gewijzigd)
        schrijf(door, "deelnemer.gewijzigd", deelnemer, velden=gewijzigd)
    return gewijzigd


def _bevestig(deelnemer: Deelnemer, criteria: Criteria) -> None:
    if not indicaties.bevestig(deelnemer, criteria.indicatoren):
        raise Geweigerd("De samenwerking met dit bestuur loopt nu niet. Neem contact op met het bestuur.")


def verbeter(door: Actor, deelnemer: Deelnemer, persoon: Persoon, criteria: Criteria) -> Deelnemer:
    """Verbetert wie de partner voorstelde, tot die geplaatst is. De voorwaarden blijven gelden voor wat nog open is."""
    _eis_samenwerking(_eis_partner(door), deelnemer.bestuur_id)
    if not CODE.fullmatch(persoon.code):
        raise Geweigerd("Gebruik voor de code letters, cijfers, punt, streepje of liggend streepje.", "code")
    with grenzen():
        deelnemer = Deelnemer.objects.select_for_update().get(pk=deelnemer.pk, glowpartner=door.glowpartner)
        open_ = Kandidatuur.objects.filter(deelnemer=deelnemer, afgesloten_op=None).select_related("leerwerkplek")
        for kandidatuur in open_.order_by("pk"):
            regels.eis(voldoet(criteria, kandidatuur.start, _stand(kandidatuur.leerwerkplek).oproep_id))
        naam = {"code": persoon.code, "voornaam": persoon.voornaam, "naam": persoon.naam}
        _pas_aan(door, deelnemer, naam | criteria.velden)
        _bevestig(deelnemer, criteria)
    return deelnemer


def trek_in(door: Actor, kandidatuur: Kandidatuur) -> Kandidatuur:
    """De partner trekt een eigen kandidatuur in, ook na het aanvaarden; niet meer na het plaatsen. HR hoort het."""
    _eis_partner(door)
    with grenzen():
        kandidatuur = gedeeld.neem(kandidatuur)
        gedeeld.eis_niet_geplaatst(kandidatuur)
        _eis_nog_open(kandidatuur)
        gedeeld.zet(door, kandidatuur, Status.INGETROKKEN, afgesloten_op=timezone.localdate(), gereserveerd_tot=None)
        gedeeld.meld_hr(kandidatuur, Nieuws.INGETROKKEN)
    return kandidatuur


def _eis_nog_open(kandidatuur: Kandidatuur) -> None:
    if kandidatuur.status == Status.INGETROKKEN:
        raise Geweigerd("Deze kandidatuur was al ingetrokken. Er is niets veranderd.")
    if kandidatuur.status == Status.GEWEIGERD:
        raise Geweigerd("Deze kandidatuur is intussen geweigerd. Intrekken hoeft niet meer.")
