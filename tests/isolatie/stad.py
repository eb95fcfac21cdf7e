"""Drie besturen vol kanaries: in elk tekstveld van elke rij staat `<slug>.<tabel>.<nummer>`, en nergens anders ter wereld."""

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from unittest.mock import patch
from uuid import uuid4

import pypdf
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

from beheer.link import Link, adres
from beheer.models import Partneruitnodiging, Uitnodiging
from berichten import sleutels
from berichten.enums import Mail
from berichten.models import Bericht
from berichten.stappen import Inhoud, aan_leden
from controles.stappen import uitvoeren
from documenten import opslag
from documenten.models import Huisstijl
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from evaluaties.stappen import einde as einde_stappen
from evaluaties.stappen import evaluatie as evaluatie_stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from fiches import stappen as fiche_stappen
from fiches.ronde import onderteken_samen
from fiches.selectie import Gezien
from fiches.stappen import aanleveren
from kandidaten.stappen import behandelen, voorstellen
from kandidaten.stappen.voorstellen import Criteria, Persoon
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.standaard import ROLLEN
from leerwerkplekken.stappen import aanbod as aanbod_stappen
from leerwerkplekken.stappen import antwoord as antwoord_stappen
from leerwerkplekken.stappen.noteren import noteer
from mentoren import stappen as mentor_stappen
from organisaties import isolatie
from organisaties.enums import Rol
from organisaties.models import Bestuur as Bestuur_
from organisaties.models import Gebruiker, GlowPartner, Lidmaatschap, Partnerlid, Plaatsvervanging, Samenwerking
from organisaties.personen import zorg_voor_partnerlid
from organisaties.schema import tenantmodellen
from organisaties.toegang import Actor
from partners.models import Contactkaart, Partnerkaart, Zoekopdracht
from plaatsingen.models import MaandstaatVersie, Ondertekening, Plaatsing, Werkdag
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending as inzending_stappen
from plaatsingen.stappen import maand as maand_stappen
from plaatsingen.stappen import patroon as patroon_stappen
from plaatsingen.stappen import start as start_stappen
from plaatsingen.stappen import uren as uren_stappen
from plaatsingen.stappen import verloop as verloop_stappen
from plaatsingen.stappen.overleg import koppel
from projecten.models import (
    Beleidsdoel,
    Maatregel,
    OproepInstelling,
    Overleg,
    Regieactie,
    Regiegemeente,
    SocialeOpdracht,
)
from projecten.stappen import actiepunten as actiepunt_stappen
from projecten.stappen import overeenkomsten as overeenkomst_stappen
from projecten.stappen import overleg as overleg_stappen
from projecten.stappen import prospecten as prospect_stappen
from projecten.stappen.overleg import Tafel
from rapportage import stappen as pakket_stappen
from taken.enums import Status as TaakStatus
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis

SLUGS = ("vogelmus", "vogelvink", "vogelspreeuw")
KORT = 30  # een veld dat korter is kan geen kanarie dragen
NIET = {  # velden met een vaste vorm
    ("documenten_huisstijl", "kleur"),
    ("documenten_document", "mime"),
    ("beheer_uitnodiging", "nonce"),
    ("leerwerkplekken_aanbodvraag", "antwoord"),  # liggen vast na het antwoord, dat zelf de kanarie draagt
    ("leerwerkplekken_aanbodvraag", "beantwoord_naam"),
    ("leerwerkplekken_aanbod", "antwoord_naam"),  # enkel samen met wie noteerde: de stap zet er zelf een
    ("leerwerkplekken_aanbod", "genoteerd_naam"),
    ("projecten_oproepinstelling", "sleutel"),
    ("plaatsingen_ondertekening", "getekend_naam"),  # zet enkel de partner zelf
    ("plaatsingen_maandstaat", "verbetering_reden"),  # ligt vast, behalve bij het verbeteren zelf
}
# De naam van een deelnemer heeft een eigen kanarie: wie haar ziet, staat in het leesboek; wie de code ziet niet.
APART = {("plaatsingen_deelnemer", "code"): "deelnemercode"}


def tabel(model) -> str:
    return model._meta.model_name


def kanarie(slug: str, rij: models.Model, veld: models.Field | None = None) -> str:
    naam = APART.get((rij._meta.db_table, veld.name), tabel(rij)) if veld else tabel(rij)
    return f"{slug}.{naam}.{rij.pk}"


def tekstvelden(model) -> list[models.Field]:
    """De velden waarin vrije tekst staat, en die lang genoeg zijn."""

    def vrij(veld) -> bool:
        basis = veld.base_field if isinstance(veld, ArrayField) else veld
        if not isinstance(basis, models.CharField | models.TextField) or basis.choices:
            return False
        if isinstance(basis, models.EmailField | models.SlugField) or (model._meta.db_table, veld.name) in NIET:
            return False
        return basis.max_length is None or basis.max_length >= KORT

    return [veld for veld in model._meta.local_concrete_fields if vrij(veld)]


