"""Wat na een stap op de achtergrond gebeurt: de leeskopie na het indienen, het verzegelde exemplaar na het tekenen."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from documenten import opslag, verzegeld
from documenten.enums import Bewaarklasse, Soort
from documenten.zegel import vertrouwenslijst
from documenten.zegel.controle import Oordeel
from documenten.zegel.persoon import Persoon, beoordeel_ondertekend
from fiches import aftekenen, melden, pdf
from fiches.enums import Aanleverstatus, SoortBlad, Status
from fiches.models import Aanlevering, Fiche, FicheBlad, Handtekening
from organisaties.enums import Tekenwijze
from organisaties.toegang import als_lid
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("fiches.leeskopie")
def leeskopie(werk: Werk, fiche_id: int) -> None:
    with werk.transactie():
        if FicheBlad.objects.filter(fiche=fiche_id, soort=SoortBlad.LEESKOPIE).exists():
            return
        fiche = Fiche.objects.select_related("bestuur").get(pk=fiche_id)
    blad = pdf.leeskopie(fiche, papier=Tekenwijze.PAPIER in fiche.bestuur.wijzen)
    bewaard = opslag.bewaar(fiche.bestuur_id, blad)
    with werk.afronden():
        document = opslag.leg_vast(
            fiche.bestuur_id,
            bewaard,
            soort=Soort.FICHE_LEESKOPIE,
            naam=f"{pdf.bestandsnaam(fiche)}-ter-ondertekening.pdf",
            mime="application/pdf",
            bewaarklasse=Bewaarklasse.WERK,
        )
        FicheBlad.objects.create(bestuur_id=fiche.bestuur_id, fiche=fiche, soort=SoortBlad.LEESKOPIE, document=document)


@verwerker("fiches.verzegel")
def verzegel(werk: Werk, fiche_id: int) -> None:
    """Het definitieve exemplaar, uit dezelfde bevroren inhoud en met het zegel van het bestuur.

    Wie met een eigen certificaat tekende, tekende het al: dan komt enkel ons tijdstempel erbij.
    """
    with werk.transactie():
        if FicheBlad.objects.filter(fiche=fiche_id, soort=SoortBlad.VERZEGELD).exists():
            return
        fiche = Fiche.objects.select_related("bestuur").get(pk=fiche_id)
        handtekening = fiche.handtekeningen.select_related("scan", "bevestigd_door__gebruiker").get()
        eigen = _eigen(handtekening)
    stuk = _neem_over(eigen) if eigen else _maak(fiche, handtekening)  # traag: geen transactie open, geen slot
    with werk.afronden():
        document = stuk.leg_vast(soort=Soort.FICHE, naam=f"{pdf.bestandsnaam(fiche)}.pdf")
        FicheBlad.objects.create(bestuur_id=fiche.bestuur_id, fiche=fiche, soort=SoortBlad.VERZEGELD, document=document)


def _maak(fiche: Fiche, handtekening: Handtekening) -> verzegeld.Stuk:
    return verzegeld.maak(
        fiche.bestuur,
        pdf.definitief(fiche, handtekening),
        hoedanigheid=handtekening.als,
        reden=f"Afgetekend op {timezone.localtime(handtekening.ondertekend_op):%d/%m/%Y}",
        naam=handtekening.naam,
    )


def _eigen(handtekening: Handtekening) -> Aanlevering | None:
    """Wat die persoon opgeladen heeft, als hij met een eigen certificaat tekende."""
    if handtekening.wijze != Tekenwijze.CERTIFICAAT:
        return None
    rijen = Aanlevering.objects.select_related("klaar", "bestand")
    return rijen.get(fiche=handtekening.fiche_id, wijze=handtekening.wijze, status=Aanleverstatus.BEVESTIGD)


def _neem_over(rij: Aanlevering) -> verzegeld.Stuk:
    assert rij.klaar is not None and rij.bestand is not None  # zonder is niets bevestigd
    return verzegeld.neem_over(rij.klaar, opslag.lees(rij.bestand))


# --- ondertekenen met een eigen certificaat

SPELING = timedelta(minutes=10)  # de klok van wie tekent mag wat verschillen
ANDER_OGENBLIK = "Het ogenblik in de handtekening ligt niet tussen het klaarzetten en het opladen."


@verwerker("fiches.zet_klaar")
def zet_klaar(werk: Werk, aanlevering_id: int) -> None:
    """Rendert en verzegelt wat deze persoon elders ondertekent."""
    with werk.transactie():
        rij = Aanlevering.objects.select_related("fiche__bestuur").get(pk=aanlevering_id)
    if rij.status != Aanleverstatus.KLAARZETTEN or rij.fiche is None:
        return
    stuk = verzegeld.maak(
        rij.fiche.bestuur,
        pdf.te_tekenen(rij.fiche, rij),
        hoedanigheid=rij.als,
        reden="Klaargezet voor een eigen handtekening",
        naam=rij.naam,
    )
    with werk.afronden():
        rij = Aanlevering.objects.select_for_update(of=("self",)).select_related("fiche").get(pk=aanlevering_id)
        if rij.status == Aanleverstatus.KLAARZETTEN and rij.fiche is not None:
            # geen archiefstempel erbij: wie ze ophaalde, tekent precies deze bytes
            rij.klaar = replace(stuk, archief_tot=None).leg_vast(
                soort=Soort.FICHE_TE_TEKENEN,
                naam=f"{pdf.bestandsnaam(rij.fiche)}-te-ondertekenen.pdf",
                bewaarklasse=Bewaarklasse.WERK,
            )
            rij.status = Aanleverstatus.TE_TEKENEN
            rij.save(update_fields=["klaar", "status"])


@verwerker("fiches.kijk_eigen_na")
def kijk_eigen_na(werk: Werk, aanlevering_id: int) -> None:
    """Geldig: de fiche is ondertekend. Twijfel: een tweede persoon kijkt na. Ongeldig: terug, met de reden."""
    with werk.transactie():
        rij = Aanlevering.objects.select_related("klaar", "bestand", "ondertekenaar__gebruiker").get(pk=aanlevering_id)
    if rij.status != Aanleverstatus.NA_TE_KIJKEN:
        return
    oordeel = _oordeel(rij)
    with werk.afronden():
        # dezelfde volgorde als elke stap: eerst de fiche, dan wat eronder hangt
        fiche = Fiche.objects.select_for_update(of=("self",)).select_related("leerwerkplek").get(pk=rij.fiche_id)
        rijen = Aanlevering.objects.select_for_update(of=("self",)).select_related(
            "fiche",
            "leerwerkplek__mentor",
            "klaar",
            "bestand",
            "door__gebruiker",
            "door__bestuur",
            "ondertekenaar__gebruiker",
        )
        rij = rijen.get(pk=aanlevering_id)
        if rij.status == Aanleverstatus.NA_TE_KIJKEN and fiche.status == Status.TER_ONDERTEKENING:
            _verwerk(rij, fiche, oordeel)


def _oordeel(rij: Aanlevering) -> Oordeel:
    assert rij.klaar is not None and rij.bestand is not None and rij.ondertekenaar is not None
    try:
        uitgevers = list(vertrouwenslijst.lijst().uitgevers)
    except vertrouwenslijst.LijstFout as fout:
        return Oordeel(False, [str(fout)])
    wie = rij.ondertekenaar.gebruiker
    ons, gekregen = opslag.lees(rij.klaar), opslag.lees(rij.bestand)
    return beoordeel_ondertekend(ons, gekregen, Persoon(wie.voornaam, wie.naam), uitgevers)


def _verwerk(rij: Aanlevering, fiche: Fiche, oordeel: Oordeel) -> None:
    assert rij.klaar is not None and rij.bestand is not None
    op = _ogenblik(oordeel, rij.klaar.vastgelegd_op, rij.bestand.vastgelegd_op)
    redenen = [*oordeel.redenen, *([] if op or not (oordeel.ok or oordeel.manueel) else [ANDER_OGENBLIK])]
    rij.getekend_op = timezone.localdate(op or rij.bestand.vastgelegd_op)
    rij.vaststelling = " ".join(redenen)[:500]
    if oordeel.ok and op:
        rij.status = Aanleverstatus.BEVESTIGD
    elif oordeel.ok or oordeel.manueel:
        rij.status = Aanleverstatus.TE_BEVESTIGEN
    else:
        rij.status, rij.getekend_op = Aanleverstatus.TE_TEKENEN, None
    rij.save(update_fields=["status", "getekend_op", "vaststelling"])
    if rij.status == Aanleverstatus.BEVESTIGD:
        aftekenen.uit_aanlevering(als_lid(rij.door), rij, fiche, op=op)
    elif rij.status == Aanleverstatus.TE_BEVESTIGEN:
        melden.te_bevestigen(rij)
    else:
        melden.afgekeurd(rij)


def _ogenblik(oordeel: Oordeel, klaargezet: datetime, opgeladen: datetime) -> datetime | None:
    """Wat de handtekening zegt, als dat kan; een klok zegt enkel wat iemand erin zet."""
    moment = oordeel.moment
    return moment if moment and klaargezet - SPELING <= moment <= opgeladen + SPELING else None
