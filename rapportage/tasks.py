"""Een bewijspakket of rapport maken: lezen in één transactie, dan tekenen en schrijven zonder, en afronden in één."""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.urls import reverse

from documenten import huisstijl, opslag, verzegeld
from documenten.enums import Soort
from documenten.zegel.fouten import ZegelFout
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import Zegelaar, zegelaar
from kern.pdf import PdfFout
from organisaties.isolatie import namens
from projecten.models import Subsidieproject
from rapportage import cijfers, coordinatie, geheel, inhoud, nakijken, rapport, tabellen, urenstaten
from rapportage.enums import Fase, RapportFase
from rapportage.models import Bewijspakket, Gevraagd, Rapport
from rapportage.pakket import asic, leesmij
from taken.register import verwerker
from taken.stappen import ClaimKwijt
from taken.uitvoering import TeLang, Werk, tijdslimiet

TUSSEN_MELDINGEN = 0.5  # seconden


@shared_task(name="rapportage.kijk_na")
def kijk_na(token: str) -> None:
    """Kijkt een opgeladen bestand na. Staat in geen rij: gaat het mis, dan vraagt de bezoeker het opnieuw."""
    with tijdslimiet(settings.TAKEN_TIJDSLIMIET), namens(alleen_lezen=True, verzoek="nakijken"):
        nakijken.voer_uit(token)


@verwerker("rapportage.bewijspakket", tijdslimiet=900, pogingen=4)
def bewijspakket(werk: Werk, pakket_id: int) -> None:
    """Maakt het gevraagde pakket. Mislukt het, dan staat de reden bij het pakket en volgt er zo nodig een poging."""
    with _met_reden(werk, Bewijspakket, pakket_id):
        _maak(werk, pakket_id)


@verwerker("rapportage.rapport", tijdslimiet=300, pogingen=4)
def maak_rapport(werk: Werk, rapport_id: int) -> None:
    """Telt, tekent en verzegelt het gevraagde rapport; wie het intussen annuleerde, krijgt niets."""
    with _met_reden(werk, Rapport, rapport_id):
        werk.voortgang(0, 0, fase=RapportFase.TELLEN)
        with werk.transactie():
            rij = Rapport.objects.select_related("project__oproep", "project__organisatie", "bestuur").get(
                pk=rapport_id
            )
            if rij.document_id:
                return
            teken = _tekenaar(rij)
        werk.voortgang(0, 0, fase=RapportFase.TEKENEN)
        blad = teken()
        werk.voortgang(0, 0, fase=RapportFase.ZEGELEN)
        reden = f"ESF-rapport op {rij.peildatum:%d/%m/%Y}"
        stuk = verzegeld.maak(rij.bestuur, blad, hoedanigheid="bestuur", reden=reden, naam=rij.bestuur.naam)
        with werk.afronden():
            rij.document = stuk.leg_vast(soort=Soort.RAPPORT, naam=_naam(rij))
            rij.reden = ""
            rij.save(update_fields=["document", "reden"])


def _tekenaar(rij: Rapport) -> Callable[[], bytes]:
    """Leest alles wat het rapport nodig heeft; het antwoord tekent het, buiten de transactie."""
    alle = Subsidieproject.objects.filter(bestuur=rij.bestuur_id).select_related("oproep", "organisatie")
    projecten = [rij.project] if rij.project else list(alle.order_by("code", "pk"))
    delen = cijfers.bereken(projecten, rij.peildatum, toen_gekend=rij.toen_gekend)
    stijl, moment = huisstijl.voor(rij.bestuur), rij.aangevraagd_op
    wie = coordinatie.zin(rij.bestuur_id, moment)
    if rij.project:
        return partial(rapport.pdf, delen[0], stijl, tabellen.alle(delen[0]), moment, wie)
    alles = geheel.Geheel(delen)
    return partial(rapport.pdf_geheel, alles, stijl, geheel.alle(alles), moment, wie)


def _naam(rij: Rapport) -> str:
    wat = [rij.bestuur.slug, *([rij.project.code] if rij.project else [])]
    kijk = "-zoals-toen-gekend" if rij.toen_gekend else ""
    return f"esf-rapport-{'-'.join(map(inhoud.veilige_naam, wat))}-{rij.peildatum.isoformat()}{kijk}.pdf"


@contextmanager
def _met_reden(werk: Werk, model: type[Gevraagd], pk: int) -> Iterator[None]:
    """Mislukt het, dan staat de reden bij wat gevraagd was."""
    try:
        yield
    except ClaimKwijt:
        raise
    except Exception as fout:
        with werk.transactie():
            model._default_manager.filter(pk=pk).update(reden=_zin(fout))
        raise


def _zin(fout: Exception) -> str:
    """Wat iemand eraan kan doen; leeg bij een fout die we niet kennen (de taak houdt haar soort en plaats bij)."""
    if isinstance(fout, opslag.Beschadigd):
        return f"{fout} is niet meer wat er bewaard werd. Zet dat bestand terug uit de reservekopie en probeer opnieuw."
    if isinstance(fout, ZegelFout | PdfFout | urenstaten.ZonderVersie):
        return str(fout)[:300]
    if isinstance(fout, TeLang):
        return "Het maken duurde te lang. Probeer opnieuw op een rustiger moment."
    if isinstance(fout, OSError) and fout.errno in (errno.ENOSPC, errno.EDQUOT):
        return "De schijf is vol. Maak plaats en probeer opnieuw."
    return ""


