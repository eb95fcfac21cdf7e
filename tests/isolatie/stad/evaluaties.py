"""Evaluaties, attest, uitstroom en opvolging."""

from datetime import date

from evaluaties.stappen import einde
from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from tests.isolatie.stad.kanaries import kanarie
from tests.isolatie.stad.soorten import Bestuur


def afgerond(b: Bestuur, plaatsing) -> None:
    """Het attest noemt de organisatie en wie het opmaakte: nog zonder hun kanarie, want een partner mag die enkel daar lezen."""
    hr = b.huis.actor("hr")
    attest = einde.maak_attest(hr, plaatsing, met_uren=True, met_competenties=True)
    einde.noteer_uitstroom(hr, plaatsing, richting="werk", datum=plaatsing.einde)
    einde.noteer_opvolging(hr, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1))
    b.ding["attest"] = attest.pk


def evaluaties(b: Bestuur, plaatsing) -> None:
    """Een afgeronde startevaluatie en een tussentijdse die nog bezig is, met hun kanarie in elke tekst."""
    mentor = b.huis.actor("mentor")
    for moment in ("start", "tussentijds"):
        namen = stappen.competenties(plaatsing)
        keuzes = {naam: {"score": 3, "eigen_score": 2} for naam in namen}
        evaluatie = stappen.bewaar(mentor, plaatsing, moment, Wijzigingen({}, keuzes))
        merk = kanarie(b.slug, evaluatie)
        teksten = dict.fromkeys(("goed", "werkpunten", "afspraken", "eigen_woorden", "bezwaar"), f"Iets {merk}")
        notities = {s.naam: {"notitie": kanarie(b.slug, s)} for s in stappen.scores(evaluatie)}
        stem = {"stem": "bezwaar", "stem_wijze": "namens"}
        stappen.bewaar(mentor, plaatsing, moment, Wijzigingen(teksten | stem, notities))
        if moment == "start":
            stappen.rond_af(mentor, stappen.bespreek(mentor, evaluatie))
            b.ding["evaluatie"] = evaluatie.pk