def besmet(slug: str, bestuur_id: int) -> None:
    """Zet in elk tekstveld dat de toepassing mag wijzigen de kanarie van die rij."""
    for model in [*tenantmodellen(), apps.get_model("organisaties.Bestuur")]:
        sleutel = "pk" if tabel(model) == "bestuur" else "bestuur_id"
        wijzigbaar = [veld for veld in tekstvelden(model) if mag_wijzigen(model, veld)]
        for rij in model.objects.filter(**{sleutel: bestuur_id}).order_by("pk"):
            nieuw = {veld.name: met_kanarie(slug, rij, veld) for veld in wijzigbaar}
            if tabel(model) == "planvanaanpak":
                extra = {"onderwerp": f"nog iets {kanarie(slug, rij)}", **dict(zip(ROLLEN, "RAII", strict=True))}
                nieuw["matrix"] = [*rij.matrix, extra]
            if nieuw:
                model.objects.filter(pk=rij.pk).update(**nieuw)


def mag_wijzigen(model, veld) -> bool:
    rechten = model.rechten
    if "UPDATE (" in rechten:
        return veld.column in rechten.partition("UPDATE (")[2].partition(")")[0].replace(",", " ").split()
    return "UPDATE" in rechten


def met_kanarie(slug, rij, veld):
    oud, merk = getattr(rij, veld.name), kanarie(slug, rij, veld)
    if isinstance(veld, ArrayField):
        return [f"{deel[:40]} {merk}" for deel in oud or ["iets"]]
    if veld.name == "code":
        return merk
    ruimte = (veld.max_length or 200) - len(merk) - 1
    return f"{(oud or '')[:ruimte]} {merk}".strip()


@dataclass
class Bestuur:
    """Eén bestuur van de stad: het huis, wie er werkt, en van elke soort een ding met zijn nummer."""

    slug: str
    huis: Huis
    partner: GlowPartner = None
    partnermens: Gebruiker = None
    ding: dict[str, int | str] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.huis.bestuur_id


@dataclass
class Stad:
    besturen: list[Bestuur]
    dubbel: Gebruiker = None  # HR bij het eerste en het tweede bestuur
    partner_ziet: dict[int, set[tuple[str, int]]] = field(default_factory=dict)  # partner → (tabel, nummer)


def bouw(*, met_bestanden: int = 3) -> Stad:
    """Bouwt de stad met echte stappen; zoveel besturen krijgen ook hun PDF's, zegels en bewijspakket (seconden werk)."""
    stad = Stad([bouw_bestuur(slug, nummer, nummer <= met_bestanden) for nummer, slug in enumerate(SLUGS, 1)])
    mus, vink, _ = stad.besturen
    stad.dubbel = Gebruiker.objects.create_user("dubbel@beide.example", voornaam="Dubbel", naam="Zwaluw")
    for bestuur in (mus, vink):
        with bestuur.huis.binnen():
            Lidmaatschap.objects.create(bestuur=bestuur.huis.bestuur, gebruiker=stad.dubbel, rollen=["hr"])
    with vink.huis.binnen():  # de partner van mus werkt ook met vink, voor één plek
        Samenwerking.objects.create(bestuur=vink.huis.bestuur, glowpartner=mus.partner, code="ook")
        plek_stappen.bied_aan(vink.huis.installatie, vink.huis.plekken[1], mus.partner, op=date(2023, 3, 2))
        besmet_enkel(vink, "organisaties.Samenwerking", "leerwerkplekken.Aanbod", "leerwerkplekken.Werkafspraak")
    for bestuur in stad.besturen:
        stad.partner_ziet[bestuur.partner.pk] = wat_een_partner_ziet(stad, bestuur.partner)
    return stad


def besmet_enkel(bestuur: Bestuur, *labels: str) -> None:
    for model in map(apps.get_model, labels):
        for rij in model.objects.filter(bestuur_id=bestuur.pk).order_by("pk"):
            nieuw = {veld.name: kanarie(bestuur.slug, rij, veld) for veld in tekstvelden(model)}
            if nieuw:
                model.objects.filter(pk=rij.pk).update(**nieuw)


