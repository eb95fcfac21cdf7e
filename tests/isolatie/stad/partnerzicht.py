"""Wat een GLOW-partner mag zien, onafhankelijk van de policies: wat aan hem aangeboden is, en wie via hem geplaatst is."""

from documenten.models import Huisstijl
from organisaties import isolatie
from organisaties.models import GlowPartner, Partnerlid
from organisaties.schema import tenantmodellen
from plaatsingen.models import MaandstaatVersie
from tests.isolatie.stad.kanaries import tabel
from tests.isolatie.stad.soorten import Bestuur, Stad

Dingen = set[tuple[str, int]]  # (tabel, nummer)
VAN_HEM = ("aanbod", "aanbodronde", "aanbodvraag", "samenwerking", "deelnemer", "plaatsing", "kandidatuur", "overleg",
           "genodigde", "actiepunt")  # fmt: skip
VAN_ZIJN_PLAATSING = ("prestatie", "maandstaat", "werkdag", "startvoorwaarde", "ondertekening", "onderbreking",
                      "attest", "uitstroom", "opvolging")  # fmt: skip


def wat_een_partner_ziet(stad: Stad, partner: GlowPartner) -> Dingen:
    ziet: Dingen = set()
    for b in stad.besturen:
        with b.huis.binnen():
            ziet |= bij_bestuur(b, partner)
        if b.partner == partner:
            with isolatie.namens(glowpartner=partner.pk):
                leden = Partnerlid.objects.filter(glowpartner=partner)
                ziet |= {("partnerlid", pk) for pk in leden.values_list("pk", flat=True)}
            ziet |= {(naam, b.ding[naam]) for naam in ("partneruitnodiging", "partnerkaart", "zoekopdracht")}
    return ziet | {("deelnemercode", pk) for naam, pk in ziet if naam == "deelnemer"}


def bij_bestuur(b: Bestuur, partner: GlowPartner) -> Dingen:
    """Niets van een bestuur waarmee hij niet werkt."""
    model = {tabel(m): m for m in tenantmodellen()}
    if not model["samenwerking"].objects.filter(glowpartner=partner).exists():
        return set()
    plekken = set(model["aanbod"].objects.filter(glowpartner=partner).values_list("leerwerkplek", flat=True))
    ziet = {("bestuur", b.pk)} | {("leerwerkplek", pk) for pk in plekken}
    waar = model["leerwerkplek"].objects.filter(pk__in=plekken).values_list("organisatie", flat=True)
    ziet |= {("organisatie", pk) for pk in waar}
    voorgelegd = model["ondertekening"].objects.filter(plaatsing__glowpartner=partner)
    ziet |= {("document", pk) for pk in voorgelegd.values_list("document", flat=True)}
    for naam, filter_ in filters(partner, plekken).items():
        ziet |= {(naam, pk) for pk in model[naam].objects.filter(**filter_).values_list("pk", flat=True)}
    for versie in MaandstaatVersie.objects.filter(staat__plaatsing__glowpartner=partner).order_by("pk"):
        ziet |= op_een_urenstaat(versie)
    if ("organisatie", b.huis.organisatie.pk) in ziet:
        ziet |= {("huisstijl", pk) for pk in Huisstijl.objects.values_list("pk", flat=True)}
    return ziet


def filters(partner: GlowPartner, plekken: set[int]) -> dict[str, dict]:
    """Tabel → welke rijen."""
    afgerond = {"evaluatie__plaatsing__glowpartner": partner, "evaluatie__status": "afgerond"}
    return {
        **{naam: {"glowpartner": partner} for naam in VAN_HEM},
        **{naam: {"plaatsing__glowpartner": partner} for naam in VAN_ZIJN_PLAATSING},
        "planvanaanpak": {"leerwerkplek__in": plekken},
        "werkafspraak": {"glowpartner": partner, "leerwerkplek__in": plekken},
        "bericht": {"glowpartner": partner, "ontvanger__isnull": False},
        "contactkaart": {},
        "evaluatie": {"plaatsing__glowpartner": partner, "status": "afgerond"},
        "competentiescore": afgerond,
        "overlegplek": {"overleg__glowpartner": partner},
        "overlegplaatsing": {"overleg__glowpartner": partner, "plaatsing__glowpartner": partner},
    }


def op_een_urenstaat(versie: MaandstaatVersie) -> Dingen:
    """Wat een partner leest op de urenstaat van de eigen deelnemer: waar, onder welk project, en wie bevestigde."""
    staat = versie.staat
    plek = staat.plaatsing.leerwerkplek
    leden = {staat.doorgestuurd_door_id, versie.bevestigd_door_id}
    zelf = {("maandstaatversie", versie.pk), ("organisatie", plek.organisatie_id), ("subsidieproject", plek.project_id)}
    if versie.urenstaat_id:
        zelf.add(("document", versie.urenstaat_id))
    return zelf | {("lidmaatschap", pk) for pk in leden} | {("mentor", plek.mentor_id)}
