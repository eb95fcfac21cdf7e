"""Een deelnemer of plaatsing verbeteren nadat ze gemaakt is; dezelfde regels als bij het plaatsen."""

from collections.abc import Iterable

from leerwerkplekken.models import Aanbod
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import indicaties, regels
from plaatsingen.models import Deelnemer, Plaatsing
from plaatsingen.stappen.plaatsing import voorwaarden
from projecten import regels as oproepregels


def wijzig_deelnemer(
    door: Actor, deelnemer: Deelnemer, *, indicatoren: Iterable[str] | None = None, **gegevens
) -> list[str]:
    """Wijzigt een deelnemer; geeft de velden die veranderden. Geweigerd als een plaatsing daardoor niet meer mag."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        deelnemer = Deelnemer.objects.select_for_update().get(pk=deelnemer.pk)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(deelnemer, veld) != waarde]
        plaatsingen = Plaatsing.objects.filter(bestuur=deelnemer.bestuur_id, deelnemer=deelnemer).order_by("pk")
        if "glowpartner" in gewijzigd and plaatsingen.exists():
            raise Geweigerd(
                "Deze deelnemer is al geplaatst via een andere GLOW-partner. Laat die staan.", "glowpartner"
            )
        for veld in gewijzigd:
            setattr(deelnemer, veld, gegevens[veld])
        deelnemer.save(update_fields=gewijzigd)
        if indicatoren is not None and indicaties.bewaar(deelnemer, indicatoren):
            gewijzigd.append("indicatoren")
        if gewijzigd:
            for p in plaatsingen.select_related("leerwerkplek__project__oproep"):
                oproepregels.eis(*voorwaarden(deelnemer, p.leerwerkplek, p.van, p.tot, p.uren_per_maand))
            schrijf(door, "deelnemer.gewijzigd", deelnemer, velden=gewijzigd)
    return gewijzigd


def wijzig_plaatsing(door: Actor, plaatsing: Plaatsing, **gegevens) -> list[str]:
    """Wijzigt plek, periode of geplande uren; geeft de velden die veranderden. Wie geplaatst is verandert nooit."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        rijen = Plaatsing.objects.select_for_update(of=("self",))
        plaatsing = rijen.select_related("deelnemer", "leerwerkplek__project__oproep").get(pk=plaatsing.pk)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(plaatsing, veld) != waarde]
        if not gewijzigd:
            return []
        for veld in gewijzigd:
            setattr(plaatsing, veld, gegevens[veld])
        plek, van, deelnemer = plaatsing.leerwerkplek, plaatsing.van, plaatsing.deelnemer
        oproepregels.eis(*voorwaarden(deelnemer, plek, van, plaatsing.tot, plaatsing.uren_per_maand))
        aanbod = Aanbod.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, glowpartner=plaatsing.glowpartner_id)
        if not aanbod.exists():
            raise Geweigerd("Bied deze plek eerst aan de GLOW-partner van de deelnemer aan.", "leerwerkplek")
        plaatsing.uiterste_tot = regels.uiterste_tot(van, oproepregels.grenzen(plek.project.oproep, van))
        plaatsing.save(update_fields=[*gewijzigd, "uiterste_tot"])
        schrijf(door, "plaatsing.gewijzigd", plaatsing, velden=gewijzigd)
    return gewijzigd