def bouw_bestuur(slug: str, nummer: int, met_bestanden: bool) -> Bestuur:
    huis = Huis(slug, plekken=3)
    b = Bestuur(slug, huis, huis.partner, huis.partnerlid.gebruiker)
    GlowPartner.objects.filter(pk=b.partner.pk).update(naam=f"Zwaan {nummer}", email=f"zwaan{nummer}@partner.example")
    Gebruiker.objects.filter(pk=b.partnermens.pk).update(naam="Zwaanmens", email=f"mens@zwaan{nummer}.example")
    for rij in (b.partner, b.partnermens):
        rij.refresh_from_db()
    with huis.binnen():
        vul(b)
        mensen(b)
        huis.plekken[1] = plek_stappen.wijzig(huis.installatie, huis.plekken[1], beschikbaar_tot=None)
    kandidaat(b)
    with huis.binnen():
        bericht(b)
        besmet(slug, b.pk)
        ververs(huis)
        certificaat(b)
        fiches(b)
        bevestigde_maand(b)
        evaluaties(b)
        pakket = pakket_stappen.vraag_pakket(huis.actor("coordinator"), huis.project, date(2023, 12, 31))[0]
        verslag = pakket_stappen.vraag_rapport(huis.actor("coordinator"), huis.project, date(2023, 12, 31))[0]
        b.ding |= {"pakket": pakket.pk, "rapport": verslag.pk}
    controle(b)
    open_ = Taak.objects.filter(bestuur_id=b.pk, status=TaakStatus.WACHT)
    if met_bestanden:
        assert voer_alles_uit(*open_.values_list("pk", flat=True)) == []
    open_.update(status=TaakStatus.GEANNULEERD)  # een andere test neemt ze niet mee
    mislukt = Taak.objects.create(
        naam="fiches.leeskopie", argumenten=[0], bestuur_id=b.pk, status=TaakStatus.MISLUKT, fout="Fout in x.py:1"
    )
    passkey = Authenticator.objects.create(  # van iemand die niet meeloopt
        user=huis.gebruiker("slaper"), type="webauthn", data={"name": f"Sleutel {slug}.passkey.0"}
    )
    b.ding |= {"taak": mislukt.pk, "passkey": passkey.pk, "sessie": passkey.pk, "bestuur": b.pk}
    collegas(b)
    return b


def controle(b: Bestuur) -> None:
    """Een steekproef en een vraag van de controleur, die enkel langs zijn functies schrijft."""
    huis = b.huis
    with huis.binnen():
        controleur = huis.actor("controleur")
    with isolatie.namens(bestuur=b.pk, gebruiker=controleur.gebruiker.pk, alleen_lezen=True):
        vraag = uitvoeren.stel(controleur, huis.controle, f"Waar is dit? {b.slug}.regel.0", huis.plekken[0])
        with connection.cursor() as c:
            c.execute(
                "SELECT controle_steekproef(%s, %s, '2023-12-31', 1, ARRAY[%s::bigint], ARRAY[%s::bigint])",
                [huis.controle.pk, f"{b.slug}.steekproef.0", huis.plekken[0].pk, b.ding["fiche"]],
            )
            b.ding["steekproef"] = c.fetchone()[0]
    b.ding |= {"controle": huis.controle.pk, "controlevraag": vraag}


def kandidaat(b: Bestuur) -> None:
    """Iemand die de partner voorstelde, met een intake."""
    vandaag, plek = timezone.localdate(), b.huis.plekken[1]
    partner = Actor(b.partnermens, glowpartner=b.partner, rollen=frozenset({Rol.GLOW}))
    criteria, start = Criteria(True, date(2020, 1, 1), True, ["context"]), vandaag + timedelta(days=200)
    with isolatie.namens(gebruiker=b.partnermens.pk, glowpartner=b.partner.pk):
        k = voorstellen.stel_voor(partner, plek, Persoon("K001", "Ilse", "Peeters"), criteria, start=start)
    with b.huis.binnen():
        behandelen.plan_intake(
            b.huis.actor("hr"), k, datum=vandaag + timedelta(days=3), uur=time(14, 30), plaats="Markt 1"
        )
    b.ding["kandidatuur"] = k.pk
    aanbod(b, partner, b.huis.plekken[2])


def aanbod(b: Bestuur, partner: Actor, plek) -> None:
    """Een plek die de partner weigerde en HR opnieuw aanbood, met een vraag en haar antwoord."""
    with isolatie.namens(gebruiker=b.partnermens.pk, glowpartner=b.partner.pk):
        antwoord_stappen.weiger(partner, plek, reden="andere", nota=f"{b.slug}.aanbodronde.0")
        vraag = antwoord_stappen.vraag(partner, plek, f"Kan het ook later? {b.slug}.aanbodvraag.0")
    with b.huis.binnen():
        hr = b.huis.actor("hr")
        aanbod_stappen.beantwoord(hr, vraag, f"Ja, na 13 uur. {kanarie(b.slug, vraag)}")
        (opnieuw,) = plek_stappen.bied_samen_aan(hr, [plek], [b.partner], op=date(2023, 6, 1))
        noot = {"antwoord": "geweigerd", "reden": "taal", "naam": f"An {kanarie(b.slug, opnieuw)}"}
        noteer(hr, opnieuw, op=date(2023, 6, 2), **noot)
    b.ding |= {"aanbod": opnieuw.pk, "aanbodvraag": vraag.pk}


