"""Een ESF-controleur uitnodigen voor één project en een periode, die periode wijzigen, de controle intrekken."""

from datetime import date

from django.utils import timezone

from beheer.models import Uitnodiging
from beheer.stappen import uitnodigen
from beheer.stappen.controleur import geef_toegang, open_uitnodiging, pas_toegang_aan
from beheer.toegang import kan_aanmelden
from controles import melden, regels
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from projecten.models import Subsidieproject
from rapportage.models import Controle

VOORBIJ = "Deze dag is voorbij. Kies vandaag of later."
INGETROKKEN = "Deze controle is ingetrokken. Maak een nieuwe."


def maak(
    door: Actor, project: Subsidieproject, *, email: str, voornaam: str, naam: str, van: date, tot: date
) -> tuple[Controle, bool]:
    """Nodigt een controleur uit voor één project, van en tot en met. Uit: de controle, en of ze nieuw is.

    Wie al controleur is krijgt een tweede controle bij hetzelfde lidmaatschap; wie nog niets heeft, een uitnodiging.
    """
    eis(door, "controle.maken")
    email = email.strip().lower()
    _dagen(van, tot)
    if van < project.van:
        raise Geweigerd(f"Het project begint op {datum_woord(project.van)}. Kies die dag of later.", "van")
    with grenzen():
        project = Subsidieproject.objects.select_for_update(of=("self",)).get(pk=project.pk, bestuur=door.bestuur_id)
        bestaand = Controle.objects.filter(
            bestuur=door.bestuur_id, project=project, email=email, van=van, tot=tot, ingetrokken_op=None
        ).first()
        if bestaand is not None:  # een dubbele klik
            return bestaand, False
        lid = geef_toegang(door, email=email, voornaam=voornaam, naam=naam, tot=tot)
        controle = Controle.objects.create(
            bestuur_id=door.bestuur_id,
            project=project,
            email=email,
            voornaam=lid.gebruiker.voornaam if lid else voornaam,
            naam=lid.gebruiker.naam if lid else naam,
            lidmaatschap=lid,
            van=van,
            tot=tot,
            gemaakt_door=door.lidmaatschap,
        )
        schrijf(door, "controle.gemaakt", controle, project=project.pk, van=str(van), tot=str(tot))
        if lid is not None and kan_aanmelden(lid.gebruiker):
            melden.nieuwe_controle(controle)
    return controle, True


def _dagen(van: date, tot: date) -> None:
    if tot < van:
        raise Geweigerd("De laatste dag ligt voor de eerste. Pas een van beide aan.", "tot")
    if tot < timezone.localdate():
        raise Geweigerd(VOORBIJ, "tot")
    if tot > (uiterlijk := regels.uiterlijk(max(van, timezone.localdate()))):
        zin = f"Geef hoogstens twee jaar toegang, tot en met {datum_woord(uiterlijk)}. Verlengen kan later."
        raise Geweigerd(zin, "tot")


def wijzig_einde(door: Actor, controle: Controle, *, tot: date) -> Controle:
    """Korter of langer: telt bij het volgende verzoek van de controleur. Vandaag is de kortste die kan."""
    eis(door, "controle.maken")
    with grenzen():
        controle = _slot(door, controle)
        if controle.ingetrokken_op is not None:
            raise Geweigerd(INGETROKKEN)
        _dagen(controle.van, tot)
        if controle.tot == tot:
            return controle
        vroeger, controle.tot = controle.tot, tot
        controle.save(update_fields=["tot"])
        if tot > vroeger:
            geef_toegang(door, email=controle.email, voornaam=controle.voornaam, naam=controle.naam, tot=tot)
        else:
            pas_toegang_aan(door, controle.email)
        schrijf(door, "controle.gewijzigd", controle, van=str(vroeger), naar=str(tot))
    return controle


def trek_in(door: Actor, controle: Controle) -> Controle:
    """De controleur ziet dit project niet meer, vanaf het volgende verzoek. Wat hij vroeg blijft staan."""
    eis(door, "controle.maken")
    with grenzen():
        controle = _slot(door, controle)
        if controle.ingetrokken_op is not None:
            return controle
        controle.ingetrokken_op = timezone.now()
        controle.save(update_fields=["ingetrokken_op"])
        pas_toegang_aan(door, controle.email)
        schrijf(door, "controle.ingetrokken", controle)
    return controle


def wachtende_uitnodiging(controle: Controle) -> Uitnodiging | None:
    """De uitnodiging die de controleur nog moet aanvaarden."""
    return open_uitnodiging(controle.bestuur_id, controle.email).first()


def stuur_opnieuw(door: Actor, controle: Controle, *, gezien: int) -> None:
    """Een nieuwe mail met een nieuwe link; `gezien`: de zending op het scherm (een dubbele klik stuurt er één)."""
    eis(door, "controle.maken")
    rij = wachtende_uitnodiging(controle)
    if rij is None:
        raise Geweigerd(uitnodigen.VOORBIJ)
    uitnodigen.stuur_opnieuw(door, rij, gezien=gezien)


def _slot(door: Actor, controle: Controle) -> Controle:
    rijen = Controle.objects.select_for_update(of=("self",)).select_related("project")
    return rijen.get(pk=controle.pk, bestuur=door.bestuur_id)
