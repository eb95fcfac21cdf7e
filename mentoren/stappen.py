"""Mentoren, hun leidinggevende, opleidingen en certificaten: elke wijziging, met recht, slot en logboek."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length
from django.utils import timezone

from documenten import opslag, scan
from documenten.enums import Soort
from documenten.opladen import Opgeladen
from logboek.stappen import schrijf
from mentoren import melden
from mentoren.enums import Scanstatus
from mentoren.models import Certificaatscan, Deelname, Leiding, Mentor, Opleiding
from mentoren.regels import is_vooraf, leiding_op, scan_bezwaar
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, Lidmaatschap, Organisatie
from organisaties.personen import zorg_voor_lid
from organisaties.toegang import Actor, eis
from projecten.models import Subsidieproject

CERTIFICAAT = ["certificaat", "certificaat_datum", "certificaat_vastgelegd_op", "certificaat_vooraf"]
TWEEDE_NODIG = "Dit certificaat is van vóór de ingebruikname. Vul in wie het ondertekende, en als wat."
VOOR_DE_OPLEIDING = "Het certificaat kan niet van voor de opleiding zijn. Kies een latere datum."


def _volgende_code(bestuur: Bestuur) -> str:
    """M001, M002 …: één keer gegeven, nooit hergebruikt."""
    Bestuur.objects.select_for_update().get(pk=bestuur.pk)  # twee mensen tegelijk krijgen niet hetzelfde nummer
    codes = Mentor.objects.filter(bestuur=bestuur).order_by(Length("code").desc(), "-code")  # M1000 komt na M999
    laatste = codes.values_list("code", flat=True).first()
    return f"M{int(laatste[1:]) + 1 if laatste else 1:03d}"


def maak_mentor(
    door: Actor,
    lid: Lidmaatschap,
    *,
    organisatie: Organisatie,
    dienst: str = "",
    leidinggevende: Lidmaatschap | None = None,
    vanaf: date | None = None,
    project: Subsidieproject | None = None,
) -> Mentor:
    """Maakt van een personeelslid een mentor. `vanaf`: sinds wanneer de leidinggevende leiding geeft (vandaag)."""
    eis(door, "mentor.bewerken")
    with grenzen():
        zorg_voor_lid(lid.bestuur, lid.gebruiker, [Rol.MENTOR], organisatie=lid.organisatie)
        mentor = Mentor.objects.create(
            bestuur=lid.bestuur,
            lidmaatschap=lid,
            code=_volgende_code(lid.bestuur),
            organisatie=organisatie,
            dienst=dienst,
            project=project,
        )
        schrijf(door, "mentor.gemaakt", mentor, code=mentor.code)
        if leidinggevende is not None:
            zet_leiding(door, mentor, leidinggevende, vanaf=vanaf)
    return mentor


def wijzig_mentor(door: Actor, mentor: Mentor, *, organisatie: Organisatie, dienst: str) -> Mentor:
    eis(door, "mentor.bewerken")
    with grenzen():
        mentor.organisatie, mentor.dienst = organisatie, dienst
        mentor.save(update_fields=["organisatie", "dienst"])
        schrijf(door, "mentor.gewijzigd", mentor)
    return mentor


def vertrekt(door: Actor, mentor: Mentor, *, op: date) -> Mentor:
    """De mentor begeleidt niemand meer vanaf die dag; blijft wel als opgeleid tellen. Zijn plekken gaan apart over."""
    eis(door, "mentor.bewerken")
    if op > timezone.localdate():
        raise Geweigerd("Deze dag moet nog komen. Draag pas over als de mentor weg is.", "vertrokken_op")
    with grenzen():
        mentor = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
        if mentor.vertrokken_op is not None:
            raise Geweigerd("Deze mentor is al vertrokken. Herlaad de pagina.")
        mentor.vertrokken_op = op
        mentor.save(update_fields=["vertrokken_op"])
        schrijf(door, "mentor.vertrokken", mentor, op=str(op))
    return mentor


def keert_terug(door: Actor, mentor: Mentor) -> Mentor:
    """De mentor is er toch nog (of weer). Plekken die overgedragen zijn, komen niet vanzelf terug."""
    eis(door, "mentor.bewerken")
    with grenzen():
        mentor = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
        if mentor.vertrokken_op is not None:
            mentor.vertrokken_op = None
            mentor.save(update_fields=["vertrokken_op"])
            schrijf(door, "mentor.terug", mentor)
    return mentor


def zet_leiding(
    door: Actor, mentor: Mentor, leidinggevende: Lidmaatschap, *, vanaf: date | None = None
) -> Leiding | None:
    """Wie vanaf die dag de direct leidinggevende is; de vorige stopt de dag ervoor. None: er verandert niets."""
    eis(door, "mentor.bewerken")
    vanaf = vanaf or timezone.localdate()
    if leidinggevende.pk == mentor.lidmaatschap_id:
        raise Geweigerd("Een mentor leidt niet zichzelf. Kies iemand anders.", "leidinggevende")
    with grenzen():
        rijen = Leiding.objects.select_for_update().filter(mentor=mentor)
        huidig = rijen.filter(leiding_op(vanaf)).first()
        if huidig and huidig.leidinggevende_id == leidinggevende.pk:
            return None
        rijen.filter(van__gte=vanaf).delete()  # wat later zou ingaan vervalt
        if huidig and huidig.van < vanaf:
            huidig.tot = vanaf - timedelta(days=1)
            huidig.save(update_fields=["tot"])
        leiding = Leiding.objects.create(
            bestuur=mentor.bestuur, mentor=mentor, leidinggevende=leidinggevende, van=vanaf
        )
        zorg_voor_lid(mentor.bestuur, leidinggevende.gebruiker, [Rol.LEIDINGGEVENDE], organisatie=None)
        schrijf(door, "mentor.leiding", mentor, leidinggevende=leidinggevende.pk, vanaf=str(vanaf))
    return leiding


def maak_opleiding(
    door: Actor, bestuur: Bestuur, *, code: str, titel: str, datum: date, aanbieder: str = "", uren=None
) -> Opleiding:
    eis(door, "mentor.bewerken")
    with grenzen():
        opleiding = Opleiding.objects.create(
            bestuur=bestuur, code=code, titel=titel, datum=datum, aanbieder=aanbieder, uren=uren
        )
        schrijf(door, "opleiding.gemaakt", opleiding, code=code)
    return opleiding


def registreer_deelname(
    door: Actor, opleiding: Opleiding, mentor: Mentor, *, aanwezig: bool = True, certificaat_datum: date | None = None
) -> Deelname:
    """Een deelname. Een certificaatdatum zonder bestand is een toezegging en telt nog niet (bron 000, 001)."""
    eis(door, "mentor.bewerken")
    if certificaat_datum and certificaat_datum < opleiding.datum:
        raise Geweigerd(VOOR_DE_OPLEIDING, "certificaat_datum")
    with grenzen():
        deelname = Deelname.objects.create(
            bestuur=mentor.bestuur,
            opleiding=opleiding,
            mentor=mentor,
            aanwezig=aanwezig,
            certificaat_datum=certificaat_datum,
        )
        schrijf(door, "deelname.gemaakt", deelname, mentor=mentor.code)
    return deelname


def voeg_certificaat_toe(door: Actor, deelname: Deelname, bestand: Opgeladen, *, datum: date) -> Deelname:
    """Legt het certificaat van deelname vast. Een nieuw bestand vervangt het vorige; dat blijft bewaard."""
    eis(door, "mentor.bewerken")
    _kijk_dag_na(deelname, datum)
    if not door.installatie and is_vooraf(deelname.bestuur, datum):
        raise Geweigerd(TWEEDE_NODIG, "certificaat_datum")
    bewaard = opslag.bewaar(deelname.bestuur_id, bestand.inhoud, bestand.achtervoegsel)
    with grenzen():
        deelname = Deelname.objects.select_for_update().select_related("mentor").get(pk=deelname.pk)
        deelname.certificaat = opslag.leg_vast(
            deelname.bestuur_id,
            bewaard,
            soort=Soort.CERTIFICAAT,
            naam=f"certificaat-{deelname.mentor.code}{bestand.achtervoegsel}",
            mime=bestand.mime,
        )
        deelname.certificaat_datum = datum
        deelname.certificaat_vastgelegd_op, deelname.certificaat_vooraf = timezone.now(), False
        deelname.save(update_fields=CERTIFICAAT)
        schrijf(door, "deelname.certificaat", deelname, datum=str(datum), sha256=bewaard.sha256)
    return deelname


def _kijk_dag_na(deelname: Deelname, datum: date) -> None:
    if datum < deelname.opleiding.datum:
        raise Geweigerd(VOOR_DE_OPLEIDING, "certificaat_datum")
    if datum > timezone.localdate():
        raise Geweigerd("Deze datum ligt in de toekomst. Vul de datum op het certificaat in.", "certificaat_datum")


# --- certificaten van vóór de ingebruikname: een tweede persoon bevestigt de scan


def lever_scan(
    door: Actor, deelname: Deelname, bestand: Opgeladen, *, datum: date, ondertekenaar: str, hoedanigheid: str
) -> Certificaatscan:
    """De scan van een certificaat van vóór de ingebruikname, met haar echte dag en wie tekende. Telt nog niet.

    Geweigerd: een dag vanaf de ingebruikname of voor de opleiding, een lege ondertekenaar, iets dat niet opengaat, en
    een bestuur dat zulke scans niet toelaat.
    """
    eis(door, "mentor.bewerken")
    if door.lidmaatschap is None:
        raise PermissionDenied("mentor.bewerken: een scan laadt een persoon op")
    _kijk_dag_na(deelname, datum)
    if not is_vooraf(deelname.bestuur, datum):
        raise Geweigerd(
            "Dit is geen certificaat van vóór de ingebruikname. Kies een vroegere dag.", "certificaat_datum"
        )
    for veld, waarde in (("ondertekenaar", ondertekenaar), ("hoedanigheid", hoedanigheid)):
        if not waarde.strip():
            raise Geweigerd(TWEEDE_NODIG, veld)
    if not deelname.aanwezig:
        raise Geweigerd("Een certificaat van deelname kan enkel wie aanwezig was.", "certificaat_datum")
    try:
        gelezen = scan.lees(bestand.inhoud)
    except scan.Onleesbaar as fout:
        raise Geweigerd(str(fout), "bestand") from fout
    with grenzen():
        deelname = Deelname.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=deelname.pk)
        bewaard = opslag.bewaar(deelname.bestuur_id, bestand.inhoud, bestand.achtervoegsel)
        document = opslag.leg_vast(
            deelname.bestuur_id,
            bewaard,
            soort=Soort.CERTIFICAAT,
            naam=f"certificaat-{deelname.mentor.code}{bestand.achtervoegsel}",
            mime=bestand.mime,
        )
        rij = Certificaatscan.objects.create(
            bestuur_id=deelname.bestuur_id,
            deelname=deelname,
            document=document,
            bladen=gelezen.bladen,
            datum=datum,
            ondertekenaar=ondertekenaar.strip(),
            hoedanigheid=hoedanigheid.strip(),
            door=door.lidmaatschap,
        )
        schrijf(door, "deelname.scan_opgeladen", deelname, datum=str(datum), sha256=bewaard.sha256)
        melden.scan_te_bevestigen(rij)
    return rij


def bevestig_scan(door: Actor, rij: Certificaatscan) -> Deelname:
    """Een tweede persoon bevestigt mentor, dag en ondertekenaar: het certificaat telt, op zijn echte dag."""
    with grenzen():
        rij, lid = _open_scan(door, rij)
        deelname = rij.deelname
        deelname.certificaat, deelname.certificaat_datum = rij.document, rij.datum
        deelname.certificaat_vastgelegd_op, deelname.certificaat_vooraf = timezone.now(), True
        deelname.save(update_fields=CERTIFICAAT)
        _beslis(rij, lid, Scanstatus.BEVESTIGD)
        schrijf(door, "deelname.scan_bevestigd", deelname, datum=str(rij.datum), sha256=rij.document.sha256)
        melden.scan_beslist(rij)
    return deelname


def weiger_scan(door: Actor, rij: Certificaatscan, *, reden: str) -> Certificaatscan:
    """Een tweede persoon weigert de scan, met een reden voor wie ze oplaadde."""
    if not reden.strip():
        raise Geweigerd("Zeg waarom je de scan weigert.", "reden")
    with grenzen():
        rij, lid = _open_scan(door, rij)
        rij.reden = reden.strip()
        _beslis(rij, lid, Scanstatus.GEWEIGERD)
        schrijf(door, "deelname.scan_geweigerd", rij.deelname)
        melden.scan_beslist(rij)
    return rij


def _open_scan(door: Actor, rij: Certificaatscan) -> tuple[Certificaatscan, Lidmaatschap]:
    eis(door, "fiche.bevestigen")
    if door.lidmaatschap is None:
        raise PermissionDenied("fiche.bevestigen: enkel een persoon van het bestuur")
    deelname = Deelname.objects.select_for_update(of=("self",)).get(pk=rij.deelname_id)
    rijen = Certificaatscan.objects.select_for_update(of=("self",)).select_related(
        "document", "door__gebruiker", "deelname__mentor", "deelname__opleiding"
    )
    rij = rijen.get(pk=rij.pk)
    rij.deelname = deelname
    if rij.status != Scanstatus.TE_BEVESTIGEN:
        raise Geweigerd(f"Deze scan is al {rij.get_status_display()}.")
    if reden := scan_bezwaar(rij, door.lidmaatschap):
        raise PermissionDenied(reden)
    return rij, door.lidmaatschap


def _beslis(rij: Certificaatscan, lid: Lidmaatschap, status: str) -> None:
    rij.status, rij.beoordeeld_door, rij.beoordeeld_op = status, lid, timezone.now()
    rij.save(update_fields=["status", "beoordeeld_door", "beoordeeld_op", "reden"])