def bericht(b: Bestuur) -> None:
    """Een bericht voor HR, waarvan de mail misschien niet aankwam. De tekst ligt vast: de kanarie zit er meteen in."""
    merk = f"{b.slug}.bericht.0"
    inhoud = Inhoud("kandidatuur", "stad", f"Nieuws {merk}", (f"Er is nieuws {merk}.",), (f"Lees {merk}", f"/?{merk}"))
    (rij,) = aan_leden(b.pk, [b.huis.leden["hr"]], inhoud)
    Bericht.objects.filter(pk=rij.pk).update(mail=Mail.ONZEKER)
    b.ding["bericht"] = rij.pk


def collegas(b: Bestuur) -> None:
    """Bij de partner van dit bestuur: nog een collega, en een open uitnodiging."""
    collega = b.huis.gebruiker("collega")
    Gebruiker.objects.filter(pk=collega.pk).update(naam="Zwaanmens", email=f"collega@{b.partner.email}")
    with isolatie.namens(glowpartner=b.partner.pk):
        lid, _ = zorg_voor_partnerlid(b.partner, collega, "begeleider")
        uitnodiging = Partneruitnodiging.objects.create(
            glowpartner=b.partner, email=f"nieuw@{b.partner.email}", vervalt_op=timezone.now() + timedelta(days=7)
        )
        type(lid).objects.filter(pk=lid.pk).update(functie=kanarie(b.slug, lid))
        type(uitnodiging).objects.filter(pk=uitnodiging.pk).update(
            naam=kanarie(b.slug, uitnodiging), functie=kanarie(b.slug, uitnodiging)
        )
    b.ding |= {"collega": lid.pk, "partneruitnodiging": uitnodiging.pk}
    van_de_partner(b)


def van_de_partner(b: Bestuur) -> None:
    """Een contactpersoon van de partner (elk bestuur dat met hem werkt leest ze) en een zoekopdracht (enkel de persoon)."""
    with isolatie.namens(glowpartner=b.partner.pk, gebruiker=b.partnermens.pk):
        kaart = Partnerkaart.objects.create(glowpartner=b.partner, naam="Zwaanmens", telefoon="02 123 45 67")
        zoek = Zoekopdracht.objects.create(
            glowpartner=b.partner, gebruiker=b.partnermens, naam="groen", vraag={"q": "groen"}
        )
        Partnerkaart.objects.filter(pk=kaart.pk).update(naam=kanarie(b.slug, kaart), functie=kanarie(b.slug, kaart))
        Zoekopdracht.objects.filter(pk=zoek.pk).update(naam=kanarie(b.slug, zoek))
    b.ding |= {"partnerkaart": kaart.pk, "zoekopdracht": zoek.pk}


def mensen(b: Bestuur) -> None:
    """Een open uitnodiging en een plaatsvervanger voor de directeur."""
    huis = b.huis
    uitnodiging = Uitnodiging.objects.create(
        bestuur=huis.bestuur,
        email=f"nieuw@{b.slug}.example",
        naam="Nieuw",
        rollen=["hr"],
        organisatie=huis.organisatie,
        door=huis.leden["beheerder"],
        vervalt_op=timezone.now() + timedelta(days=7),
    )
    vervanging = Plaatsvervanging.objects.create(
        bestuur=huis.bestuur,
        voor=huis.leden["directeur"],
        plaatsvervanger=huis.leden["hr"],
        hoedanigheid="directeur",
        van=timezone.localdate() + timedelta(days=30),
        tot=timezone.localdate() + timedelta(days=40),
        referentie=f"{b.slug}.plaatsvervanging.0",
    )
    token = adres(Link("b", b.pk, uitnodiging.pk, uitnodiging.nonce)).rstrip("/").rpartition("/")[2]
    b.ding |= {"uitnodiging": uitnodiging.pk, "plaatsvervanging": vervanging.pk, "uitnodigingstoken": token}
    b.ding["agendatoken"] = sleutels.maak(Actor(huis.leden["mentor"].gebruiker))


def ververs(huis: Huis) -> None:
    for rij in (huis.bestuur, huis.organisatie, huis.project, huis.mentor, *huis.plekken, *huis.leden.values()):
        rij.refresh_from_db()


