"""Wat het rapport over de vijf besturen zegt: de cijfers van hun bronpagina (bron 000–004)."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from documenten import opslag
from documenten.enums import Soort
from fiches.enums import SoortBlad
from fiches.models import FicheBlad, Handtekening
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from tests.bouw import PDF
from tests.rapportage.overal import zegt_hetzelfde


@dataclass(frozen=True)
class Scenario:
    """`getekend`: zoveel fiches van het demobestand zijn ondertekend; `per_organisatie`: plekken, op naam."""

    projecten: int
    plekken: int
    doel_mentoren: int
    mentoren: int
    partners: int
    getekend: int
    per_organisatie: tuple[int, ...]
    coordineert: str = ""  # een andere organisatie dan die van de eerste plek


SCENARIOS = {
    # zes districten, elk met een eigen project
    "antwerpen": Scenario(6, 111, 37, 37, 3, 90, (39, 18, 3, 39, 6, 6)),
    # 12 plekken bij de stad en 27 bij drie andere organisaties, waarvan er een coördineert
    "oostende": Scenario(1, 39, 13, 8, 1, 12, (9, 9, 9, 12), "Perspectief"),
    # 18 mentoren tegenover een doel van 13
    "voorbeeldstad": Scenario(1, 39, 13, 18, 1, 39, (9, 9, 21)),
    "opwijk": Scenario(1, 6, 2, 3, 1, 4, (3, 3)),
    "herent": Scenario(1, 3, 1, 1, 1, 3, (3,)),
}


def verzegel():
    """Elke ondertekende fiche een document: dat het er is, telt. Verzegelen zelf duurt te lang voor 90 fiches."""
    for teken in Handtekening.objects.order_by("pk"):
        document = opslag.leg_vast(
            teken.bestuur_id,
            opslag.bewaar(teken.bestuur_id, PDF),
            soort=Soort.FICHE,
            naam="f.pdf",
            mime="application/pdf",
        )
        FicheBlad.objects.create(
            bestuur_id=teken.bestuur_id, fiche_id=teken.fiche_id, soort=SoortBlad.VERZEGELD, document=document
        )


def klopt(naam, client, binnen, papier=None, hoogstens=None):
    """Het rapport van dit bestuur op vandaag: de cijfers van de bron, op elk papier dezelfde."""
    s = SCENARIOS[naam]
    with binnen():
        verzegel()
        rijen = Lidmaatschap.objects.select_related("organisatie", "gebruiker")
        coordinator = rijen.get(rollen__contains=[Rol.COORDINATOR])
    client.force_login(coordinator.gebruiker)

    def haal(adres):
        antwoord = client.get(adres)
        assert antwoord.status_code == 200, adres
        return antwoord.content

    g = zegt_hetzelfde(haal, binnen, timezone.localdate(), papier, hoogstens)
    assert (len(g.delen), len(g.leerwerkplekken)) == (s.projecten, s.plekken)
    assert [rij[1:] for rij in g.doelen] == [(s.getekend, s.plekken), (s.mentoren, s.doel_mentoren)]
    assert len({a.glowpartner_id for a in g.aanbod}) == s.partners
    per = Counter(plek.organisatie.naam for plek in g.leerwerkplekken)
    assert sorted(per.values()) == sorted(s.per_organisatie)
    assert s.coordineert in coordinator.organisatie.naam
