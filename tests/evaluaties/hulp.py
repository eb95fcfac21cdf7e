"""Een evaluatie met echte stappen, op een opgegeven dag."""

from datetime import date

from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from organisaties.models import Lidmaatschap

START, EIND = date(2023, 3, 8), date(2023, 8, 31)


def invullen(huis, plaatsing, moment="start", score=3, zelf=2, op=EIND, rol="mentor", **velden):
    """Een concept met overal dezelfde score; `velden`: teksten."""
    wat = Wijzigingen(velden, {naam: {"score": score, "eigen_score": zelf} for naam in stappen.competenties(plaatsing)})
    return stappen.bewaar(huis.actor(rol), plaatsing, moment, wat, op=op)


def bespreek(huis, plaatsing, moment="start", op=EIND, rol="mentor", **anders):
    return stappen.bespreek(huis.actor(rol), invullen(huis, plaatsing, moment, op=op, rol=rol, **anders), op=op)


def afgerond(huis, plaatsing, moment="start", op=EIND, rol="mentor", stem="akkoord", **anders):
    """Een afgeronde evaluatie, door de deelnemer zelf goedgekeurd."""
    bespreek(huis, plaatsing, moment, op=op, rol=rol, **anders)
    return stem_en_rond_af(huis, plaatsing, moment, op=op, rol=rol, stem=stem)


def stem_en_rond_af(huis, plaatsing, moment="start", op=EIND, rol="mentor", **velden):
    velden = {"stem": "akkoord", "stem_wijze": "zelf"} | velden
    evaluatie = stappen.bewaar(huis.actor(rol), plaatsing, moment, Wijzigingen(velden))
    return stappen.rond_af(huis.actor(rol), evaluatie, op=op)


def tweede_mentor(huis, slug="mentor2") -> Lidmaatschap:
    """Een andere mentor van hetzelfde bestuur, zonder deze deelnemer."""
    from mentoren import stappen as mentor_stappen

    lid = huis.lid(slug, "mentor")
    huis.leden[slug] = lid
    mentor_stappen.maak_mentor(
        huis.installatie,
        lid,
        organisatie=huis.organisatie,
        leidinggevende=huis.leden["leidinggevende"],
        vanaf=date(2023, 1, 1),
    )
    return lid