def vul(b: Bestuur) -> None:
    huis, bestuur = b.huis, b.huis.bestuur
    b.ding["deelname"] = 0
    deelnemer = huis.deelnemer("D001")
    plaatsing = huis.plaatsing(deelnemer=deelnemer, plek=huis.plekken[0])
    mentor = huis.actor("mentor")
    OproepInstelling.objects.create(
        bestuur=bestuur,
        oproep=huis.project.oproep,
        sleutel="leidinggevende_bevestigt",
        vanaf=date(2023, 1, 1),
        waarde=1,
    )
    for maand in (3, 4, 5):
        for dag in (3, 4):
            prestatie = uren_stappen.voer_in(mentor, plaatsing, Invoer(date(2023, maand, dag), minuten=240))
    staat = maand_stappen.doorsturen(mentor, plaatsing, date(2023, 3, 1))
    # en iemand die vandaag geplaatst is, voor de schermen van vandaag
    vandaag = timezone.localdate()
    nu = huis.plaatsing(
        deelnemer=huis.deelnemer("D002", voornaam="Nele"), plek=huis.plekken[2], code="P002", van=vandaag, tot=vandaag
    )
    uren_stappen.voer_in(mentor, nu, Invoer(vandaag, minuten=60))
    afspraken(b, plaatsing)
    einde(b, plaatsing)
    Huisstijl.objects.create(bestuur=bestuur, banner_tekst="Met steun van", fonds_tekst="Europa")
    relatie(b, plaatsing)
    beleid(b)
    plek_stappen.bewaar_standaard(huis.installatie, bestuur, informatie="Welkom.")
    plek_stappen.bewaar_partnerafspraken(huis.installatie, bestuur, {b.partner.pk: "Elke week bellen."})
    sjabloon = plek_stappen.maak_sjabloon(huis.installatie, huis.plekken[0], naam="groen")
    b.ding |= {
        "sjabloon": sjabloon.pk,
        "plek": huis.plekken[0].pk,
        "plek_open": huis.plekken[1].pk,
        "plek_concept": huis.plekken[2].pk,
        "mentor": huis.mentor.pk,
        "project": huis.project.pk,
        "plaatsing": plaatsing.pk,
        "plaatsing_nu": nu.pk,
        "prestatie": prestatie.pk,
        "maandstaat": staat.pk,
        "inzending": inzending_stappen.ontvang(
            mentor, inzending_stappen.Zending(uuid4(), plaatsing, date(2023, 2, 1), {"uren": "4"})
        ).pk,
        "deelnemer": deelnemer.pk,
        "lid": huis.leden["mentor"].pk,
    }


def relatie(b: Bestuur, plaatsing) -> None:
    """Overleg met de partner en een met VDAB, een overeenkomst met haar document, en een prospect met een contact."""
    huis, bestuur, hr = b.huis, b.huis.bestuur, b.huis.actor("hr")
    Overleg.objects.create(bestuur=bestuur, datum=date(2023, 2, 1), met="vdab", onderwerp="start")
    tafel = Tafel((huis.leden["mentor"],), (b.partner,), ((f"{b.slug}.genodigde.0", f"jo@{b.slug}.example"),))
    overleg = overleg_stappen.plan(
        hr,
        bestuur,
        tafel,
        datum=date(2023, 2, 8),
        met="glow",
        glowpartner=b.partner,
        onderwerp="opvolging",
        plaats="Markt",
        agenda=["uren"],
    )
    overleg_stappen.noteer_verslag(hr, overleg, verslag="Besproken.", besluiten=["verder doen"])
    koppel(hr, overleg, plekken=[huis.plekken[0]], plaatsingen=[plaatsing])
    actiepunt_stappen.voeg_toe(hr, overleg, wat="bellen", wie=huis.leden["mentor"])
    eigen = actiepunt_stappen.voeg_toe(hr, overleg, wat="mailen", wie=b.partner)
    bestand = Opgeladen(pdf(f"{b.slug}.overeenkomst.0"), "application/pdf", ".pdf")
    overeenkomst = overeenkomst_stappen.maak(
        hr, bestuur, met="vdab", van=date(2023, 2, 1), tot=date(2023, 12, 31), onderwerp="samen", bestand=bestand
    )
    prospect = prospect_stappen.voeg_toe(
        hr, bestuur, organisatie_naam="vzw", soort="vzw", volgende_stap="bellen", contact="Jo", opmerking="iets"
    )
    prospect_stappen.noteer_contact(hr, prospect, datum=date(2023, 2, 2), nota=f"{b.slug}.contactmoment.0")
    b.ding |= {
        "overleg": overleg.pk, "actiepunt": eigen.pk, "overeenkomst": overeenkomst.pk, "prospect": prospect.pk,
    }  # fmt: skip


