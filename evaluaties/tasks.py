"""Het zegel van het bestuur op een attest: één keer per versie."""

from documenten import verzegeld
from documenten.enums import Bewaarklasse, Soort
from evaluaties import pdf
from evaluaties.models import Attest
from kern.opmaak import datum_kort
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("evaluaties.attest")
def attest(werk: Werk, attest_id: int) -> None:
    """Rendert en verzegelt het attest; staat het document er al, dan gebeurt er niets."""
    with werk.transactie():
        rij = Attest.objects.select_related("bestuur", "plaatsing", "gemaakt_door__gebruiker").get(pk=attest_id)
        if rij.document_id is not None:
            return
        bestuur, door = rij.bestuur, rij.gemaakt_door
    naam, functie = (door.gebruiker.volledige_naam, door.functie) if door else (bestuur.naam, "")
    stuk = verzegeld.maak(
        bestuur,
        pdf.render(rij),
        hoedanigheid=functie or "namens het bestuur",
        reden=f"Attest van {datum_kort(rij.gemaakt_op)}",
        naam=naam,
    )
    with werk.afronden():
        rij.document = stuk.leg_vast(soort=Soort.ATTEST, naam=pdf.bestandsnaam(rij), bewaarklasse=Bewaarklasse.PERSOON)
        rij.save(update_fields=["document"])
