"""De tweede persoon: bevestigen wat een ander oplaadde, of weigeren met een reden. Nooit wie het zelf oplaadde."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fiches import aftekenen, melden
from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche, Handtekening
from fiches.stappen import slot
from fiches.stappen.aanleveren import inhoud_van_vooraf, lid_van, slot_plek, vooraf_bezwaar
from kern import bevroren
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor

ZELF = "Je laadde dit zelf op. Laat een collega het nakijken."
IS_MENTOR = "Je bent de mentor van deze plek. Laat een collega het nakijken."


def waarom_niet(rij: Aanlevering, lid: Lidmaatschap) -> str:
    """Waarom dit lid niet de tweede persoon kan zijn; leeg als het kan."""
    if rij.door_id == lid.pk:
        return ZELF
    mentoren = {
        mentor.lidmaatschap_id for mentor in (rij.leerwerkplek.mentor, rij.fiche and rij.fiche.mentor) if mentor
    }
    return IS_MENTOR if lid.pk in mentoren else ""


def bevestig(door: Actor, rij: Aanlevering, *, vergeleken: bool, inhoud_sha256: str) -> Handtekening:
    """Bevestigt dat dit exemplaar ondertekend is door wie, als wat en wanneer het zegt: dan telt het.

    `inhoud_sha256`: de inhoud die ernaast getoond werd. `vergeleken`: de controlecode is met het oog vergeleken; nodig
    als er geen gelezen werd. Van een fiche van vóór de ingebruikname wordt de inhoud nu bevroren.
    """
    lid = lid_van(door, "fiche.bevestigen")
    with grenzen():
        fiche, plek = _slot_eerst(rij)
        rij = _open(rij, lid)
        if not rij.code_gelezen and not vergeleken:
            raise Geweigerd("Kijk dit na en vink het aan.", "vergeleken")
        if fiche is None:
            fiche = _bevries(rij, plek, inhoud_sha256)
        if fiche.status != Status.TER_ONDERTEKENING:
            raise Geweigerd(f"Deze fiche is al {fiche.get_status_display()}.")
        if fiche.inhoud_sha256 != inhoud_sha256:
            raise Geweigerd("De gegevens wijzigden intussen. Leg ze opnieuw naast de scan.")
        rij.fiche, rij.status = fiche, Aanleverstatus.BEVESTIGD
        rij.beoordeeld_door, rij.beoordeeld_op = lid, timezone.now()
        rij.save(update_fields=["fiche", "status", "beoordeeld_door", "beoordeeld_op"])
        handtekening = aftekenen.uit_aanlevering(door, rij, fiche, tweede=lid)
        schrijf(door, "fiche.scan_bevestigd", fiche, wijze=str(rij.wijze), vergeleken=vergeleken)
        melden.bevestigd(rij, lid)
    return handtekening


def weiger(door: Actor, rij: Aanlevering, *, reden: str) -> Aanlevering:
    """Weigert wat een ander oplaadde, met een reden; die krijgt een bericht en kan opnieuw opladen."""
    lid = lid_van(door, "fiche.bevestigen")
    if not reden.strip():
        raise Geweigerd("Zeg waarom je de scan weigert.", "reden")
    with grenzen():
        rij = _open(rij, lid)
        rij.status, rij.reden = Aanleverstatus.GEWEIGERD, reden.strip()
        rij.beoordeeld_door, rij.beoordeeld_op = lid, timezone.now()
        rij.save(update_fields=["status", "reden", "beoordeeld_door", "beoordeeld_op"])
        schrijf(door, "fiche.scan_geweigerd", rij.fiche or rij.leerwerkplek)
        melden.geweigerd(rij, lid)
    return rij


def _slot_eerst(rij: Aanlevering) -> tuple[Fiche | None, Leerwerkplek]:
    """Dezelfde volgorde als elke andere stap: eerst de fiche of de plek, dan wat eronder hangt."""
    if rij.fiche is not None:
        fiche = slot(rij.fiche)
        return fiche, fiche.leerwerkplek
    return None, slot_plek(rij.leerwerkplek)


def _open(rij: Aanlevering, lid: Lidmaatschap) -> Aanlevering:
    rijen = Aanlevering.objects.select_for_update(of=("self",)).select_related(
        "leerwerkplek__mentor", "fiche__mentor", "bestand", "door__gebruiker", "ondertekenaar__gebruiker"
    )
    rij = rijen.get(pk=rij.pk)
    if rij.status != Aanleverstatus.TE_BEVESTIGEN:
        raise Geweigerd(f"Dit is al {rij.get_status_display()}. Er is niets meer te bevestigen.")
    if reden := waarom_niet(rij, lid):
        raise PermissionDenied(reden)
    return rij


def _bevries(rij: Aanlevering, plek: Leerwerkplek, inhoud_sha256: str) -> Fiche:
    """De fiche van een scan van vóór de ingebruikname, met de dag waarop ze toen getekend is."""
    if reden := vooraf_bezwaar(plek):
        raise Geweigerd(reden)
    assert plek.mentor is not None and rij.getekend_op is not None  # vooraf_bezwaar en lever_vooraf
    inhoud = inhoud_van_vooraf(plek, rij.getekend_op)
    tekst = bevroren.canoniek(inhoud)
    if bevroren.sha256(tekst) != inhoud_sha256:
        raise Geweigerd("De gegevens van de plek wijzigden intussen. Leg ze opnieuw naast de scan.")
    return Fiche.objects.create(
        bestuur=plek.bestuur,
        leerwerkplek=plek,
        mentor=plek.mentor,
        versie=inhoud["versie"],
        inhoud=tekst,
        inhoud_sha256=bevroren.sha256(tekst),
        ingediend_op=rij.getekend_op,
        ingediend_door=rij.door,
    )