def beleid(b: Bestuur) -> None:
    """Eén rij van elke soort van het lokaal sociaal beleid."""
    maken = {
        "doel": (Beleidsdoel, {"doel": "d", "actie": "a", "indicator": "i", "jaar": 2023, "bron": "verslag"}),
        "maatregel": (Maatregel, {"soort": "art60", "jaar": 2023, "plekken": 3}),
        "actie": (Regieactie, {"soort": "mvo", "jaar": 2023, "omschrijving": "ontbijt"}),
        "gemeente": (Regiegemeente, {"naam": "dorp", "inwoners": 9000}),
        "opdracht": (SocialeOpdracht, {"soort": "sociaal", "jaar": 2023, "onderwerp": "groen"}),
    }
    for soort, (model, velden) in maken.items():
        b.ding[f"beleid_{soort}"] = model.objects.create(bestuur=b.huis.bestuur, **velden).pk


def afspraken(b: Bestuur, plaatsing) -> None:
    """Wat bij plaatsingen hoort: een patroon, een onderbreking, een afwijking, en één die nog niet mag starten."""
    huis, hr = b.huis, b.huis.actor("hr")
    patroon_stappen.zet_patroon(hr, plaatsing, [Werkdag(weekdag=1, minuten=480), Werkdag(weekdag=4, minuten=240)])
    weg = verloop_stappen.onderbreek(hr, plaatsing, van=date(2023, 7, 3), tot=date(2023, 7, 14), reden="vakantie")
    deelnemer, begin = huis.deelnemer("D003", voornaam="Sam"), timezone.localdate() + timedelta(days=30)
    later = huis.plaatsing(
        deelnemer=deelnemer, plek=huis.plekken[0], code="P003", van=begin, tot=begin + timedelta(days=60), geldig=False
    )
    bestand = Opgeladen(pdf(f"{b.slug}.werkafspraken.{later.pk}"), "application/pdf", ".pdf")
    start_stappen.zet_in_orde(hr, later, "werkafspraken", op=timezone.localdate(), bestand=bestand)
    reden = f"Reden {b.slug}.afwijking.0"
    start_stappen.laat_starten(hr, plaatsing, goedgekeurd_door=huis.leden["directeur"], reden=reden)
    b.ding |= {"onderbreking": weg.pk, "plaatsing_open": later.pk}
    bewaard = opslag.bewaar(b.pk, pdf(f"{b.slug}.voorgelegd"))
    document = opslag.leg_vast(b.pk, bewaard, soort="afspraken", naam="werkafspraken.pdf", mime="application/pdf")
    voorgelegd = Ondertekening.objects.create(
        bestuur=huis.bestuur, plaatsing=later, glowpartner=b.partner, document=document, sha256=bewaard.sha256
    )
    b.ding["ondertekening"] = voorgelegd.pk
    kaart = Contactkaart.objects.create(bestuur=huis.bestuur, naam="Hilde", telefoon="02 123 45 67")
    b.ding["contactkaart"] = kaart.pk


def certificaat(b: Bestuur) -> None:
    huis = b.huis
    opleiding = mentor_stappen.maak_opleiding(
        huis.installatie,
        huis.bestuur,
        code=f"{b.slug}.opleiding.0",
        titel=f"{b.slug}.opleiding.0",
        datum=date(2023, 5, 2),
    )
    deelname = mentor_stappen.registreer_deelname(
        huis.installatie, opleiding, huis.mentor, certificaat_datum=date(2023, 5, 30)
    )
    inhoud = pdf(f"{b.slug}.certificaat.{deelname.pk}")
    mentor_stappen.voeg_certificaat_toe(
        huis.installatie, deelname, Opgeladen(inhoud, "application/pdf", ".pdf"), datum=date(2023, 5, 30)
    )
    b.ding["deelname"] = deelname.pk
    ander = mentor_stappen.maak_opleiding(
        huis.installatie,
        huis.bestuur,
        code=f"{b.slug}.opleiding.1",
        titel=f"{b.slug}.opleiding.1",
        datum=date(2023, 5, 2),
    )
    nog = mentor_stappen.registreer_deelname(huis.installatie, ander, huis.mentor)
    Bestuur_.objects.filter(pk=b.pk).update(teken_papier=True, teken_vooraf=True)
    nog = type(nog).objects.select_related("bestuur", "opleiding").get(pk=nog.pk)
    with bestaand_blad():
        rij = mentor_stappen.lever_scan(
            huis.actor("hr"),
            nog,
            Opgeladen(pdf(f"{b.slug}.certificaatscan.0"), "application/pdf", ".pdf"),
            datum=date(2023, 5, 30),
            ondertekenaar=f"{b.slug}.certificaatscan.0",
            hoedanigheid="lesgever",
        )
    b.ding["certificaatscan"] = rij.pk


