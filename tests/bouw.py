"""Bouwt wat een test nodig heeft door de echte stappen te nemen. `Huis("a")` is één volledig bestuur.

Alles gebeurt binnen `isolatie.namens(bestuur=…)`; gebruik `with huis.binnen():` om verder te werken.
"""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import connection

from documenten.opladen import Opgeladen
from fiches import stappen as fiche_stappen
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from mentoren import stappen as mentor_stappen
from organisaties import isolatie, toegang
from organisaties.enums import Rol
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie, Samenwerking
from organisaties.personen import zorg_voor_partnerlid
from plaatsingen.stappen import plaatsing as plaatsing_stappen
from plaatsingen.stappen import start as start_stappen
from projecten.models import Oproep, Subsidieproject
from rapportage.models import Controle

WACHTWOORD = "een-lang-wachtwoord-1"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def maak_bestuur(slug: str, naam: str, *, demo: bool = True) -> int:
    with connection.cursor() as c:
        c.execute("SELECT gd_bestuur_maak(%s, %s, 'gemeente', %s)", [slug, naam, demo])
        return c.fetchone()[0]


def zonder_project(rol: str) -> Lidmaatschap:
    """Iemand met die rol in een bestuur waar nog geen project is."""
    bestuur = maak_bestuur("leeg", "Gemeente Leeg")
    with isolatie.namens(bestuur=bestuur):
        wie = Gebruiker.objects.create_user(f"{rol}@leeg.example", WACHTWOORD, voornaam=rol.title(), naam="Leeg")
        return Lidmaatschap.objects.create(bestuur_id=bestuur, gebruiker=wie, rollen=[rol])


