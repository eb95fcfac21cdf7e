"""De urenstaten van een bewijspakket: zonder naam, één per plaatsing en bevestigde maand die telt.

Wat er nog niet is, wordt hier gemaakt en verzegeld, en bewaard voor een volgend pakket. Een deelnemer staat nooit met
naam in een pakket: dat blijft tien jaar, zijn naam niet (beslissing 0035).
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from documenten import opslag, verzegeld
from documenten.enums import Soort
from documenten.models import Document
from kern.opmaak import meervoud
from organisaties.models import Bestuur
from plaatsingen.models import MaandstaatVersie
from plaatsingen.pdf import urenstaat as pdf
from rapportage.models import Urenstaatkopie
from rapportage.selecties import TellendeMaand
from taken.uitvoering import Werk


class ZonderVersie(Exception):
    """Een maand van voor er versies bewaard werden telt mee, en heeft nog geen bevroren inhoud."""


def versies(maanden: Iterable[TellendeMaand]) -> list[tuple[TellendeMaand, int]]:
    """Elke tellende maand met het nummer van haar bevroren versie. Fouten: ZonderVersie."""
    maanden = list(maanden)
    rijen = MaandstaatVersie.objects.filter(staat__plaatsing__in={m.plaatsing.pk for m in maanden})
    per_maand: dict[tuple[int, date, int], int] = {
        (plaatsing, maand, versie): pk
        for plaatsing, maand, versie, pk in rijen.order_by("pk").values_list(
            "staat__plaatsing", "staat__maand", "versie", "pk"
        )
    }
    uit = [(m, per_maand.get((m.plaatsing.pk, m.maand, m.versie))) for m in maanden]
    if zonder := sum(pk is None for _, pk in uit):
        raise ZonderVersie(
            f"Van {meervoud(zonder, 'bevestigde maand', 'bevestigde maanden')} is de inhoud nog niet bewaard."
            " Vraag de installateur om eerst script/manage vul_urenstaten uit te voeren."
        )
    return [(m, pk) for m, pk in uit if pk is not None]


def bestaande(versie_ids: Iterable[int]) -> dict[int, Document]:
    """Per versie (pk) haar urenstaat zonder naam, zo die er al is, in haar jongste bestand."""
    rijen = Urenstaatkopie.objects.filter(versie__in=versie_ids).select_related("document")
    documenten = {rij.versie_id: rij.document for rij in rijen}
    opslag.neem_jongste(documenten.values())
    return documenten


def maak(werk: Werk, bestuur: Bestuur, versie_id: int) -> Document:
    """Rendert, verzegelt en bewaart de urenstaat zonder naam van deze versie; is ze er intussen al, dan is het die.

    Fouten: kern.pdf.PdfFout, ZegelFout.
    """
    with werk.transactie():
        rijen = MaandstaatVersie.objects.select_related("bestuur", "staat__plaatsing__deelnemer")
        versie = rijen.get(pk=versie_id)
    blad = pdf.zonder_naam(versie, versie.staat.plaatsing.deelnemer)  # traag: geen transactie open
    stuk = verzegeld.maak(
        bestuur,
        blad,
        hoedanigheid="bestuur",
        reden=f"Urenstaat bevestigd op {versie.bevestigd_op:%d/%m/%Y}",
        naam=bestuur.naam,
    )
    with werk.transactie():
        # twee pakketten tegelijk: de tweede wacht hier, en ziet dan wat de eerste bewaarde
        MaandstaatVersie.objects.select_for_update().get(pk=versie_id)
        if er_al := bestaande([versie_id]).get(versie_id):
            (settings.GD_OPSLAG / str(bestuur.pk) / stuk.bewaard.bestand).unlink(missing_ok=True)
            return er_al
        document = stuk.leg_vast(soort=Soort.URENSTAAT, naam=pdf.bestandsnaam(versie))  # bewijs: noemt niemand
        Urenstaatkopie.objects.create(bestuur_id=bestuur.pk, versie=versie, document=document)
    return document
