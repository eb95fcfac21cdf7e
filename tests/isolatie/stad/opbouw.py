"""In welke volgorde de stad er komt: eerst wat te wijzigen is, dan de kanaries, dan wat vastligt en ze meeneemt."""

from plaatsingen.models import Plaatsing
from tests.isolatie.stad import (
    aanmelding,
    beheer,
    berichten,
    controles,
    documenten,
    evaluaties,
    fiches,
    kandidaten,
    leerwerkplekken,
    mentoren,
    organisaties,
    partners,
    plaatsingen,
    projecten,
    rapportage,
    taken,
)
from tests.isolatie.stad.kanaries import besmet
from tests.isolatie.stad.partnerzicht import wat_een_partner_ziet
from tests.isolatie.stad.soorten import SLUGS, Bestuur, Stad


def bouw(*, met_bestanden: int = 3) -> Stad:
    """Bouwt de stad met echte stappen; zoveel besturen krijgen ook hun PDF's, zegels en bewijspakket (seconden werk)."""
    stad = Stad([bouw_bestuur(slug, nummer, nummer <= met_bestanden) for nummer, slug in enumerate(SLUGS, 1)])
    organisaties.over_de_grens(stad)
    for b in stad.besturen:
        stad.partner_ziet[b.partner.pk] = wat_een_partner_ziet(stad, b.partner)
    return stad


def bouw_bestuur(slug: str, nummer: int, met_bestanden: bool) -> Bestuur:
    b = organisaties.bestuur(slug, nummer)
    with b.huis.binnen():
        te_wijzigen(b)
    kandidaten.kandidaat(b)
    leerwerkplekken.aanbod(b)
    with b.huis.binnen():
        berichten.bericht(b)
        besmet(b)
        organisaties.ververs(b.huis)
        wat_vastligt(b)
    controles.controle(b)
    taken.werk_af(b, echt=met_bestanden)
    aanmelding.passkey(b)
    beheer.collegas(b)
    partners.van_de_partner(b)
    return b


def te_wijzigen(b: Bestuur) -> None:
    projecten.oproepkeuze(b)
    projecten.doelen(b)
    plaatsing = plaatsingen.met_uren(b)
    plaatsingen.van_vandaag(b)
    plaatsingen.afspraken(b, plaatsing)
    plaatsingen.nog_niet_gestart(b)
    partners.contactkaart(b)
    evaluaties.afgerond(b, plaatsing)
    documenten.huisstijl(b)
    projecten.overleg(b, plaatsing)
    projecten.overeenkomst(b)
    projecten.prospect(b)
    projecten.beleid(b)
    leerwerkplekken.plekken(b)
    beheer.uitnodiging(b)
    beheer.plaatsvervanging(b)
    berichten.agenda(b)
    leerwerkplekken.open_plek(b)


def wat_vastligt(b: Bestuur) -> None:
    mentoren.certificaat(b)
    mentoren.certificaatscan(b)
    fiches.fiches(b)
    plaatsing = Plaatsing.objects.get(pk=b.ding["plaatsing"])
    plaatsingen.bevestigde_maand(b, plaatsing)
    evaluaties.evaluaties(b, plaatsing)
    rapportage.gevraagd(b)
