"""Wat na een stap op de achtergrond gebeurt: de urenstaat verzegelen, en de mail van een herinnering."""

from django.conf import settings
from django.urls import reverse

from documenten import huisstijl, opslag
from documenten.enums import Bewaarklasse, Soort
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from kern.mail import stuur
from plaatsingen import brieven, pdf, wachtend
from plaatsingen.models import Herinnering, MaandstaatVersie
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("plaatsingen.urenstaat")
def urenstaat(werk: Werk, versie_id: int) -> None:
    """Rendert en verzegelt de urenstaat van deze bevestigde versie; is ze er al, dan gebeurt er niets."""
    with werk.transactie():
        versies = MaandstaatVersie.objects.select_related("bestuur", "staat__plaatsing__deelnemer")
        versie = versies.get(pk=versie_id)
        if versie.urenstaat_id is not None:
            return
        bestuur, deelnemer = versie.bestuur, versie.staat.plaatsing.deelnemer
    blad = pdf.urenstaat(versie, deelnemer)  # traag: geen transactie open, geen rij vergrendeld
    verzegeld = verzegel(
        blad,
        zegelaar(bestuur.slug, bestuur.naam, bestuur.kbo_nummer),
        hoedanigheid="bestuur",
        reden=f"Urenstaat bevestigd op {versie.bevestigd_op:%d/%m/%Y}",
        naam=bestuur.naam,
    )
    bewaard = opslag.bewaar(versie.bestuur_id, verzegeld.bytes)
    with werk.afronden():
        document = opslag.leg_vast(
            versie.bestuur_id,
            bewaard,
            soort=Soort.URENSTAAT,
            naam=pdf.bestandsnaam(versie),
            mime="application/pdf",
            bewaarklasse=Bewaarklasse.PERSOON,
            zegel_niveau=verzegeld.niveau,
            zegel_certificaat=verzegeld.certificaat_sha256,
        )
        # de database laat dit één keer toe (maandstaatversie_vast)
        MaandstaatVersie.objects.filter(pk=versie.pk).update(urenstaat=document)


@verwerker("plaatsingen.herinnering")
def herinnering(werk: Werk, herinnering_id: int) -> None:
    """De mail bij een herinnering; is alles intussen doorgestuurd, dan vertrekt er niets."""
    with werk.transactie():
        rij = Herinnering.objects.select_related("lidmaatschap__gebruiker", "bestuur").get(pk=herinnering_id)
        open_ = wachtend.van_lid(rij.lidmaatschap, rij.maand)
        if not open_:
            return
        stijl = huisstijl.voor(rij.bestuur)
    adres = f"{settings.GD_ADRES}{reverse('plaatsingen:maand')}?maand={rij.maand:%Y-%m}"
    stuur(rij.lidmaatschap.gebruiker.email, brieven.herinnering(rij, open_, adres), stijl=stijl)