@contextmanager
def bestaand_blad():
    """Een scan openen kost een proces; hier telt enkel wie ze ziet."""
    with patch("documenten.scan.lees", lambda inhoud: Gelezen(1, ())):
        yield


def pdf(titel: str) -> bytes:
    schrijver, inhoud = pypdf.PdfWriter(), io.BytesIO()
    schrijver.add_blank_page(100, 100)
    schrijver.add_metadata({"/Title": titel})
    schrijver.write(inhoud)
    return inhoud.getvalue()


def fiches(b: Bestuur) -> None:
    huis = b.huis
    getekend, open_ = huis.ondertekende_fiche(huis.plekken[0]), huis.fiche(huis.plekken[1])
    with bestaand_blad():
        rij = aanleveren.lever_papier(
            huis.actor("hr"),
            open_,
            bestand=Opgeladen(pdf(f"{b.slug}.aanlevering.0"), "application/pdf", ".pdf"),
            ondertekenaar=huis.leden["leidinggevende"],
            hoedanigheid="leidinggevende",
            datum=date(2023, 6, 15),
        )
    b.ding["aanlevering"] = rij.pk
    klaar = type(rij).objects.create(
        bestuur=huis.bestuur, leerwerkplek=open_.leerwerkplek, fiche=open_, wijze="certificaat", status="te_tekenen",
        ondertekenaar=huis.leden["directeur"], naam=f"{b.slug}.aanlevering.0", organisatie="x", hoedanigheid="directeur",
        klaar=rij.bestand, door=huis.leden["directeur"],
    )  # fmt: skip
    b.ding["klaargezet"] = klaar.pk
    with transaction.atomic():
        terug = huis.fiche(huis.plekken[2])
        fiche_stappen.terugsturen(huis.actor("leidinggevende"), terug, reden=f"Reden {b.slug}.fiche.{terug.pk}")
    with transaction.atomic():
        samen = huis.fiche(huis.maak_plek())
        gezien = [Gezien(samen.pk, samen.inhoud_sha256, ("leidinggevende",))]
        ronde, _ = onderteken_samen(huis.actor("leidinggevende"), gezien, voorkeur="", sleutel=uuid4())
    b.ding |= {"fiche": getekend.pk, "fiche_open": open_.pk, "token": getekend.token, "tekenronde": ronde.pk}


def bevestigde_maand(b: Bestuur) -> None:
    """Na het besmetten: wat bevestigd is ligt vast, en neemt de kanaries van dan mee."""
    huis = b.huis
    plaatsing = Plaatsing.objects.get(pk=b.ding["plaatsing"])
    staat = maand_stappen.doorsturen(huis.actor("mentor"), plaatsing, date(2023, 5, 1))
    b.ding["maandstaat_bevestigd"] = maand_stappen.bevestigen(huis.actor("hr"), staat).pk


def op_een_urenstaat(versie: MaandstaatVersie) -> set[tuple[str, int]]:
    """Wat een partner leest op de urenstaat van de eigen deelnemer: waar, onder welk project, en wie bevestigde."""
    staat = versie.staat
    plek = staat.plaatsing.leerwerkplek
    leden = {staat.doorgestuurd_door_id, versie.bevestigd_door_id}
    zelf = {("maandstaatversie", versie.pk), ("organisatie", plek.organisatie_id), ("subsidieproject", plek.project_id)}
    if versie.urenstaat_id:
        zelf.add(("document", versie.urenstaat_id))
    return zelf | {("lidmaatschap", pk) for pk in leden} | {("mentor", plek.mentor_id)}


def einde(b: Bestuur, plaatsing) -> None:
    """Attest, uitstroom en opvolging. Het attest noemt de organisatie en wie het opmaakte: nog zonder hun kanarie, want een
    partner mag die enkel daar lezen."""
    hr = b.huis.actor("hr")
    attest = einde_stappen.maak_attest(hr, plaatsing, met_uren=True, met_competenties=True)
    einde_stappen.noteer_uitstroom(hr, plaatsing, richting="werk", datum=plaatsing.einde)
    einde_stappen.noteer_opvolging(hr, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1))
    b.ding["attest"] = attest.pk


