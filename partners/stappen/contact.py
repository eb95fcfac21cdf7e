"""Contactkaarten bewaren en verwijderen: van een bestuur voor zijn partners, van een partner voor zijn besturen."""

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from partners.models import Contactkaart, Kaart, Partnerkaart

VELDEN = ("naam", "functie", "telefoon", "email")


def bewaar(door: Actor, kaart: Contactkaart | Partnerkaart | None, **velden: str) -> Kaart:
    """Een nieuwe kaart (`kaart` None) of een wijziging. Geweigerd bij een dubbele naam of zonder nummer en adres."""
    nieuw = kaart is None
    rij = _eigen(door, kaart)
    for veld in VELDEN:
        setattr(rij, veld, velden[veld].strip())
    with grenzen():
        rij.save()
        if isinstance(rij, Contactkaart):
            schrijf(door, "contactkaart.gemaakt" if nieuw else "contactkaart.gewijzigd", rij)
    return rij


def verwijder(door: Actor, kaart: Contactkaart | Partnerkaart) -> None:
    rij = _eigen(door, kaart)
    if isinstance(rij, Contactkaart):
        schrijf(door, "contactkaart.verwijderd", rij)
    rij.delete()


def _eigen(door: Actor, kaart: Contactkaart | Partnerkaart | None) -> Contactkaart | Partnerkaart:
    """De kaart, als ze van deze actor is; een nieuwe krijgt hem als eigenaar."""
    eis(door, "contact.partner" if door.glowpartner else "contact.beheren")
    if door.glowpartner is not None:
        eigen: Contactkaart | Partnerkaart = kaart or Partnerkaart(glowpartner=door.glowpartner)
        klopt = isinstance(eigen, Partnerkaart) and eigen.glowpartner_id == door.glowpartner.pk
    else:
        eigen = kaart or Contactkaart(bestuur_id=door.bestuur_id)
        klopt = isinstance(eigen, Contactkaart) and eigen.bestuur_id == door.bestuur_id
    if not klopt:
        raise Geweigerd("Deze kaart is niet van jouw organisatie.")
    return eigen
