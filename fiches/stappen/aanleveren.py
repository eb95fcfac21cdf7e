"""Een op papier ondertekende fiche opladen: die van deze versie, of een van vóór de ingebruikname."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.urls import Resolver404, resolve
from django.utils import timezone

from documenten import huisstijl, opslag, scan
from documenten.enums import Bewaarklasse, Soort
from documenten.opladen import Opgeladen
from fiches import melden
from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche
from fiches.regels import dag_bezwaar, gezag, gezag_als, is_mentor, onvolledig
from fiches.stappen import slot, stel_voor
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import schrijf
from organisaties.enums import Rol, Tekenwijze
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis

MENTOR_TEKENDE = "Dit is de mentor van de plek. Die mag de fiche niet aftekenen."
NIET_TOEGELATEN = "Dit bestuur laat deze manier van ondertekenen niet toe. Vraag het aan de beheerder."


def lid_van(door: Actor, daad: str) -> Lidmaatschap:
    """Wie dit doet is een persoon van het bestuur met dat recht, nooit de installatie."""
    eis(door, daad)
    if door.lidmaatschap is None:
        raise PermissionDenied(f"{daad}: enkel een persoon van het bestuur")
    return door.lidmaatschap


def eis_wijze(wijzen: frozenset[str], wijze: str) -> None:
    if wijze not in wijzen:
        raise Geweigerd(NIET_TOEGELATEN)


def lees_scan(bestand: Opgeladen) -> scan.Gelezen:
    """Opent de scan; `Geweigerd` bij het veld als ze niet te lezen is."""
    try:
        return scan.lees(bestand.inhoud)
    except scan.Onleesbaar as fout:
        raise Geweigerd(str(fout), "bestand") from fout


def lever_papier(
    door: Actor, fiche: Fiche, *, bestand: Opgeladen, ondertekenaar: Lidmaatschap, hoedanigheid: str, datum: date
) -> Aanlevering:
    """De scan van deze versie, met wie ze tekende, als wat en wanneer. Een tweede persoon bevestigt.

    Geweigerd: de code van een andere fiche of versie op de scan, iemand die dat toen niet mocht tekenen, een dag vóór
    het indienen of in de toekomst, en een bestuur dat papier niet toelaat.
    """
    lid = lid_van(door, "fiche.aanleveren")
    gelezen = lees_scan(bestand)
    with grenzen():
        fiche = slot(fiche)
        eis_wijze(fiche.bestuur.wijzen, Tekenwijze.PAPIER)
        if fiche.status != Status.TER_ONDERTEKENING:
            raise Geweigerd(f"Deze fiche is al {fiche.get_status_display()}.")
        vandaag = timezone.localdate()
        if Rol.HR not in lid.rollen and not gezag(fiche, lid, vandaag):
            raise PermissionDenied("fiche.aanleveren: enkel HR of wie deze fiche kan ondertekenen")
        if zin := onvolledig(fiche.gegevens):
            raise Geweigerd(zin)
        code_gelezen = _kijk_code_na(fiche, gelezen.codes)
        if reden := dag_bezwaar(datum, vandaag=vandaag, van=fiche.ingediend_op):
            raise Geweigerd(reden, "datum")
        if is_mentor(fiche, ondertekenaar):
            raise Geweigerd(MENTOR_TEKENDE, "ondertekenaar")
        grond = gezag_als(fiche, ondertekenaar, hoedanigheid, datum)
        if grond is None:
            raise Geweigerd("Deze persoon mocht op die dag niet in die hoedanigheid tekenen.", "hoedanigheid")
        rij = _leg_vast(
            lid,
            bestand,
            bladen=gelezen.bladen,
            leerwerkplek=fiche.leerwerkplek,
            fiche=fiche,
            wijze=Tekenwijze.PAPIER,
            code_gelezen=code_gelezen,
            ondertekenaar=ondertekenaar,
            naam=ondertekenaar.gebruiker.volledige_naam,
            functie=ondertekenaar.functie,
            organisatie=ondertekenaar.organisatie.naam if ondertekenaar.organisatie else fiche.bestuur.naam,
            hoedanigheid=grond.hoedanigheid,
            gezag=grond.bevroren(),
            getekend_op=datum,
        )
        _meld(door, rij, "fiche.scan_opgeladen", fiche)
    return rij


def lever_vooraf(
    door: Actor, plek: Leerwerkplek, *, bestand: Opgeladen, naam: str, functie: str, hoedanigheid: str, datum: date
) -> Aanlevering:
    """De scan van een fiche die al getekend was voor het bestuur deze toepassing gebruikte, met haar echte dag.

    De fiche zelf ontstaat pas als een tweede persoon bevestigt. Geweigerd: een dag vanaf de ingebruikname, een plek die
    al een fiche heeft, zonder mentor of functie, en de mentor van de plek als ondertekenaar.
    """
    lid = lid_van(door, "fiche.vooraf")
    gelezen = lees_scan(bestand)
    with grenzen():
        plek = slot_plek(plek)
        eis_wijze(plek.bestuur.wijzen, Tekenwijze.VOORAF)
        if reden := vooraf_bezwaar(plek):
            raise Geweigerd(reden)
        vandaag = timezone.localdate()
        if reden := dag_bezwaar(datum, vandaag=vandaag, voor=plek.bestuur.in_gebruik_sinds):
            raise Geweigerd(reden, "datum")
        if plek.mentor and _zelfde_naam(naam, plek.mentor.naam):
            raise Geweigerd(MENTOR_TEKENDE, "naam")
        rij = _leg_vast(
            lid,
            bestand,
            bladen=gelezen.bladen,
            leerwerkplek=plek,
            wijze=Tekenwijze.VOORAF,
            naam=" ".join(naam.split()),
            functie=functie,
            organisatie=plek.organisatie.naam,
            hoedanigheid=hoedanigheid,
            gezag={"hoedanigheid": hoedanigheid, "grond": "zoals het op de scan staat", "vanaf": ""},
            getekend_op=datum,
        )
        _meld(door, rij, "fiche.scan_opgeladen", plek)
    return rij


def trek_in(door: Actor, rij: Aanlevering) -> None:
    """Wie oplaadde, haalt het terug zolang niemand besliste."""
    lid = lid_van(door, "fiche.aanleveren")
    with grenzen():
        rij = Aanlevering.objects.select_for_update(of=("self",)).get(pk=rij.pk)
        if rij.status != Aanleverstatus.TE_BEVESTIGEN or rij.door_id != lid.pk:
            raise Geweigerd("Hierover is al beslist, of een ander laadde het op. Herlaad de pagina.")
        rij.status = Aanleverstatus.VERVALLEN
        rij.save(update_fields=["status"])
        schrijf(door, "fiche.scan_ingetrokken", rij)
        melden.aanlevering_voorbij(rij)


def slot_plek(plek: Leerwerkplek) -> Leerwerkplek:
    rijen = Leerwerkplek.objects.select_for_update(of=("self",)).select_related(
        "bestuur", "project__oproep", "organisatie", "mentor__lidmaatschap__gebruiker", "begeleider__gebruiker"
    )
    return rijen.get(pk=plek.pk)


def vooraf_bezwaar(plek: Leerwerkplek) -> str:
    """Waarom van deze plek geen fiche van vóór de ingebruikname kan komen; leeg als het kan."""
    if Fiche.objects.filter(
        bestuur=plek.bestuur_id,
        leerwerkplek=plek,
        status__in=[Status.TER_ONDERTEKENING, Status.ONDERTEKEND, Status.VERVANGEN],
    ).exists():
        return "Deze plek heeft al een fiche. Een scan van vroeger kan er niet meer bij."
    if plek.mentor is None or not plek.functie:
        return "Vul eerst de functie en de mentor van de plek in. Die staan op de fiche."
    if not huisstijl.voor(plek.bestuur).banner_tekst:
        return "De logobanner ontbreekt. Vraag de beheerder om die in te stellen."
    return ""


def inhoud_van_vooraf(plek: Leerwerkplek, op: date) -> dict:
    """De gegevens van de plek zoals ze bij een fiche van die dag bevroren worden."""
    return stel_voor(plek, op).inhoud


def _zelfde_naam(een: str, ander: str) -> bool:
    return " ".join(een.split()).casefold() == " ".join(ander.split()).casefold()


def _leg_vast(lid: Lidmaatschap, bestand: Opgeladen, **velden: Any) -> Aanlevering:
    plek = velden["leerwerkplek"]
    bewaard = opslag.bewaar(lid.bestuur_id, bestand.inhoud, bestand.achtervoegsel)
    document = opslag.leg_vast(
        lid.bestuur_id,
        bewaard,
        soort=Soort.SCAN,
        naam=f"{plek.code}-scan{bestand.achtervoegsel}",
        mime=bestand.mime,
        bewaarklasse=Bewaarklasse.BEWIJS,
    )
    return Aanlevering.objects.create(
        bestuur_id=lid.bestuur_id, status=Aanleverstatus.TE_BEVESTIGEN, bestand=document, door=lid, **velden
    )


def _meld(door: Actor, rij: Aanlevering, daad: str, ding: Fiche | Leerwerkplek) -> None:
    assert rij.bestand is not None
    schrijf(door, daad, ding, wijze=str(rij.wijze), getekend_op=str(rij.getekend_op), sha256=rij.bestand.sha256)
    melden.te_bevestigen(rij)


def _kijk_code_na(fiche: Fiche, codes: tuple[str, ...]) -> bool:
    """True: de code van deze versie staat op de scan; False: er staat geen van ons op. Geweigerd bij een andere."""
    tokens = {token for code in codes if (token := _token(code))}
    if vreemd := sorted(tokens - {fiche.token}):
        gevonden = Fiche.objects.filter(bestuur=fiche.bestuur_id, token=vreemd[0]).first()
        wat = f"van fiche {gevonden.code}, versie {gevonden.versie}" if gevonden else "van een andere fiche"
        zin = f"Dit is een scan {wat}. Laad die van {fiche.code}, versie {fiche.versie}, op."
        raise Geweigerd(zin, "bestand")
    return bool(tokens)


def _token(code: str) -> str:
    """Het token in het adres van een controlepagina; leeg als de code iets anders is."""
    try:
        gevonden = resolve(urlsplit(code).path)
    except (Resolver404, ValueError):
        return ""
    return gevonden.kwargs.get("token", "") if gevonden.url_name == "verificatie" else ""
