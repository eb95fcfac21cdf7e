"""Waarom iets niet telt, of telt met een kanttekening: één zin, op het scherm, in het rapport en in afwijkingen.csv."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from fiches.models import Fiche, Handtekening
from kern.opmaak import datum_kort, maand, opsomming, uren
from mentoren.models import Deelname
from organisaties.enums import Tekenwijze
from plaatsingen.models import Afwijking
from rapportage.enums import Plekstand
from rapportage.peiling import Peiling, TellendCertificaat, TellendeFiche

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
    telt: TellendeFiche, versies: Sequence[Fiche], tekens: Mapping[int, Handtekening], peiling: Peiling
) -> list[str]:
    """Kanttekeningen bij een fiche die telt: laat geregistreerd, een nieuwere versie onderweg, een andere mentor."""
    gekozen, teken, zinnen = telt.fiche, telt.handtekening, []
    if peiling.laat(teken.vastgelegd_op):
        zinnen.append(_laat("ondertekend", telt.ondertekend_op, telt.geregistreerd_op))
    elif peiling.laat(telt.document.vastgelegd_op):
        verzegeld = datum_kort(timezone.localdate(telt.document.vastgelegd_op))
        zinnen.append(f"ondertekend op {datum_kort(telt.ondertekend_op)}, verzegeld op {verzegeld}: na de peildatum")
    if teken.wijze == Tekenwijze.CERTIFICAAT:
        zinnen.append("ondertekend met een eigen certificaat: het bestand kan een rijksregisternummer bevatten")
    for nieuwer in (f for f in versies if f.versie > gekozen.versie and f.ingediend_op <= peiling.peildatum):
        if stand := _stand(nieuwer, tekens.get(nieuwer.pk), peiling):
            zinnen.append(f"versie {nieuwer.versie} {stand}; versie {gekozen.versie} telt")
    if telt.plek.mentor_id != gekozen.mentor_id:
        zinnen.append("de plek heeft een andere mentor dan op de fiche")
    return zinnen


def _stand(fiche: Fiche, teken: Handtekening | None, peiling: Peiling) -> str:
    if teken is None:
        weg = fiche.teruggestuurd_op is not None and fiche.teruggestuurd_op <= peiling.peildatum
        return "" if weg else "ligt ter ondertekening"
    dag = timezone.localdate(teken.ondertekend_op)
    return "is ondertekend, zegel volgt" if dag <= peiling.tot else f"is pas ondertekend op {datum_kort(dag)}"


def geen_certificaat(deelnames: Sequence[Deelname], peildatum: date) -> str:
    bekend = [d for d in deelnames if d.aanwezig and d.certificaat_datum and d.certificaat_datum <= peildatum]
    if any(d.certificaat_id for d in bekend):
        return "certificaat gedateerd buiten de periode van het project"
    if bekend:
        return "certificaat toegezegd, bestand ontbreekt"
    if any(d.aanwezig and d.opleiding.datum <= peildatum for d in deelnames):
        return "opleiding gevolgd, nog geen certificaat"
    return "geen opleiding gevolgd"


def bij_certificaat(telt: TellendCertificaat, peiling: Peiling) -> list[str]:
    """Laat geregistreerd, of pas later bij dit project gekomen."""
    zinnen, dag, geregistreerd = [], telt.deelname.certificaat_datum, telt.geregistreerd_op
    if dag and geregistreerd and peiling.laat(telt.geregistreerd):
        zinnen.append(_laat("certificaat", dag, geregistreerd))
    if telt.via_later:
        zinnen.append("hoort bij dit project door een plek of project van na de peildatum")
    return zinnen


def dubbel(ook: Sequence[str]) -> list[str]:
    """Een mentor telt één keer, ook wie op plekken van meer projecten staat (domein §3)."""
    return [f"kan ook tellen voor {opsomming(ook)}; telt één keer, hier"] if ook else []


def afwijking(rij: Afwijking, *, laat: bool) -> str:
    """Wat HR bij een plaatsing toeliet, wie dat goedkeurde en waarom; `laat`: na de peildatum genoteerd."""
    if rij.maand is None:
        wat = "gestart zonder alle documenten"
    else:
        wat = f"{uren(rij.minuten or 0)} boven het maximum in {maand(rij.maand)}, telt nergens mee"
    wie = rij.goedgekeurd_door.gebruiker.volledige_naam if rij.goedgekeurd_door else ""
    goed = f"goedgekeurd door {wie}" if wie else "door niemand goedgekeurd"
    genoteerd = f"genoteerd op {datum_kort(rij.vastgelegd_op)}{' (na de peildatum)' if laat else ''}"
    return f"{wat}; {goed}, {genoteerd}: {rij.reden}"


def _laat(wat: str, dag: date, geregistreerd: date) -> str:
    return f"{wat} op {datum_kort(dag)}, geregistreerd op {datum_kort(geregistreerd)}: na de peildatum"
