"""Wat er moet zijn voor iemand begint. Zwijgt een bestand: in een demo is het in orde, anders een afwijking."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import time

from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen import afspraken
from plaatsingen.enums import SoortPrestatie
from plaatsingen.models import Plaatsing, Startvoorwaarde, Werkdag
from plaatsingen.regels import Invoer, minuten_van
from plaatsingen.stappen import patroon as patroonstappen
from plaatsingen.stappen import start
from uitwisseling.context import MISLUKT, Context, Resultaat
from uitwisseling.rijen import Rij

OVERGENOMEN = "Overgenomen uit een bestand; de documenten zijn hier niet nagekeken."
TELEFOON = "0470 00 00 {:02d}"  # verzonnen: enkel in een demo
VAAK = 3  # zo dikwijls komt een weekdag minstens voor om in het patroon te staan
Vak = tuple[time | None, time | None, int, int]  # van, tot, pauze, minuten


def startvoorwaarde(ctx: Context, rij: Rij) -> Resultaat:
    """Een voorwaarde met de dag waarop ze in orde was; het document zelf komt langs het scherm."""
    plaatsing, op = rij["plaatsing"], rij["datum"]
    if op > ctx.uiterlijk:
        raise Geweigerd("Deze dag moet nog komen. Vul in sinds wanneer het in orde is.", "datum")
    with grenzen():
        bestaand = Startvoorwaarde.objects.filter(plaatsing=plaatsing, soort=rij["soort"]).first()
        if bestaand is None:
            nieuw = Startvoorwaarde.objects.create(
                bestuur=ctx.bestuur, plaatsing=plaatsing, soort=rij["soort"], in_orde_op=op
            )
            schrijf(ctx.door, "plaatsing.voorwaarde", plaatsing, soort=rij["soort"], op=str(op))
            return nieuw, None
        if bestaand.in_orde_op == op:
            return bestaand, []
        bestaand.in_orde_op = op
        bestaand.save(update_fields=["in_orde_op"])
        schrijf(ctx.door, "plaatsing.voorwaarde", plaatsing, soort=rij["soort"], op=str(op))
        return bestaand, ["datum"]


def vul_aan(ctx: Context, ingevuld: Iterable[tuple[Plaatsing, Invoer]]) -> None:
    """Voor de plaatsingen van dit bestand: laat toe dat hun uren binnenkomen, en zeg hoe."""
    invoer: dict[int, list[Invoer]] = defaultdict(list)
    for plaatsing, een in ingevuld:
        invoer[plaatsing.pk].append(een)
    van_bestand = _van_bestand(ctx)
    afgesproken = afspraken.van(ctx.bestuur.pk, [plaatsing.pk for plaatsing in van_bestand])
    overgenomen = 0
    for nummer, plaatsing in enumerate(van_bestand, 1):
        if ctx.demo:
            _verlevendig(ctx, plaatsing, invoer[plaatsing.pk], nummer)
        elif invoer[plaatsing.pk] and not afgesproken[plaatsing.pk].start.ok:
            start.neem_over(ctx.door, plaatsing, reden=OVERGENOMEN)
            overgenomen += 1
    if overgenomen:
        wat = "1 plaatsing kreeg" if overgenomen == 1 else f"{overgenomen} plaatsingen kregen"
        ctx.verslag.meld(
            f"{wat} een afwijking: uren zonder startvoorwaarden in het bestand. Het rapport toont ze."
            " Vul de lijst startvoorwaarden in om dat te vermijden."
        )


def _van_bestand(ctx: Context) -> list[Plaatsing]:
    gevonden = (ctx.register["plaatsingen"].get((rij["code"] or "").lower()) for rij in ctx.rijen("plaatsingen"))
    return [p for p in gevonden if p is not None and p is not MISLUKT]


# --- enkel in een demo


def _verlevendig(ctx: Context, plaatsing: Plaatsing, invoer: Sequence[Invoer], nummer: int) -> None:
    """Een begonnen plaatsing is in orde, en krijgt een trajectbegeleider en een weekpatroon uit haar uren."""
    if plaatsing.van <= ctx.uiterlijk:
        start.alles_in_orde(ctx.door, plaatsing, op=plaatsing.van)
    if not plaatsing.begeleider_naam and (wie := _begeleider(ctx, plaatsing)):
        naam, email = wie
        patroonstappen.zet_begeleiding(
            ctx.door,
            plaatsing,
            vervangend_mentor=plaatsing.vervangend_mentor,
            begeleider_naam=naam,
            begeleider_telefoon=TELEFOON.format(nummer % 100),
            begeleider_email=email,
        )
    if not Werkdag.objects.filter(plaatsing=plaatsing).exists():
        _patroon(ctx, plaatsing, invoer)


def _begeleider(ctx: Context, plaatsing: Plaatsing) -> tuple[str, str] | None:
    """De persoon van de GLOW-partner uit het bestand."""
    for rij in ctx.rijen("personen"):
        if not rij.afgekeurd and Rol.GLOW in (rij["rollen"] or []) and _partner(ctx, rij) == plaatsing.glowpartner_id:
            return f"{rij['voornaam']} {rij['naam']}", rij["email"]
    return None


def _partner(ctx: Context, rij: Rij) -> int | None:
    """De rij kan al opgelost zijn (dan staat er een partner) of nog een code dragen."""
    waarde = rij["glowpartner"]
    partner = ctx.register["glowpartners"].get(waarde.lower()) if isinstance(waarde, str) else waarde
    return getattr(partner, "pk", None)


def _patroon(ctx: Context, plaatsing: Plaatsing, invoer: Sequence[Invoer]) -> None:
    """De gewoonste uren per weekdag; komt een maand daarmee boven 64 uur, dan valt de zeldzaamste weekdag weg."""
    dagen = gewoonte(invoer)
    while dagen:
        werkdagen = [
            Werkdag(weekdag=dag, van=van, tot=tot, pauze_minuten=pauze, minuten=minuten)
            for dag, (van, tot, pauze, minuten), _ in sorted(dagen, key=lambda d: d[0])
        ]
        try:
            patroonstappen.zet_patroon(ctx.door, plaatsing, werkdagen)
            return
        except Geweigerd:
            dagen.remove(min(dagen, key=lambda dag: dag[2]))


def gewoonte(invoer: Sequence[Invoer]) -> list[tuple[int, Vak, int]]:
    """(weekdag, gewoonste vak, hoe dikwijls) van wie er dagen genoeg werkte."""
    per_dag: dict[int, Counter[Vak]] = defaultdict(Counter)
    for een in invoer:
        minuten, redenen = minuten_van(een)
        if een.soort == SoortPrestatie.GEWERKT and minuten and all(u.ok for u in redenen):
            per_dag[een.datum.isoweekday()][een.van, een.tot, een.pauze_minuten, minuten] += 1
    gevonden = [(dag, *vakken.most_common(1)[0], vakken.total()) for dag, vakken in per_dag.items()]
    return [(dag, vak, totaal) for dag, vak, _, totaal in gevonden if totaal >= VAAK]
