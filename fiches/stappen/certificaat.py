"""Ondertekenen met een eigen certificaat, eID of itsme: klaarzetten, elders ondertekenen, opladen.

Het nakijken zelf duurt te lang voor een scherm en gebeurt in een taak (`fiches.kijk_eigen_na`).
"""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documenten import opslag
from documenten.enums import Bewaarklasse, Soort
from documenten.opladen import Opgeladen
from documenten.zegel import vertrouwenslijst
from documenten.zegel.persoon import Persoon, beoordeel_ondertekend
from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche
from fiches.regels import bezwaar
from fiches.stappen import grond_voor, persoon, slot
from fiches.stappen.aanleveren import eis_wijze
from logboek.stappen import schrijf
from organisaties.enums import Tekenwijze
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor
from taken.stappen import plan


def zet_klaar(door: Actor, fiche: Fiche, *, hoedanigheid: str, inhoud_sha256: str) -> Aanlevering:
    """Laat de verzegelde PDF maken die deze persoon elders ondertekent. `hoedanigheid`: `Gezag.sleutel`.

    Geweigerd zoals bij ondertekenen, en zonder vertrouwenslijst. Wie ze al klaarzette, krijgt dezelfde terug.
    """
    lid = persoon(door)
    with grenzen():
        fiche = slot(fiche)
        eis_wijze(fiche.bestuur.wijzen, Tekenwijze.CERTIFICAAT)
        if waarom := vertrouwenslijst.waarom_niet():
            raise Geweigerd(waarom)
        grond = grond_voor(fiche, lid, hoedanigheid, inhoud_sha256, timezone.localdate())
        rij = Aanlevering.objects.create(
            bestuur_id=fiche.bestuur_id,
            leerwerkplek=fiche.leerwerkplek,
            fiche=fiche,
            wijze=Tekenwijze.CERTIFICAAT,
            status=Aanleverstatus.KLAARZETTEN,
            ondertekenaar=lid,
            naam=door.naam,
            functie=lid.functie,
            organisatie=door.organisatie_naam,
            hoedanigheid=grond.hoedanigheid,
            gezag=grond.bevroren(),
            door=lid,
        )
        schrijf(door, "fiche.klaargezet", fiche, versie=fiche.versie, hoedanigheid=str(grond.hoedanigheid))
        plan("fiches.zet_klaar", rij.pk, bestuur_id=rij.bestuur_id)
    return rij


def lever(door: Actor, rij: Aanlevering, *, bestand: Opgeladen) -> Aanlevering:
    """Wat elders ondertekend werd. Meteen geweigerd als het ons bestand niet is; de rest kijkt een taak na."""
    lid = persoon(door)
    assert rij.fiche is not None and rij.klaar is not None  # de view toont dit enkel wat klaarstaat
    ons = opslag.lees(rij.klaar)
    if bestand.inhoud == ons or not bestand.inhoud.startswith(ons):  # dan volgt het oordeel meteen
        oordeel = beoordeel_ondertekend(ons, bestand.inhoud, Persoon("", ""), [])
        raise Geweigerd.om([(zin, "bestand") for zin in oordeel.redenen])
    with grenzen():
        fiche = slot(rij.fiche)
        rij = Aanlevering.objects.select_for_update(of=("self",)).get(pk=rij.pk)
        if rij.door_id != lid.pk:
            raise PermissionDenied("fiche.ondertekenen: een ander zette dit klaar")
        if rij.status != Aanleverstatus.TE_TEKENEN or fiche.status != Status.TER_ONDERTEKENING:
            raise Geweigerd("Deze fiche wordt al nagekeken, of is al ondertekend. Herlaad de pagina.")
        eis_wijze(fiche.bestuur.wijzen, Tekenwijze.CERTIFICAAT)
        if reden := bezwaar(fiche, lid, _sleutel(rij), timezone.localdate()):
            raise Geweigerd(reden)
        bewaard = opslag.bewaar(rij.bestuur_id, bestand.inhoud)
        rij.bestand = opslag.leg_vast(
            rij.bestuur_id,
            bewaard,
            soort=Soort.FICHE_TE_TEKENEN,
            naam=f"{fiche.code}-v{fiche.versie}-ondertekend.pdf",
            mime="application/pdf",
            bewaarklasse=Bewaarklasse.WERK,
        )
        rij.status, rij.vaststelling = Aanleverstatus.NA_TE_KIJKEN, ""
        rij.save(update_fields=["status", "bestand", "vaststelling"])
        schrijf(door, "fiche.eigen_handtekening", fiche, versie=fiche.versie, sha256=bewaard.sha256)
        plan("fiches.kijk_eigen_na", rij.pk, bestuur_id=rij.bestuur_id)
    return rij


def _sleutel(rij: Aanlevering) -> str:
    """Onder welke `Gezag.sleutel` deze persoon klaarzette."""
    vervanging = rij.gezag.get("plaatsvervanging")
    return f"{rij.hoedanigheid}-{vervanging['nummer']}" if vervanging else rij.hoedanigheid
