"""Op de achtergrond: een document een nieuw archieftijdstempel geven voor het vorige afloopt."""

from documenten import hernieuwen, opslag
from documenten.models import Document, Hernieuwing
from documenten.zegel.controle import looptijd
from documenten.zegel.hernieuw import hernieuw
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker(hernieuwen.TAAK)
def hernieuw_tijdstempel(werk: Werk, document_id: int) -> None:
    """Bewaart een nieuw bestand naast het oude; is het intussen niet meer nodig, dan gebeurt er niets.

    Fouten: ZegelFout.
    """
    with werk.transactie():
        document = Document.objects.get(pk=document_id)
        vorige = opslag.jongste(document)
        if not hernieuwen.bijna_op(vorige.archief_tot):
            return
        inhoud = opslag.lees(document)
    nieuw = hernieuw(inhoud)  # traag: geen transactie open
    tot = looptijd(nieuw)
    assert tot is not None and tot.archief_tot is not None  # `hernieuw` zette het
    bewaard = opslag.bewaar(document.bestuur_id, nieuw)
    with werk.afronden():
        Hernieuwing.objects.create(
            bestuur_id=document.bestuur_id,
            document=document,
            nr=vorige.nr + 1 if isinstance(vorige, Hernieuwing) else 1,
            bestand=bewaard.bestand,
            sha256=bewaard.sha256,
            grootte=bewaard.grootte,
            archief_tot=tot.archief_tot,
        )
