"""Waarom iets niet telt, of telt met een kanttekening: één zin, op het scherm, in het rapport en in afwijkingen.csv."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from kern.opmaak import datum_kort, maand, opsomming, uren
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname
from organisaties.enums import Tekenwijze
from plaatsingen.models import Afwijking
from rapportage.enums import Plekstand

ZEGEL_VOLGT = "ondertekend, zegel volgt"
TER_ONDERTEKENING = "fiche ter ondertekening"


def geen_fiche(
    versies: Sequence[Fiche], tekens: Mapping[int, Handtekening], peildatum: date, telt: Callable[[date], bool]
) -> str:
    """Waarom een plek geen fiche heeft die telt; `versies` van nieuw naar oud, `telt` of een dag in de periode ligt."""
    getekend = [timezone.localdate(tekens[f.pk].ondertekend_op) for f in versies if f.pk in tekens]
    if any(telt(dag) for dag in getekend):
        return ZEGEL_VOLGT
    bekend = [f for f in versies if f.ingediend_op <= peildatum]
    if not bekend:
        return "geen fiche ingediend"
    laatste = bekend[0]
    if laatste.pk in tekens and timezone.localdate(tekens[laatste.pk].ondertekend_op) <= peildatum:
        return "ondertekend buiten de periode van het project"
    if laatste.teruggestuurd_op and laatste.teruggestuurd_op <= peildatum:
        return f"fiche {laatste.get_status_display()} op {datum_kort(laatste.teruggestuurd_op)}"
    return f"{TER_ONDERTEKENING} sinds {datum_kort(laatste.ingediend_op)}"


def plekstand(reden: str) -> Plekstand:
    """Hoe ver een plek staat die niet meetelt, uit de zin die zegt waarom."""
    if reden == ZEGEL_VOLGT:
        return Plekstand.ZEGEL_VOLGT
    return Plekstand.TE_TEKENEN if reden.startswith(TER_ONDERTEKENING) else Plekstand.GEEN


def bij_fiche(
    plek: Leerwerkplek,
    gekozen: Fiche,
    versies: Sequence[Fiche],
    tekens: Mapping[int, Handtekening],
    peildatum: date,
    tot: date,
) -> list[str]:
    """Kanttekeningen bij een fiche die telt: laat geregistreerd, een nieuwere versie onderweg, een andere mentor."""
    teken, zinnen = tekens[gekozen.pk], []
    if (geregistreerd := timezone.localdate(teken.vastgelegd_op)) > peildatum:
        zinnen.append(_laat("ondertekend", timezone.localdate(teken.ondertekend_op), geregistreerd))
    if teken.wijze == Tekenwijze.CERTIFICAAT:
        zinnen.append("ondertekend met een eigen certificaat: het bestand kan een rijksregisternummer bevatten")
    for nieuwer in (f for f in versies if f.versie > gekozen.versie and f.ingediend_op <= peildatum):
        if stand := _stand(nieuwer, tekens.get(nieuwer.pk), tot):
            zinnen.append(f"versie {nieuwer.versie} {stand}; versie {gekozen.versie} telt")
    if plek.mentor_id != gekozen.mentor_id:
        zinnen.append("de plek heeft nu een andere mentor dan op de fiche")
    return zinnen


def _stand(fiche: Fiche, teken: Handtekening | None, tot: date) -> str:
    if teken is None:
        return "ligt ter ondertekening" if fiche.status == Status.TER_ONDERTEKENING else ""
    dag = timezone.localdate(teken.ondertekend_op)
    return "is ondertekend, zegel volgt" if dag <= tot else f"is pas ondertekend op {datum_kort(dag)}"


def geen_certificaat(deelnames: Sequence[Deelname], peildatum: date) -> str:
    bekend = [d for d in deelnames if d.aanwezig and d.certificaat_datum and d.certificaat_datum <= peildatum]
    if any(d.certificaat_id for d in bekend):
        return "certificaat gedateerd buiten de periode van het project"
    if bekend:
        return "certificaat toegezegd, bestand ontbreekt"
    if any(d.aanwezig and d.opleiding.datum <= peildatum for d in deelnames):
        return "opleiding gevolgd, nog geen certificaat"
    return "geen opleiding gevolgd"


def bij_certificaat(deelname: Deelname, geregistreerd: date | None, peildatum: date) -> list[str]:
    if deelname.certificaat_datum is None or geregistreerd is None or geregistreerd <= peildatum:
        return []
    return [_laat("certificaat", deelname.certificaat_datum, geregistreerd)]


def dubbel(ook: Sequence[str]) -> list[str]:
    """Een mentor telt één keer, ook wie op plekken van meer projecten staat (domein §3)."""
    return [f"kan ook tellen voor {opsomming(ook)}; telt één keer, hier"] if ook else []


def afwijking(rij: Afwijking) -> str:
    """Wat HR bij een plaatsing toeliet, wie dat goedkeurde en waarom."""
    if rij.maand is None:
        wat = "gestart zonder alle documenten"
    else:
        wat = f"{uren(rij.minuten or 0)} boven het maximum in {maand(rij.maand)}, telt nergens mee"
    wie = rij.goedgekeurd_door.gebruiker.volledige_naam if rij.goedgekeurd_door else ""
    goed = f"goedgekeurd door {wie}" if wie else "door niemand goedgekeurd"
    return f"{wat}; {goed}, genoteerd op {datum_kort(rij.vastgelegd_op)}: {rij.reden}"


def _laat(wat: str, dag: date, geregistreerd: date) -> str:
    return f"{wat} op {datum_kort(dag)}, geregistreerd op {datum_kort(geregistreerd)}: na de peildatum"