def _maak(werk: Werk, pakket_id: int) -> None:
    werk.voortgang(0, 0, fase=Fase.TELLEN)  # ook bij een nieuwe poging
    with werk.transactie():
        pakket = Bewijspakket.objects.select_related("project__oproep", "bestuur").get(pk=pakket_id)
        if pakket.document_id:
            return
        (uitkomst,) = cijfers.bereken([pakket.project], pakket.peildatum)
        wie = coordinatie.zin(pakket.bestuur_id, pakket.aangevraagd_op)
        alles = inhoud.verzamel(uitkomst, pakket.bestuur, huisstijl.voor(pakket.bestuur), wie)
    _maak_urenstaten(werk, pakket, alles)
    werk.voortgang(0, 0, fase=Fase.RAPPORT)
    zegel = zegelaar(pakket.bestuur.slug, pakket.bestuur.naam, pakket.bestuur.kbo_nummer)
    bestanden: dict[str, asic.Bron] = {naam: _aanwezig(naam, d) for naam, d in alles.bewijzen.items()}
    bestanden |= _papieren(pakket, alles, zegel)
    werk.voortgang(0, len(bestanden), fase=Fase.SCHRIJVEN)
    doel = opslag.nieuw_pad(pakket.bestuur_id, ".zip")
    sommen = {naam: document.sha256 for naam, document in alles.bewijzen.items()}
    try:
        gemaakt = asic.maak(doel, bestanden, zegel, verwacht=sommen, klaar=_meld(werk))
    except asic.AndereBytes as fout:
        raise opslag.Beschadigd(str(fout)) from fout
    _rond_af(werk, pakket, alles, zegel, doel, gemaakt)


def _maak_urenstaten(werk: Werk, pakket: Bewijspakket, alles: inhoud.Inhoud) -> None:
    """Maakt welke urenstaten er nog niet zijn. Elk is meteen bewaard: een volgende poging gaat verder."""
    if not alles.te_maken:
        return
    werk.voortgang(0, len(alles.te_maken), fase=Fase.URENSTATEN)
    for nummer, (naam, versie) in enumerate(alles.te_maken.items(), 1):
        alles.bewijzen[naam] = urenstaten.maak(werk, pakket.bestuur, versie)
        werk.voortgang(nummer, len(alles.te_maken))


def _aanwezig(naam: str, document) -> Path:
    pad = opslag.pad(document)
    if not pad.is_file():
        raise opslag.Beschadigd(naam)
    return pad


def _rond_af(
    werk: Werk, pakket: Bewijspakket, alles: inhoud.Inhoud, zegel: Zegelaar, doel: Path, gemaakt: asic.Gemaakt
) -> None:
    try:
        with werk.afronden():
            pakket.document = opslag.leg_vast(
                pakket.bestuur_id,
                opslag.Bewaard(doel.name, gemaakt.sha256, gemaakt.grootte),
                soort=Soort.BEWIJSPAKKET,
                naam=alles.naam,
                mime=asic.SOORT.decode(),
                zegel_niveau=zegel.niveau_los,
                zegel_certificaat=zegel.certificaat_sha256,
            )
            pakket.reden = ""
            pakket.save(update_fields=["document", "reden"])
    except ClaimKwijt:  # geannuleerd of overgenomen, zeker niet vastgelegd: er blijft niets achter
        doel.unlink()
        raise


def _papieren(pakket: Bewijspakket, alles: inhoud.Inhoud, zegel: Zegelaar) -> dict[str, asic.Bron]:
    """Rapport (verzegelde PDF en werkmap), gegevens en LEESMIJ."""
    moment = pakket.aangevraagd_op
    blad = rapport.pdf(alles.cijfers, alles.stijl, alles.tabellen, moment, alles.coordinatie)
    gezegeld = verzegel(
        blad,
        zegel,
        hoedanigheid="bestuur",
        reden=f"ESF-rapport op {pakket.peildatum:%d/%m/%Y}",
        naam=pakket.bestuur.naam,
    )
    return {
        "rapport.pdf": gezegeld.bytes,
        "rapport.xlsx": rapport.xlsx(alles.cijfers, alles.stijl, alles.tabellen, moment, alles.coordinatie),
        **inhoud.gegevens(alles, moment),
        asic.LEESMIJ: leesmij.tekst(
            bestand=alles.naam,
            bestuur=pakket.bestuur.naam,
            project=pakket.project.code,
            peildatum=pakket.peildatum,
            zegel=zegel.naam,
            wortel=f"{settings.GD_ADRES}{reverse('wortel')}",
            register=f"{settings.GD_ADRES}{reverse('register', args=['x']).removesuffix('x/')}",
            met_tijdstempel=zegel.niveau_los == "B-T",
            demo=pakket.bestuur.is_demo,
        ),
    }


def _meld(werk: Werk) -> Callable[[int, int], None]:
    """Voortgang in bestanden, hoogstens twee keer per seconde; een geannuleerde taak stopt bij de volgende melding."""
    laatst = 0.0

    def meld(gedaan: int, totaal: int) -> None:
        nonlocal laatst
        if time.monotonic() - laatst >= TUSSEN_MELDINGEN or gedaan == totaal:
            laatst = time.monotonic()
            werk.voortgang(gedaan, totaal, fase=Fase.ZEGELEN if gedaan == totaal else None)

    return meld