class Huis:
    """Een bestuur met één organisatie, project 2023, HR, directeur, leidinggevende, coördinator, mentor, beheerder,
    controleur, een GLOW-partner met medewerker en één volledige leerwerkplek met aanbod."""

    def __init__(self, slug: str = "aa", *, plekken: int = 1, demo: bool = True):
        self.slug = slug
        self.bestuur_id = maak_bestuur(slug, f"Gemeente {slug.upper()}", demo=demo)
        self.leden: dict[str, Lidmaatschap] = {}
        with self.binnen():
            self.bestuur = Bestuur.objects.get(pk=self.bestuur_id)
            self.installatie = toegang.installatie(self.bestuur)
            self.organisatie = Organisatie.objects.create(
                bestuur=self.bestuur, code="gem", naam=f"Gemeente {slug}", soort="lokaal_bestuur", adres="Markt 1"
            )
            for rol in (r for r in Rol.values if r != Rol.GLOW):
                self.leden[rol] = self.lid(rol, rol)
            self.partner, _ = GlowPartner.objects.get_or_create(
                email=f"aanbod@{slug}.example", defaults={"naam": f"Partner {slug}"}
            )
            Samenwerking.objects.create(bestuur=self.bestuur, glowpartner=self.partner, code="glow")
            self.partnerlid, _ = zorg_voor_partnerlid(self.partner, self.gebruiker("glow"), "trajectbegeleider")
            self.project = Subsidieproject.objects.create(
                bestuur=self.bestuur,
                oproep=Oproep.objects.get(code="572"),
                code=f"572-{slug.upper()}",
                titel="Opstart gemeenschapsdienst",
                van=date(2023, 1, 1),
                tot=date(2023, 12, 31),
                doel_leerwerkplekken=3,
                doel_mentoren=1,
                toegekend_bedrag=Decimal("7396.84"),
            )
            lid = self.leden[Rol.CONTROLEUR]
            self.controle = Controle.objects.create(  # de controleur ziet dit project, en enkel dit
                bestuur=self.bestuur,
                project=self.project,
                email=lid.gebruiker.email,
                voornaam=lid.gebruiker.voornaam,
                naam=lid.gebruiker.naam,
                lidmaatschap=lid,
                van=date(2023, 1, 1),
                tot=date(2099, 12, 31),
            )
            self.mentor = mentor_stappen.maak_mentor(
                self.installatie,
                self.leden["mentor"],
                organisatie=self.organisatie,
                dienst="Groendienst",
                leidinggevende=self.leden["leidinggevende"],
                vanaf=date(2023, 1, 1),
            )
            self.plekken = [self.maak_plek() for _ in range(plekken)]
            self.plek = self.plekken[0] if plekken else None

    @contextmanager
    def binnen(self, **namens):
        with isolatie.namens(bestuur=self.bestuur_id, **namens):
            yield self

    def gebruiker(self, wie: str) -> Gebruiker:
        return Gebruiker.objects.create_user(
            f"{wie}@{self.slug}.example", WACHTWOORD, voornaam=wie.capitalize(), naam=f"Van {self.slug.capitalize()}"
        )

    def lid(self, wie: str, *rollen: str) -> Lidmaatschap:
        return Lidmaatschap.objects.create(
            bestuur=self.bestuur,
            gebruiker=self.gebruiker(wie),
            rollen=list(rollen),
            organisatie=self.organisatie,
            functie=f"functie {wie}",
            tot=date(2099, 12, 31) if Rol.CONTROLEUR in rollen else None,
        )

    def actor(self, rol: str) -> toegang.Actor:
        return toegang.als_lid(self.leden[rol])

    def maak_plek(self, **anders) -> Leerwerkplek:
        """Een volledige plek, aangeboden aan de partner."""
        gegevens = {
            "code": plek_stappen.volgende_code(self.project),
            "functie": "medewerker groendienst",
            "organisatie": self.organisatie,
            "project": self.project,
            "dienst": "Groendienst",
            "taken": ["onkruid wieden", "hagen snoeien"],
            "competenties": ["op tijd komen", "doorzetten"],
            "uren_per_maand": 48,
            "mentor": self.mentor,
            "beschikbaar_van": date(2023, 2, 1),
            "beschikbaar_tot": date(2023, 12, 31),
            "additioneel": True,
            "additioneel_toelichting": "Komt boven op de plekken in andere maatregelen.",
        } | anders
        plek = plek_stappen.maak(self.installatie, self.bestuur, **gegevens)
        plek_stappen.bied_aan(self.installatie, plek, self.partner, op=date(2023, 3, 1))
        plek.refresh_from_db()
        return plek

    def certificaat(self, mentor=None, datum: date = date(2023, 5, 30)):
        mentor = mentor or self.mentor
        opleiding = mentor_stappen.maak_opleiding(
            self.installatie, self.bestuur, code=f"O-{mentor.code}", titel="Mentoropleiding", datum=date(2023, 5, 23)
        )
        deelname = mentor_stappen.registreer_deelname(self.installatie, opleiding, mentor, certificaat_datum=datum)
        return mentor_stappen.voeg_certificaat_toe(
            self.installatie, deelname, Opgeladen(PDF, "application/pdf", ".pdf"), datum=datum
        )

    def deelnemer(self, code: str = "D001", **anders):
        gegevens = {
            "voornaam": "Filip",
            "naam": "Pauwels",
            "glowpartner": self.partner,
            "uitkeringsgerechtigd": True,
            "werkzoekend_sinds": date(2020, 1, 1),
            "intensieve_begeleiding": True,
            "indicatoren": ["werkervaring"],
        } | anders
        return plaatsing_stappen.registreer_deelnemer(self.installatie, self.bestuur, code=code, **gegevens)

    def plaatsing(
        self,
        *,
        deelnemer=None,
        plek=None,
        code="P001",
        van=date(2023, 3, 1),
        tot=date(2023, 8, 31),
        uren=48,
        geldig=True,
    ):
        """Een plaatsing waarop uren mogen; `geldig=False` laat de voorwaarden voor de start nog open."""
        plaatsing = plaatsing_stappen.plaats(
            self.installatie,
            deelnemer or self.deelnemer(),
            plek or self.plek,
            code=code,
            van=van,
            tot=tot,
            uren_per_maand=uren,
        )
        if geldig:
            start_stappen.alles_in_orde(self.installatie, plaatsing, op=van)
        return plaatsing

    def fiche(self, plek=None, op: date = date(2023, 6, 1)):
        return fiche_stappen.indienen(self.actor("hr"), plek or self.plek, op=op)

    def ondertekende_fiche(self, plek=None, hoedanigheid: str = "leidinggevende", op: date = date(2023, 6, 15)):
        fiche = self.fiche(plek)
        fiche_stappen.ondertekenen(
            self.actor(hoedanigheid), fiche, hoedanigheid=hoedanigheid, inhoud_sha256=fiche.inhoud_sha256, op=op
        )
        fiche.refresh_from_db()
        return fiche
