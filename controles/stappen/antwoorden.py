"""Het bestuur antwoordt op een vraag van de controleur."""

from controles import melden
from controles.enums import Soort, Status
from controles.models import TEKST, Regel, Vraag
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis


def antwoord(door: Actor, vraag: Vraag, tekst: str) -> Regel:
    """Antwoordt; wie later iets toevoegt, antwoordt nog eens. Op een afgesloten vraag kan dat niet meer."""
    eis(door, "controle.beantwoorden")
    tekst = tekst.strip()
    if not tekst or len(tekst) > TEKST:
        raise Geweigerd("Vul een antwoord in, hoogstens 2.000 tekens.", "tekst")
    assert door.lidmaatschap is not None  # `controle.beantwoorden` heeft enkel wie lid is
    with grenzen():
        vraag = (
            Vraag.objects.select_for_update(of=("self",))
            .select_related("controle")
            .get(pk=vraag.pk, bestuur=door.bestuur_id)
        )
        if vraag.status == Status.AFGESLOTEN:
            raise Geweigerd("De controleur sloot deze vraag af. Antwoorden kan niet meer.", "tekst")
        laatste = Regel.objects.filter(vraag=vraag).order_by("-pk").first()
        if laatste and (laatste.soort, laatste.tekst, laatste.door_id) == (
            Soort.ANTWOORD,
            tekst,
            door.lidmaatschap.pk,
        ):  # een dubbele klik
            return laatste
        regel = Regel.objects.create(
            bestuur_id=vraag.bestuur_id, vraag=vraag, soort=Soort.ANTWOORD, tekst=tekst, door=door.lidmaatschap
        )
        if vraag.status == Status.OPEN:
            vraag.status = Status.BEANTWOORD
            vraag.save(update_fields=["status"])
        schrijf(door, "controlevraag.beantwoord", vraag)
        melden.beantwoord(vraag, regel)
    return regel
