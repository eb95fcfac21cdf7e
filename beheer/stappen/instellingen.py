"""De instellingen van het bestuur zelf: tweede factor en hoe lang een uitnodiging werkt."""

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis

WAAROM = "Zeg waarom de tweede factor niet verplicht is."


def bewaar(door: Actor, *, tweede_factor: bool, reden: str, uitnodiging_dagen: int) -> Bestuur:
    """De tweede factor uitzetten vraagt een reden; aanzetten wist ze. De reden staat bij het bestuur, niet in het
    logboek: ze is vrije tekst."""
    eis(door, "instellingen.beheren")
    reden = reden.strip()
    if not tweede_factor and not reden:
        raise Geweigerd(WAAROM, "reden")
    with grenzen():
        bestuur = Bestuur.objects.select_for_update(no_key=True).get(pk=door.bestuur_id)
        gewijzigd = {"uitnodiging_dagen": uitnodiging_dagen} if bestuur.uitnodiging_dagen != uitnodiging_dagen else {}
        factor = bestuur.tweede_factor != tweede_factor
        bestuur.tweede_factor, bestuur.uitnodiging_dagen = tweede_factor, uitnodiging_dagen
        bestuur.tweede_factor_reden = "" if tweede_factor else reden
        bestuur.save(update_fields=["tweede_factor", "tweede_factor_reden", "uitnodiging_dagen"])
        if factor:
            schrijf(door, "instellingen.tweede_factor", bestuur, verplicht=tweede_factor)
        if gewijzigd:
            schrijf(door, "instellingen.gewijzigd", bestuur, **gewijzigd)
    return bestuur
