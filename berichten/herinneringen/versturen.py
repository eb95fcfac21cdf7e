"""Herinneren: vanzelf elke werkdag, en met de hand (*Herinner nu*)."""

from collections.abc import Iterable
from datetime import date

from berichten import stappen
from berichten.geldig import nog_nodig_als
from berichten.models import Bericht, Herinnering
from berichten.ritmes import Laatst
from berichten.stappen import Inhoud
from kern.kalender import is_werkdag, plus_werkdagen, signaal
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis

from .ontvangers import Adressen, Ontvanger
from .soorten import SOORTEN, Soort, Zaak

BEGIN = "herinnering"  # zo begint de sleutel van elk bericht dat hier vertrekt


def herinner(bestuur_id: int, dag: date) -> int:
    """Schrijft wat die dag aan de beurt is; geeft hoeveel berichten. Binnen `namens(bestuur=…)`.

    Op zaterdag, zondag en een feestdag vertrekt er niets. Nog eens draaien, of twee tegelijk, geeft niets dubbel.
    """
    if not is_werkdag(dag):
        return 0
    adressen = Adressen(bestuur_id, dag)
    return sum(van_soort(soort, adressen) for _, soort in sorted(SOORTEN.items()))


def van_soort(soort: Soort, adressen: Adressen) -> int:
    """Wat er die dag van één soort aan de beurt is; geeft hoeveel berichten."""
    dag = adressen.dag
    zaken = soort.zoek(adressen.bestuur_id, dag)
    if not zaken:
        return 0
    rijen = rijen_van(adressen.bestuur_id, soort.naam, {zaak.sleutel for zaak in zaken})
    per: dict[Ontvanger, dict[str, Zaak]] = {}
    for zaak in zaken:
        for wie in adressen.van(zaak):
            rij = _van(rijen, zaak, wie)
            if soort.ritme.aan_de_beurt(zaak.sinds, _laatst(rij), dag):
                per.setdefault(wie, {}).setdefault(zaak.sleutel, zaak)
    volgorde = sorted(
        per.items(), key=lambda paar: (paar[0].gebruiker, paar[0].partner)
    )  # twee tegelijk: geen deadlock
    return sum(_stuur(soort, adressen, wie, eigen, rijen) for wie, eigen in volgorde)


def _stuur(
    soort: Soort,
    adressen: Adressen,
    wie: Ontvanger,
    eigen: dict[str, Zaak],
    rijen: list[Herinnering],
    *,
    door: Lidmaatschap | None = None,
) -> int:
    """Noteert eerst, en schrijft dan enkel over wat een ander niet net noteerde."""
    zaken = [
        zaak for _, zaak in sorted(eigen.items()) if _noteer(soort, adressen, wie, zaak, _van(rijen, zaak, wie), door)
    ]
    if not zaken:
        return 0
    zaken.sort(key=lambda zaak: (zaak.sinds, zaak.sleutel))
    brief = soort.brief(zaken, adressen.dag)
    sleutel = f"{BEGIN} {soort.naam} {adressen.dag}" + (f" {zaken[0].sleutel}" if door else "")
    inhoud = Inhoud(soort.naam, sleutel, brief.onderwerp, brief.alineas, brief.knop)
    if wie.partner:
        return bool(stappen.aan_partner(adressen.bestuur_id, adressen.partners[wie.partner], inhoud))
    return len(stappen.aan_leden(adressen.bestuur_id, [adressen.leden[wie.gebruiker]], inhoud))


@nog_nodig_als(BEGIN)
def nog_nodig(bericht: Bericht) -> bool:
    """Of er van deze soort nog iets op deze ontvanger wacht, op het ogenblik dat de mail zou vertrekken."""
    _, naam, dag, *_ = bericht.sleutel.split(" ")
    adressen = Adressen(bericht.bestuur_id, date.fromisoformat(dag))
    partner = bericht.glowpartner_id or 0
    wie = Ontvanger(partner=partner) if partner else Ontvanger(gebruiker=bericht.ontvanger_id or 0)
    return any(wie in adressen.van(zaak) for zaak in SOORTEN[naam].alle(bericht.bestuur_id, adressen.dag))


