"""Wat na een stap op de achtergrond gebeurt: de leeskopie na het indienen, het verzegelde exemplaar na het tekenen."""

from django.utils import timezone

from documenten import opslag, verzegeld
from documenten.enums import Bewaarklasse, Soort
from fiches import pdf
from fiches.enums import SoortBlad
from fiches.models import Fiche, FicheBlad
from organisaties.enums import Tekenwijze
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
    """Rendert het definitieve exemplaar uit dezelfde bevroren inhoud en zet er het zegel van het bestuur op."""
    with werk.transactie():
        if FicheBlad.objects.filter(fiche=fiche_id, soort=SoortBlad.VERZEGELD).exists():
            return
        fiche = Fiche.objects.select_related("bestuur").get(pk=fiche_id)
        handtekening = fiche.handtekeningen.select_related("scan", "bevestigd_door__gebruiker").get()
    blad = pdf.definitief(fiche, handtekening)  # traag: geen transactie open, geen rij vergrendeld
    stuk = verzegeld.maak(
        fiche.bestuur,
        blad,
        hoedanigheid=handtekening.als,
        reden=f"Afgetekend op {timezone.localtime(handtekening.ondertekend_op):%d/%m/%Y}",
        naam=handtekening.naam,
    )
    with werk.afronden():
        document = stuk.leg_vast(soort=Soort.FICHE, naam=f"{pdf.bestandsnaam(fiche)}.pdf")
        FicheBlad.objects.create(bestuur_id=fiche.bestuur_id, fiche=fiche, soort=SoortBlad.VERZEGELD, document=document)