def evaluaties(b: Bestuur) -> None:
    """Een afgeronde startevaluatie en een tussentijdse die nog bezig is, met hun kanarie in elke tekst."""
    mentor, plaatsing = b.huis.actor("mentor"), Plaatsing.objects.get(pk=b.ding["plaatsing"])
    for moment in ("start", "tussentijds"):
        namen = evaluatie_stappen.competenties(plaatsing)
        keuzes = {naam: {"score": 3, "eigen_score": 2} for naam in namen}
        evaluatie = evaluatie_stappen.bewaar(mentor, plaatsing, moment, Wijzigingen({}, keuzes))
        merk = kanarie(b.slug, evaluatie)
        teksten = dict.fromkeys(("goed", "werkpunten", "afspraken", "eigen_woorden", "bezwaar"), f"Iets {merk}")
        notities = {s.naam: {"notitie": kanarie(b.slug, s)} for s in evaluatie_stappen.scores(evaluatie)}
        stem = {"stem": "bezwaar", "stem_wijze": "namens"}
        evaluatie_stappen.bewaar(mentor, plaatsing, moment, Wijzigingen(teksten | stem, notities))
        if moment == "start":
            evaluatie_stappen.rond_af(mentor, evaluatie_stappen.bespreek(mentor, evaluatie))
            b.ding["evaluatie"] = evaluatie.pk


def wat_een_partner_ziet(stad: Stad, partner: GlowPartner) -> set[tuple[str, int]]:
    """Onafhankelijk van de policies: alles wat aan die partner aangeboden is, en wie via hem geplaatst is."""
    ziet: set[tuple[str, int]] = set()
    for b in stad.besturen:
        with b.huis.binnen():
            model = {tabel(m): m for m in tenantmodellen()}
            if not model["samenwerking"].objects.filter(glowpartner=partner).exists():
                continue
            ziet.add(("bestuur", b.pk))
            plekken = set(model["aanbod"].objects.filter(glowpartner=partner).values_list("leerwerkplek", flat=True))
            ziet |= {("leerwerkplek", pk) for pk in plekken}
            waar = model["leerwerkplek"].objects.filter(pk__in=plekken).values_list("organisatie", flat=True)
            ziet |= {("organisatie", pk) for pk in waar}
            voorgelegd = model["ondertekening"].objects.filter(plaatsing__glowpartner=partner)
            ziet |= {("document", pk) for pk in voorgelegd.values_list("document", flat=True)}
            for naam, filter_ in {
                "planvanaanpak": {"leerwerkplek__in": plekken},
                "werkafspraak": {"glowpartner": partner, "leerwerkplek__in": plekken},
                "aanbod": {"glowpartner": partner},
                "aanbodronde": {"glowpartner": partner},
                "aanbodvraag": {"glowpartner": partner},
                "samenwerking": {"glowpartner": partner},
                "deelnemer": {"glowpartner": partner},
                "plaatsing": {"glowpartner": partner},
                "kandidatuur": {"glowpartner": partner},
                "bericht": {"glowpartner": partner, "ontvanger__isnull": False},
                "prestatie": {"plaatsing__glowpartner": partner},
                "maandstaat": {"plaatsing__glowpartner": partner},
                "werkdag": {"plaatsing__glowpartner": partner},
                "startvoorwaarde": {"plaatsing__glowpartner": partner},
                "ondertekening": {"plaatsing__glowpartner": partner},
                "contactkaart": {},
                "onderbreking": {"plaatsing__glowpartner": partner},
                "evaluatie": {"plaatsing__glowpartner": partner, "status": "afgerond"},
                "competentiescore": {"evaluatie__plaatsing__glowpartner": partner, "evaluatie__status": "afgerond"},
                "attest": {"plaatsing__glowpartner": partner},
                "uitstroom": {"plaatsing__glowpartner": partner},
                "opvolging": {"plaatsing__glowpartner": partner},
                "overleg": {"glowpartner": partner},
                "genodigde": {"glowpartner": partner},
                "actiepunt": {"glowpartner": partner},
                "overlegplek": {"overleg__glowpartner": partner},
                "overlegplaatsing": {"overleg__glowpartner": partner, "plaatsing__glowpartner": partner},
            }.items():
                ziet |= {(naam, pk) for pk in model[naam].objects.filter(**filter_).values_list("pk", flat=True)}
            for versie in MaandstaatVersie.objects.filter(staat__plaatsing__glowpartner=partner).order_by("pk"):
                ziet |= op_een_urenstaat(versie)
            if ("organisatie", b.huis.organisatie.pk) in ziet:
                ziet |= {("huisstijl", pk) for pk in Huisstijl.objects.values_list("pk", flat=True)}
    for b in stad.besturen:
        if b.partner == partner:
            with isolatie.namens(glowpartner=partner.pk):
                leden = Partnerlid.objects.filter(glowpartner=partner)
                ziet |= {("partnerlid", pk) for pk in leden.values_list("pk", flat=True)}
            ziet |= {(naam, b.ding[naam]) for naam in ("partneruitnodiging", "partnerkaart", "zoekopdracht")}
    ziet |= {("deelnemercode", pk) for naam, pk in ziet if naam == "deelnemer"}
    return ziet