def _noteer(
    soort: Soort, adressen: Adressen, wie: Ontvanger, zaak: Zaak, rij: Herinnering | None, door: Lidmaatschap | None
) -> bool:
    """De rij beslist: wie haar het eerst bijwerkt of maakt, mag schrijven."""
    if rij is not None:
        aantal = 1 if rij.laatst_op < zaak.sinds else rij.aantal + 1
        zelfde = Herinnering.objects.filter(pk=rij.pk, laatst_op=rij.laatst_op)
        return bool(zelfde.update(laatst_op=adressen.dag, aantal=aantal, door=door))
    try:
        with grenzen():
            Herinnering.objects.create(
                bestuur_id=adressen.bestuur_id,
                soort=soort.naam,
                sleutel=zaak.sleutel,
                ontvanger_id=wie.gebruiker or None,
                glowpartner_id=wie.partner or None,
                laatst_op=adressen.dag,
                door=door,
            )
    except Geweigerd:  # enkel `herinnering_een_per_ontvanger` heeft een zin: een ander was net eerst
        return False
    return True


def rijen_van(bestuur_id: int, soort: str, sleutels: Iterable[str]) -> list[Herinnering]:
    """Wat er over deze dingen al vertrok."""
    return list(Herinnering.objects.filter(bestuur=bestuur_id, soort=soort, sleutel__in=sleutels).order_by("pk"))


def _van(rijen: list[Herinnering], zaak: Zaak, wie: Ontvanger) -> Herinnering | None:
    return next((rij for rij in rijen if rij.sleutel == zaak.sleutel and wie.zoals(rij)), None)


def _laatst(rij: Herinnering | None) -> Laatst | None:
    return Laatst(rij.laatst_op, rij.aantal) if rij else None


# --- met de hand


def herinner_nu(door: Actor, naam: str, sleutel: str, dag: date) -> int:
    """*Herinner nu*: één ding, wie er ook op wacht; geeft hoeveel ontvangers. Geweigerd binnen de rust."""
    eis(door, "herinneren")
    soort = SOORTEN.get(naam)
    if soort is None or not soort.kop:
        raise Geweigerd("Hieraan kan je niet herinneren. Kies iets uit de lijst.")
    if not is_werkdag(dag):
        raise Geweigerd(
            f"Vandaag is het {signaal(dag)}. Dan versturen we niets."
            f" Herinneren kan vanaf {datum_woord(plus_werkdagen(dag, 1))}."
        )
    zaken = [zaak for zaak in soort.alle(door.bestuur_id, dag) if zaak.sleutel == sleutel]
    if not zaken:
        raise Geweigerd("Hier wacht niets meer op. Er is niets verstuurd.")
    return _met_de_hand(door, soort, zaken, Adressen(door.bestuur_id, dag))


def _met_de_hand(door: Actor, soort: Soort, zaken: list[Zaak], adressen: Adressen) -> int:
    sleutel = zaken[0].sleutel
    rijen = rijen_van(adressen.bestuur_id, soort.naam, [sleutel])
    ontvangers = {wie: zaak for zaak in zaken for wie in adressen.van(zaak)}
    if not ontvangers:
        raise Geweigerd("Er is niemand met een account om te herinneren. Vraag het aan de beheerder.")
    mag = {wie: z for wie, z in ontvangers.items() if soort.ritme.mag(_laatst(_van(rijen, z, wie)), adressen.dag)}
    gestuurd = sum(
        _stuur(soort, adressen, wie, {sleutel: zaak}, rijen, door=door.lidmaatschap) for wie, zaak in mag.items()
    )
    if not gestuurd:
        raise Geweigerd(_te_vroeg(soort, max((rij.laatst_op for rij in rijen), default=adressen.dag)))
    for rij in rijen_van(adressen.bestuur_id, soort.naam, [sleutel])[:1]:
        schrijf(door, "herinnering.verstuurd", rij, soort=soort.naam, sleutel=sleutel, aantal=gestuurd)
    return gestuurd


def _te_vroeg(soort: Soort, laatst_op: date) -> str:
    opnieuw = soort.ritme.opnieuw_vanaf(laatst_op)
    return f"Laatst verstuurd op {datum_woord(laatst_op)}. Opnieuw kan vanaf {datum_woord(opnieuw)}."
