"""Een deelnemer registreren, plaatsen en vroeger laten stoppen."""

import re
from collections.abc import Iterable
from datetime import date

from leerwerkplekken.models import Aanbod, Leerwerkplek
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, GlowPartner
from organisaties.toegang import Actor, eis
from plaatsingen import indicaties, regels
from plaatsingen.models import Deelnemer, Plaatsing
from plaatsingen.stappen import verloop
from projecten import regels as oproepregels


def volgende_code(bestuur: Bestuur, letter: str, model: type[Deelnemer] | type[Plaatsing]) -> str:
    """Een voorstel: D001, P001 …, één hoger dan de hoogste. Uniek houdt de databank."""
    codes = model._default_manager.filter(bestuur=bestuur).values_list("code", flat=True)
    nummers = [int(m[1]) for m in (re.fullmatch(rf"{letter}-?(\d{{1,9}})", code, re.IGNORECASE) for code in codes) if m]
    return f"{letter}{max(nummers, default=0) + 1:03d}"


def registreer_deelnemer(
    door: Actor, bestuur: Bestuur, *, code: str, voornaam: str, naam: str, glowpartner: GlowPartner,
    uitkeringsgerechtigd: bool, werkzoekend_sinds: date, intensieve_begeleiding: bool, indicatoren: Iterable[str],
) -> Deelnemer:  # fmt: skip
    """Een deelnemer met de door de partner bevestigde criteria. Of die mag starten, blijkt bij `plaats`."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        deelnemer = Deelnemer.objects.create(
            bestuur=bestuur,
            code=code,
            voornaam=voornaam,
            naam=naam,
            glowpartner=glowpartner,
            uitkeringsgerechtigd=uitkeringsgerechtigd,
            werkzoekend_sinds=werkzoekend_sinds,
            intensieve_begeleiding=intensieve_begeleiding,
        )
        indicaties.bewaar(deelnemer, indicatoren)
        schrijf(door, "deelnemer.geregistreerd", deelnemer)
    return deelnemer


def voorwaarden(
    deelnemer: Deelnemer, plek: Leerwerkplek, van: date, tot: date, uren: int
) -> list[oproepregels.Uitkomst]:
    """Elke regel voor deze plaatsing, ook die kloppen: toelaatbaarheid, duur en uren per maand."""
    op = oproepregels.grenzen(plek.project.oproep, van, plek.bestuur_id)
    bevestigd = indicaties.bevestiging(deelnemer)
    return [
        *regels.toelaatbaarheid(
            uitkeringsgerechtigd=deelnemer.uitkeringsgerechtigd,
            werkzoekend_sinds=deelnemer.werkzoekend_sinds,
            intensieve_begeleiding=deelnemer.intensieve_begeleiding,
            indicatoren=bevestigd.aantal if bevestigd else 0,
            start=van,
            grenzen=op,
        ),
        regels.duur(van, tot, op),
        oproepregels.uren_per_maand(uren, op),
    ]


def plaats(
    door: Actor, deelnemer: Deelnemer, plek: Leerwerkplek, *, code: str, van: date, tot: date, uren_per_maand: int
) -> Plaatsing:
    """Plaatst een deelnemer. Geweigerd met elke regel die niet klopt; een plek zonder aanbod aan diens partner ook.

    Een ondertekende fiche en een opgeleide mentor zijn geen voorwaarde (besluit 5).
    """
    eis(door, "plaatsing.bewerken")
    oproepregels.eis(*voorwaarden(deelnemer, plek, van, tot, uren_per_maand))
    if not Aanbod.objects.filter(
        bestuur=plek.bestuur_id, leerwerkplek=plek, glowpartner=deelnemer.glowpartner_id
    ).exists():
        raise Geweigerd("Bied deze plek eerst aan de GLOW-partner van de deelnemer aan.", "leerwerkplek")
    with grenzen():
        plaatsing = Plaatsing.objects.create(
            bestuur=plek.bestuur,
            code=code,
            deelnemer=deelnemer,
            leerwerkplek=plek,
            glowpartner_id=deelnemer.glowpartner_id,
            van=van,
            tot=tot,
            uiterste_tot=regels.uiterste_tot(van, oproepregels.grenzen(plek.project.oproep, van)),
            uren_per_maand=uren_per_maand,
        )
        schrijf(door, "plaatsing.gemaakt", plaatsing, van=str(van), tot=str(tot))
    return plaatsing


def beeindig(door: Actor, plaatsing: Plaatsing, *, op: date, reden: str) -> Plaatsing:
    """Stopt een plaatsing vroeger, met een reden; `op` is de laatste dag. Uren na die dag moeten eerst weg.

    Een onderbreking die daarna zou lopen, vervalt.
    """
    eis(door, "plaatsing.bewerken")
    with grenzen():
        plaatsing = Plaatsing.objects.select_for_update().get(pk=plaatsing.pk)
        dagen, minuten = verloop.na(plaatsing, op)
        if dagen:
            raise Geweigerd(
                f"Na die dag staan nog uren: {dagen} {'dag' if dagen == 1 else 'dagen'}, samen {regels.uur(minuten)}."
                " Verwijder die eerst of kies een latere dag.",
                "beeindigd_op",
            )
        plaatsing.beeindigd_op, plaatsing.einde_reden = op, reden.strip()
        plaatsing.save(update_fields=["beeindigd_op", "einde_reden"])
        verloop.kort_in(plaatsing, op)
        schrijf(door, "plaatsing.beeindigd", plaatsing, op=str(op))
    return plaatsing
