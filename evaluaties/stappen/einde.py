"""Na de plaatsing: waar de deelnemer naartoe ging, hoe het er drie en zes maanden later mee staat, en het attest."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documenten import huisstijl
from evaluaties import inhoud as attest_inhoud
from evaluaties import (
    regels,
)
from evaluaties.models import Attest, Opvolging, Uitstroom
from kern import bevroren
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.models import Plaatsing
from projecten import regels as oproepregels
from taken.stappen import plan

Notitie = TypeVar("Notitie", Uitstroom, Opvolging)


def noteer_uitstroom(
    door: Actor, plaatsing: Plaatsing, *, richting: str, datum: date, op: date | None = None
) -> Uitstroom:
    """Noteert (of verbetert) waar iemand na de plaatsing naartoe ging."""
    _eis_noteren(door, plaatsing)
    oproepregels.eis(*regels.uitstroom_kan(plaatsing.einde, datum, op or timezone.localdate()))
    with grenzen():
        rij = _noteer(door, Uitstroom, {"plaatsing": plaatsing}, richting=richting, datum=datum)
        schrijf(door, "uitstroom.genoteerd", rij, datum=str(datum))
    return rij


def noteer_opvolging(
    door: Actor, plaatsing: Plaatsing, maanden: int, *, richting: str, gedaan_op: date, op: date | None = None
) -> Opvolging:
    """Hoe het na 3 of 6 maanden gaat; een lege `richting` zegt dat niemand bereikt werd."""
    _eis_noteren(door, plaatsing)
    oproepregels.eis(*regels.opvolging_kan(plaatsing.einde, maanden, gedaan_op, op or timezone.localdate()))
    if not Uitstroom.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing).exists():
        raise Geweigerd("Noteer eerst waar de deelnemer na de plaatsing naartoe ging.")
    with grenzen():
        rij = _noteer(
            door, Opvolging, {"plaatsing": plaatsing, "maanden": maanden},
            bereikt=bool(richting), richting=richting, gedaan_op=gedaan_op,
        )  # fmt: skip
        schrijf(door, "opvolging.genoteerd", rij, maanden=maanden)
    return rij


def _eis_noteren(door: Actor, plaatsing: Plaatsing) -> None:
    """HR bij elke plaatsing van het bestuur; een GLOW-partner bij wie via hem geplaatst is."""
    eis(door, "uitstroom.noteren")
    if door.glowpartner and plaatsing.glowpartner_id != door.glowpartner.pk:
        raise PermissionDenied("uitstroom.noteren: niet voor deze plaatsing")


def _noteer(door: Actor, model: type[Notitie], wat: dict[str, Any], **velden: Any) -> Notitie:
    """De rij die er al is aangepast, of een nieuwe. `update_or_create` schrijft ook kolommen die vast zijn.

    Een partner krijgt enkel wat hij zelf noteerde te pakken; staat er iets van HR, dan weigert de unieke sleutel.
    """
    velden |= {"genoteerd_door": door.lidmaatschap, "glowpartner": door.glowpartner}
    bestuur = wat["plaatsing"].bestuur_id
    rij = model._default_manager.select_for_update().filter(bestuur=bestuur, **wat).first()
    if rij is None:
        return model._default_manager.create(bestuur_id=bestuur, **wat, **velden)
    for veld, waarde in velden.items():
        setattr(rij, veld, waarde)
    rij.save(update_fields=list(velden))
    return rij


def maak_attest(
    door: Actor, plaatsing: Plaatsing, *, met_uren: bool, met_competenties: bool, op: date | None = None
) -> Attest:
    """Bevriest wat er op het attest komt en plant het zegel. Is er niets veranderd, dan blijft de vorige versie.

    De deelnemer kiest of uren en competenties erop staan. Geweigerd zolang ze loopt, of zonder banner (bron 002).
    """
    eis(door, "attest.maken")
    op = op or timezone.localdate()
    oproepregels.eis(regels.attest_kan(plaatsing.einde, op))
    stijl = huisstijl.voor(plaatsing.bestuur)
    if not stijl.banner_tekst:
        raise Geweigerd("De logobanner ontbreekt. Vraag de beheerder om die in te stellen.")
    with grenzen():
        Plaatsing.objects.select_for_update(of=("self",)).get(pk=plaatsing.pk)  # twee keer klikken is één attest
        vorige = Attest.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing).order_by("-versie").first()
        versie = vorige.versie + 1 if vorige else 1
        nieuw = attest_inhoud.stel_samen(
            plaatsing,
            versie=versie,
            op=op,
            stijl=stijl,
            opgemaakt_door=attest_inhoud.opgemaakt_door(door),
            met_uren=met_uren,
            met_competenties=met_competenties,
        )
        if vorige and bevroren.zelfde(vorige.inhoud, nieuw, attest_inhoud.BUITEN_VERGELIJKING):
            return vorige
        tekst = bevroren.canoniek(nieuw)
        attest = Attest.objects.create(
            bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
            versie=versie,
            met_uren=met_uren,
            met_competenties=met_competenties,
            inhoud=tekst,
            inhoud_sha256=bevroren.sha256(tekst),
            gemaakt_op=op,
            gemaakt_door=door.lidmaatschap,
        )
        schrijf(door, "attest.gemaakt", attest, versie=versie)
        plan("evaluaties.attest", attest.pk, bestuur_id=attest.bestuur_id)
    return attest
