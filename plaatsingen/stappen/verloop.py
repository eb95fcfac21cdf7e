"""Wat er tijdens een plaatsing gebeurt: verlengen, onderbreken, een einde intrekken, uren boven het maximum noteren."""

from datetime import date

from django.utils import timezone

from kern.periodes import dagen_in, eerste_van_maand
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis
from plaatsingen import regels
from plaatsingen.enums import SoortAfwijking
from plaatsingen.models import Afwijking, Onderbreking, Plaatsing
from plaatsingen.stappen.patroon import vooruitzicht
from plaatsingen.stappen.start import noteer_afwijking
from plaatsingen.stappen.uren import grenzen_van, minuten_in_maand
from projecten import regels as oproepregels


def slot(plaatsing: Plaatsing) -> Plaatsing:
    """De plaatsing zoals ze nu is, op slot: wat een ander intussen wijzigde telt mee."""
    rijen = Plaatsing.objects.select_for_update(of=("self",)).select_related("leerwerkplek__project__oproep")
    return rijen.get(pk=plaatsing.pk)


def verleng(door: Actor, plaatsing: Plaatsing, *, tot: date) -> Plaatsing:
    """Een latere einddatum, binnen de zes maanden (bron 001); de databank houdt overlap met een ander tegen.

    Het weekpatroon telt mee: ook de nieuwe maanden blijven binnen 64 uur.
    """
    eis(door, "plaatsing.bewerken")
    with grenzen():
        plaatsing = slot(plaatsing)
        if plaatsing.beeindigd_op:
            raise Geweigerd("Deze plaatsing is vroeger gestopt. Trek eerst dat einde in.", "tot")
        if tot <= plaatsing.tot:
            raise Geweigerd(f"Kies een dag na {plaatsing.tot:%d/%m/%Y}, het einde van nu.", "tot")
        oproepregels.eis(
            regels.duur(plaatsing.van, tot, grenzen_van(plaatsing, plaatsing.van)),
            *_met_patroon(plaatsing, tot),
        )
        van, plaatsing.tot = plaatsing.tot, tot
        plaatsing.save(update_fields=["tot"])
        schrijf(door, "plaatsing.verlengd", plaatsing, van=str(van), tot=str(tot))
    return plaatsing


def _met_patroon(plaatsing: Plaatsing, tot: date) -> list[oproepregels.Uitkomst]:
    plannen = vooruitzicht(
        plaatsing.leerwerkplek.project.oproep,
        list(plaatsing.werkdagen.all()),
        plaatsing.van,
        tot,
        bestuur_id=plaatsing.bestuur_id,
        plaatsing=plaatsing,
    )
    nieuw = [plan for plan in plannen if plan.maand >= eerste_van_maand(plaatsing.tot)]
    return [
        oproepregels.Uitkomst(u.ok, u.waarde, u.grens, u.bron, u.uitleg, "tot", u.weigert)
        for plan in nieuw
        for u in plan.uitkomsten
    ]


def trek_einde_in(door: Actor, plaatsing: Plaatsing) -> Plaatsing:
    """De plaatsing loopt weer tot haar gewone einddatum; de databank weigert als de plek intussen bezet is."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        plaatsing = slot(plaatsing)
        if plaatsing.beeindigd_op is None:
            return plaatsing
        was, plaatsing.beeindigd_op, plaatsing.einde_reden = plaatsing.beeindigd_op, None, ""
        plaatsing.save(update_fields=["beeindigd_op", "einde_reden"])
        schrijf(door, "plaatsing.einde_ingetrokken", plaatsing, was=str(was))
    return plaatsing


def onderbreek(door: Actor, plaatsing: Plaatsing, *, van: date, tot: date, reden: str) -> Onderbreking:
    """Een periode zonder werk, binnen de plaatsing en over dagen zonder uren; de reden komt uit de lijst."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        plaatsing = slot(plaatsing)
        rijen = plaatsing.prestaties.filter(datum__range=(van, tot))
        if aantal := rijen.values("datum").distinct().count():
            raise Geweigerd(
                f"In die periode staan al uren of afwezigheden op {aantal} {'dag' if aantal == 1 else 'dagen'}."
                " Verwijder ze eerst of kies andere dagen.",
                "van",
            )
        onderbreking = Onderbreking.objects.create(
            bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, van=van, tot=tot, reden=reden
        )
        schrijf(door, "plaatsing.onderbroken", plaatsing, van=str(van), tot=str(tot))
    return onderbreking


def hef_op(door: Actor, onderbreking: Onderbreking, *, laatste_dag: date | None = None) -> None:
    """Maakt een onderbreking korter (tot en met `laatste_dag`), of haalt ze helemaal weg."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        onderbreking = Onderbreking.objects.select_for_update(of=("self",)).get(pk=onderbreking.pk)
        if laatste_dag is not None and not onderbreking.van <= laatste_dag <= onderbreking.tot:
            raise Geweigerd(f"Kies een dag van {onderbreking.van:%d/%m/%Y} tot {onderbreking.tot:%d/%m/%Y}.", "tot")
        if laatste_dag is None:
            onderbreking.delete()
        else:
            onderbreking.tot = laatste_dag
            onderbreking.save(update_fields=["tot"])
        schrijf(door, "plaatsing.hervat", onderbreking.plaatsing, tot=str(laatste_dag or ""))


def kort_in(plaatsing: Plaatsing, einde: date) -> None:
    """Na een vroeger einde: wat van onderbrekingen erbuiten valt, vervalt. Binnen de transactie van de stap."""
    plaatsing.onderbrekingen.filter(van__gt=einde).delete()
    for onderbreking in plaatsing.onderbrekingen.filter(tot__gt=einde):
        onderbreking.tot = einde
        onderbreking.save(update_fields=["tot"])


def noteer_boven_maximum(
    door: Actor, plaatsing: Plaatsing, *, maand: date, minuten: int, goedgekeurd_door: Lidmaatschap, reden: str
) -> Afwijking:
    """Wat die maand echt boven het maximum gewerkt is (bron 000, 001). Telt in geen enkel totaal mee.

    Geweigerd zolang er gewone uren bij kunnen: dan horen ze daar.
    """
    eis(door, "plaatsing.bewerken")
    eerste = eerste_van_maand(maand)
    if not dagen_in(plaatsing.van, plaatsing.einde, eerste) or eerste > timezone.localdate():
        raise Geweigerd("Kies een maand van deze plaatsing die al begonnen is.", "maand")
    maximum = grenzen_van(plaatsing, max(eerste, plaatsing.van)).waarde("minuten_per_maand_max")
    rest = maximum - minuten_in_maand(plaatsing, eerste)
    if rest >= regels.KWARTIER:
        raise Geweigerd(f"In die maand kan nog {regels.uur(rest)} gewoon ingevuld worden. Doe dat eerst.", "uren")
    return noteer_afwijking(
        door,
        plaatsing,
        soort=SoortAfwijking.BOVEN_MAXIMUM,
        goedgekeurd_door=goedgekeurd_door,
        reden=reden,
        maand=eerste,
        minuten=minuten,
    )


def na(plaatsing: Plaatsing, dag: date) -> tuple[int, int]:
    """Hoeveel dagen met iets ingevuld er na die dag staan, en hoeveel minuten samen."""
    rijen = list(plaatsing.prestaties.filter(datum__gt=dag).values_list("datum", "minuten"))
    return len({datum for datum, _ in rijen}), sum(minuten for _, minuten in rijen)
