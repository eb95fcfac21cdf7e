"""Het lokaal sociaal beleid bijhouden (bron 004): maatregelen, doelen, en de regie van de sociale economie."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils import timezone

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis
from projecten.models import Beleidsdoel, Maatregel, Regieactie, Regiegemeente, SocialeOpdracht
from projecten.regels import keur_beleidsdoel

Beleidsrij = Maatregel | Beleidsdoel | Regieactie | Regiegemeente | SocialeOpdracht
R = TypeVar("R", Maatregel, Beleidsdoel, Regieactie, Regiegemeente, SocialeOpdracht)
VROEGST, LAATST = 2000, 2100  # jaren buiten deze grenzen zijn een tikfout


def voeg_toe(door: Actor, bestuur: Bestuur, model: type[R], **gegevens: object) -> R:
    """Een nieuwe rij. Weigert wat dubbel is, en een cijfer zonder bron."""
    eis(door, "beleid.beheren")
    rij = model(bestuur=bestuur, **gegevens)
    _keur(rij)
    with grenzen():
        rij.save()
        schrijf(door, f"{model._meta.model_name}.gemaakt", rij)
    return rij


def neem_over(
    door: Actor,
    bestuur: Bestuur,
    jaar: int,
    *,
    maatregelen: Mapping[int, tuple[int, int | None]],
    doelen: Mapping[int, int | None],
) -> tuple[int, int]:
    """Zet maatregelen en doelen van het jaar ervoor in dit jaar, met nieuwe getallen; uitvoerder en lijst gaan mee.

    `maatregelen`: pk → (plekken, doel); `doelen`: pk → streefcijfer. Het cijfer van een doel begint leeg. Uit: hoeveel
    rijen er nieuw zijn, en hoeveel er al stonden: die blijven zoals ze waren.
    """
    eis(door, "beleid.beheren")
    uit: list[bool] = []  # per rij: of ze nieuw is
    sleutel: dict[str, Any]
    getallen: dict[str, Any]
    with grenzen():
        vorig = {"bestuur": bestuur, "jaar": jaar - 1}
        # vergrendeld: wie in een tweede tabblad hetzelfde doet, wacht, en ziet daarna wat er al staat
        for m in Maatregel.objects.select_for_update().filter(**vorig, pk__in=maatregelen).order_by("pk"):
            plekken, streef = maatregelen[m.pk]
            getallen = {"plekken": plekken, "doel": streef, "activiteiten": m.activiteiten}
            sleutel = {"soort": m.soort, "uitvoerder_id": m.uitvoerder_id}
            uit.append(_eenmaal(door, bestuur, Maatregel, {"jaar": jaar, **sleutel}, getallen))
        for d in Beleidsdoel.objects.select_for_update().filter(**vorig, pk__in=doelen).order_by("pk"):
            sleutel = {"doel": d.doel, "actie": d.actie, "indicator": d.indicator}
            getallen = {"streefcijfer": doelen[d.pk], "bron": d.bron}
            uit.append(_eenmaal(door, bestuur, Beleidsdoel, {"jaar": jaar, **sleutel}, getallen))
    return sum(uit), len(uit) - sum(uit)


def _eenmaal(door: Actor, bestuur: Bestuur, model: type[R], sleutel: dict[str, Any], getallen: dict[str, Any]) -> bool:
    """Voegt de rij toe, tenzij ze er al staat."""
    if model._default_manager.filter(bestuur=bestuur, **sleutel).exists():
        return False
    voeg_toe(door, bestuur, model, **sleutel, **getallen)
    return True


def wijzig(door: Actor, rij: R, **gegevens: object) -> R:
    """Wijzigt wat anders is; zonder verschil gebeurt er niets."""
    eis(door, "beleid.beheren")
    with grenzen():
        rij = _neem(rij)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(rij, veld) != waarde]
        for veld in gewijzigd:
            setattr(rij, veld, gegevens[veld])
        _keur(rij)
        if gewijzigd:
            rij.save(update_fields=gewijzigd)
            schrijf(door, f"{rij._meta.model_name}.gewijzigd", rij, velden=gewijzigd)
    return rij


def verwijder(door: Actor, rij: R) -> None:
    eis(door, "beleid.beheren")
    with grenzen():
        rij = _neem(rij)
        schrijf(door, f"{rij._meta.model_name}.verwijderd", rij)
        rij.delete()


def _keur(rij: Beleidsrij) -> None:
    redenen: list[tuple[str, str | None]] = []
    jaar = getattr(rij, "jaar", VROEGST)
    if not VROEGST <= jaar <= LAATST:
        redenen.append((f"Vul een jaar in tussen {VROEGST} en {LAATST}.", "jaar"))
    if isinstance(rij, Beleidsdoel):
        redenen += keur_beleidsdoel(rij.indicator, rij.realisatie, rij.bron)
    if isinstance(rij, Regieactie) and rij.gedaan_op:
        if rij.gedaan_op > timezone.localdate():
            redenen.append(("Deze dag moet nog komen. Vul hem in zodra de actie gebeurd is.", "gedaan_op"))
        elif rij.gedaan_op.year != rij.jaar:
            redenen.append((f"Deze dag valt niet in {rij.jaar}. Pas de dag of het jaar aan.", "gedaan_op"))
    if redenen:
        raise Geweigerd.om(redenen)


def _neem(rij: R) -> R:
    gevonden = type(rij)._default_manager.select_for_update().filter(pk=rij.pk, bestuur=rij.bestuur_id).first()
    if gevonden is None:
        raise Geweigerd("Deze rij bestaat niet meer.")
    return gevonden
