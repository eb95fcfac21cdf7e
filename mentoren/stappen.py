"""Mentoren, hun leidinggevende, opleidingen en certificaten: elke wijziging, met recht, slot en logboek."""

from datetime import date, timedelta

from django.db.models.functions import Length
from django.utils import timezone

from documenten import opslag
from documenten.enums import Soort
from documenten.opladen import Opgeladen
from logboek.stappen import schrijf
from mentoren.models import Deelname, Leiding, Mentor, Opleiding
from mentoren.regels import leiding_op
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, Lidmaatschap, Organisatie
from organisaties.personen import zorg_voor_lid
from organisaties.toegang import Actor, eis
from projecten.models import Subsidieproject

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
    if datum < deelname.opleiding.datum:
        raise Geweigerd(VOOR_DE_OPLEIDING, "certificaat_datum")
    if datum > timezone.localdate():
        raise Geweigerd("Deze datum ligt in de toekomst. Vul de datum op het certificaat in.", "certificaat_datum")
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
        deelname.certificaat_vastgelegd_op = timezone.now()
        deelname.save(update_fields=["certificaat", "certificaat_datum", "certificaat_vastgelegd_op"])
        schrijf(door, "deelname.certificaat", deelname, datum=str(datum), sha256=bewaard.sha256)
    return deelname
