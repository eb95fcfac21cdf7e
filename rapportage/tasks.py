"""Het bewijspakket maken: lezen in één transactie, dan tekenen en schrijven zonder, en afronden in één."""

import time
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from documenten import huisstijl, opslag
from documenten.enums import Soort
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import Zegelaar, zegelaar
from rapportage import cijfers, inhoud, rapport
from rapportage.models import Bewijspakket
from rapportage.pakket import asic, leesmij
from taken.register import verwerker
from taken.uitvoering import Werk

KIB = 1024


@verwerker("rapportage.bewijspakket", tijdslimiet=900, pogingen=4)
def bewijspakket(werk: Werk, pakket_id: int) -> None:
    with werk.transactie():
        pakket = Bewijspakket.objects.select_related("project__oproep", "bestuur").get(pk=pakket_id)
        if pakket.document_id:
            return
        (uitkomst,) = cijfers.bereken([pakket.project], pakket.peildatum)
        alles = inhoud.verzamel(uitkomst, pakket.bestuur, huisstijl.voor(pakket.bestuur))
    zegel = zegelaar(pakket.bestuur.slug, pakket.bestuur.naam)
    bestanden: dict[str, asic.Bron] = dict(inhoud.nagekeken_paden(alles))
    bestanden |= _papieren(pakket, alles, zegel)
    doel = opslag.nieuw_pad(pakket.bestuur_id, ".zip")
    gemaakt = asic.maak(doel, bestanden, zegel, voortgang=_meld(werk))
    with werk.afronden():
        pakket.document = opslag.leg_vast(
            pakket.bestuur_id,
            opslag.Bewaard(doel.name, gemaakt.sha256, gemaakt.grootte),
            soort=Soort.BEWIJSPAKKET,
            naam=alles.naam,
            mime=asic.SOORT.decode(),
            zegel_niveau=zegel.niveau,
            zegel_certificaat=zegel.certificaat_sha256,
        )
        pakket.save(update_fields=["document"])


def _papieren(pakket: Bewijspakket, alles: inhoud.Inhoud, zegel: Zegelaar) -> dict[str, asic.Bron]:
    """Rapport (verzegelde PDF en werkmap), gegevens en LEESMIJ."""
    moment, project = pakket.aangevraagd_op, pakket.project
    blad = rapport.pdf(project, pakket.peildatum, alles.stijl, alles.tabellen, moment)
    verzegeld = verzegel(
        blad,
        zegel,
        hoedanigheid="bestuur",
        reden=f"ESF-rapport op {pakket.peildatum:%d/%m/%Y}",
        naam=pakket.bestuur.naam,
    )
    return {
        "rapport.pdf": verzegeld.bytes,
        "rapport.xlsx": rapport.xlsx(project, pakket.peildatum, alles.stijl, alles.tabellen, moment),
        **inhoud.gegevens(alles, moment),
        "LEESMIJ.txt": leesmij.tekst(
            bestand=alles.naam,
            bestuur=pakket.bestuur.naam,
            project=project.code,
            peildatum=pakket.peildatum,
            zegel=zegel.naam,
            wortel=f"{settings.GD_ADRES}{reverse('wortel')}",
            met_tijdstempel=zegel.niveau == "B-T",
            demo=pakket.bestuur.is_demo,
        ),
    }


def _meld(werk: Werk) -> Callable[[int, int], None]:
    """Voortgang in KiB, hoogstens twee keer per seconde; een geannuleerde taak stopt bij de volgende melding."""
    laatst = 0.0

    def meld(gedaan: int, totaal: int) -> None:
        nonlocal laatst
        if time.monotonic() - laatst >= 0.5 or gedaan == totaal:
            laatst = time.monotonic()
            werk.voortgang(gedaan // KIB, max(totaal // KIB, 1))

    return meld
