"""Stappen voor uren: invoeren, wijzigen, ongedaan maken, en veel tegelijk. De 64 uur bewaakt ook de database."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from kern.periodes import eerste_van_maand
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import invoerstand, regels, toegang
from plaatsingen.afspraken import Afspraken
from plaatsingen.enums import AFWEZIG, MaandStatus, SoortPrestatie
from plaatsingen.invoerstand import Invoerstand
from plaatsingen.models import DeelnemerMaand, Maandstaat, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import afwezig
from projecten import regels as oproepregels
from projecten.regels import Grenzen


def grenzen_van(plaatsing: Plaatsing, dag: date) -> Grenzen:
    return oproepregels.grenzen(plaatsing.leerwerkplek.project.oproep, dag, plaatsing.bestuur_id)


def minuten_in_maand(plaatsing: Plaatsing, maand: date) -> int:
    """Wat deze deelnemer die maand al telt, over alle plaatsingen in het bestuur."""
    teller = DeelnemerMaand.objects.filter(
        bestuur=plaatsing.bestuur_id, deelnemer=plaatsing.deelnemer_id, maand=eerste_van_maand(maand)
    )
    return teller.values_list("minuten", flat=True).first() or 0


def keur(
    plaatsing: Plaatsing,
    invoer: Invoer,
    op: Grenzen,
    *,
    vandaag: date,
    afgesproken: Afspraken,
    dag_reeds: int = 0,
    maand_reeds: int = 0,
) -> tuple[int, list[oproepregels.Uitkomst]]:
    """De minuten van een invoer en elke regel erover; schermen en import gebruiken dezelfde."""
    minuten, uitkomsten = regels.minuten_van(invoer)
    binnen = regels.binnen(invoer.datum, plaatsing.van, plaatsing.einde, vandaag)
    uitkomsten = [binnen, *afgesproken.uitkomsten(invoer.datum), *uitkomsten]
    if minuten:
        uitkomsten += [
            regels.dagmaximum(dag_reeds + minuten, op),
            regels.maandmaximum(maand_reeds, minuten, op),
        ]
    return minuten, uitkomsten


def _gekeurd(plaatsing: Plaatsing, invoer: Invoer, stand: Invoerstand, behalve: Prestatie | None = None) -> int:
    maand_reeds = stand.maand_minuten
    if behalve is not None and eerste_van_maand(behalve.datum) == eerste_van_maand(invoer.datum):
        maand_reeds -= behalve.minuten
    minuten, uitkomsten = keur(
        plaatsing,
        invoer,
        stand.grenzen,
        vandaag=timezone.localdate(),
        afgesproken=stand.afgesproken,
        dag_reeds=stand.dag_minuten,
        maand_reeds=maand_reeds,
    )
    oproepregels.eis(*uitkomsten)
    return minuten


def eis_open(door: Actor, plaatsing: Plaatsing, *dagen: date) -> None:
    """Wat doorgestuurd is ligt bij HR: de mentor wijzigt het pas als het terugkomt. Bevestigd is vast."""
    maanden = {eerste_van_maand(dag) for dag in dagen}
    staten = Maandstaat.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, maand__in=maanden)
    _eis_open(door, set(staten.values_list("status", flat=True)))


def _eis_open(door: Actor, statussen: set[str]) -> None:
    gesloten = statussen - {MaandStatus.OPEN, ""}
    if MaandStatus.BEVESTIGD in gesloten:
        raise Geweigerd("Deze maand is bevestigd. Uren wijzigen kan niet meer.", "datum")
    if gesloten:
        wie = "Stuur ze eerst terug." if door.mag("uren.namens") else "Vraag HR om ze terug te sturen."
        raise Geweigerd(f"Deze maand is doorgestuurd. {wie}", "datum")


def zelfde(plaatsing: Plaatsing, invoer: Invoer) -> Prestatie | None:
    """Staat precies deze invoer er al? Dan is ze twee keer verstuurd en hoeft er niets meer te gebeuren."""
    minuten, _ = regels.minuten_van(invoer)
    return Prestatie.objects.filter(
        bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, **_velden(invoer, minuten)
    ).first()


def eis_eigen(door: Actor, plaatsing: Plaatsing, daad: str = "uren.invoeren") -> None:
    """De mentor en de vervangend mentor, of HR namens hen. PermissionDenied zonder recht, Geweigerd bij een ander."""
    if door.mag("uren.namens"):
        return
    eis(door, daad)
    if not toegang.is_eigen(door, plaatsing):
        raise Geweigerd("Je bent niet de mentor van deze deelnemer.")


def voer_in(door: Actor, plaatsing: Plaatsing, invoer: Invoer, *, opmerking: str = "") -> Prestatie:
    """Bewaart één dag (of deel ervan). Geweigerd met elke regel die niet klopt; niets gaat verloren."""
    eis_eigen(door, plaatsing)
    stand = invoerstand.lees(plaatsing, invoer.datum)
    _eis_open(door, {stand.status})
    minuten = _gekeurd(plaatsing, invoer, stand)
    with grenzen():
        prestatie = Prestatie.objects.create(
            bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
            ingevoerd_door=door.lidmaatschap,
            opmerking=opmerking,
            **_velden(invoer, minuten),
        )
        schrijf(door, "uren.ingevoerd", prestatie, datum=str(invoer.datum), minuten=minuten, soort=invoer.soort)
        if invoer.soort in AFWEZIG:
            afwezig.volg_op(plaatsing, invoer.datum)
    return prestatie


def wijzig(door: Actor, prestatie: Prestatie, invoer: Invoer, *, opmerking: str = "") -> Prestatie:
    """Vervangt wat er staat. Kijkt onder een slot: wat een ander intussen wijzigde, telt mee."""
    plaatsing = prestatie.plaatsing
    eis_eigen(door, plaatsing)
    with grenzen():
        nu = Prestatie.objects.select_for_update(of=("self",)).filter(pk=prestatie.pk).first()
        if nu is None:
            raise Geweigerd("Deze invoer is intussen verwijderd. Vul ze opnieuw in.")
        eis_open(door, plaatsing, nu.datum, invoer.datum)
        stand = invoerstand.lees(plaatsing, invoer.datum, behalve=nu.pk)
        minuten, van = _gekeurd(plaatsing, invoer, stand, behalve=nu), nu.minuten
        oud_en_nieuw = ((nu.datum, nu.soort), (invoer.datum, invoer.soort))
        afwezige_dagen = {dag for dag, soort in oud_en_nieuw if soort in AFWEZIG}
        for veld, waarde in {**_velden(invoer, minuten), "opmerking": opmerking}.items():
            setattr(nu, veld, waarde)
        nu.ingevoerd_door = door.lidmaatschap
        nu.save()
        schrijf(door, "uren.gewijzigd", nu, datum=str(invoer.datum), van=van, naar=minuten)
        for dag in sorted(afwezige_dagen):
            afwezig.volg_op(plaatsing, dag)
    return nu


def verwijder(door: Actor, prestatie: Prestatie) -> None:
    """Haalt een invoer weg, ook als *Ongedaan maken*; het logboek houdt bij dat ze er stond."""
    eis_eigen(door, prestatie.plaatsing)
    eis_open(door, prestatie.plaatsing, prestatie.datum)
    with grenzen():
        schrijf(
            door,
            "uren.verwijderd",
            prestatie,
            datum=str(prestatie.datum),
            minuten=prestatie.minuten,
            soort=prestatie.soort,
        )
        prestatie.delete()
        if prestatie.soort in AFWEZIG:
            afwezig.volg_op(prestatie.plaatsing, prestatie.datum)


def voer_veel_in(door: Actor, rijen: Sequence[tuple[Plaatsing, Invoer, int, str]]) -> list[Prestatie]:
    """(plaatsing, invoer, gekeurde minuten, opmerking) in één opdracht; de aanroeper keurde elke rij met `keur`."""
    eis(door, "uren.invoeren")
    with grenzen():
        prestaties = Prestatie.objects.bulk_create(
            Prestatie(
                bestuur_id=plaatsing.bestuur_id,
                plaatsing=plaatsing,
                ingevoerd_door=door.lidmaatschap,
                opmerking=opmerking,
                **_velden(invoer, minuten),
            )
            for plaatsing, invoer, minuten, opmerking in rijen
        )
        for plaatsing in {plaatsing.pk: plaatsing for plaatsing, *_ in rijen}.values():
            schrijf(door, "uren.ingevoerd", plaatsing, aantal=sum(1 for p, *_ in rijen if p.pk == plaatsing.pk))
    return prestaties


def _velden(invoer: Invoer, minuten: int) -> dict:
    exact = invoer.soort == SoortPrestatie.GEWERKT and invoer.van is not None and invoer.tot is not None
    return {
        "datum": invoer.datum,
        "soort": invoer.soort,
        "van": invoer.van if exact else None,
        "tot": invoer.tot if exact else None,
        "pauze_minuten": invoer.pauze_minuten if exact else 0,
        "minuten": minuten,
    }
