"""Een bestuur met open plekken en twee partners, en wat zij en HR doen, met echte stappen."""

from contextlib import contextmanager
from datetime import date, time, timedelta

from django.utils import timezone

from kandidaten.models import Kandidatuur
from kandidaten.stand import met_plaatsing
from kandidaten.stappen import behandelen, reserveren, voorstellen
from kandidaten.stappen.voorstellen import Criteria, Persoon
from leerwerkplekken import stappen as plek_stappen
from organisaties import isolatie
from organisaties.enums import Rol
from organisaties.models import GlowPartner, Samenwerking
from organisaties.personen import zorg_voor_partnerlid
from organisaties.toegang import Actor
from tests.bouw import Huis

GOED = Criteria(True, date(2020, 1, 1), True, ["werkervaring"])


class Partner:
    """Een GLOW-partner met één medewerker."""

    def __init__(self, glowpartner: GlowPartner, gebruiker):
        self.glowpartner, self.gebruiker = glowpartner, gebruiker
        self.actor = Actor(gebruiker, glowpartner=glowpartner, rollen=frozenset({Rol.GLOW}))

    @contextmanager
    def binnen(self, **anders):
        with isolatie.namens(gebruiker=self.gebruiker.pk, glowpartner=self.glowpartner.pk, **anders):
            yield self

    def stel_voor(self, plek, wie="K1", criteria=GOED, start: date | None = None) -> Kandidatuur:
        """Binnen `binnen()`. `wie`: een code (een nieuwe persoon) of een deelnemer."""
        persoon = Persoon(wie, "Nele", "Janssens") if isinstance(wie, str) else wie
        dag = start or timezone.localdate()
        return voorstellen.stel_voor(self.actor, plek, persoon, criteria, start=dag)


class Opzet:
    def __init__(self, slug="aa", plekken=3):
        self.huis = huis = Huis(slug, plekken=0)
        tweede, _ = GlowPartner.objects.get_or_create(
            email=f"tweede@{slug}.example", defaults={"naam": f"Tweede {slug}"}
        )
        with huis.binnen():
            Samenwerking.objects.create(bestuur=huis.bestuur, glowpartner=tweede, code="tweede")
            lid, _ = zorg_voor_partnerlid(tweede, huis.gebruiker("tweede"))
            self.plekken = [huis.maak_plek(beschikbaar_van=None, beschikbaar_tot=None) for _ in range(plekken)]
            for plek in self.plekken:
                plek_stappen.bied_aan(huis.installatie, plek, tweede, op=date(2023, 3, 1))
        self.plek = self.plekken[0]
        self.partner = Partner(huis.partner, huis.partnerlid.gebruiker)
        self.tweede = Partner(tweede, lid.gebruiker)
        self.hr = huis.actor("hr")

    def kandidaat(self, code="K1", plek=None, partner=None, **anders) -> Kandidatuur:
        partner = partner or self.partner
        with partner.binnen():
            return partner.stel_voor(plek or self.plek, code, **anders)

    def nu(self, kandidatuur) -> Kandidatuur:
        with self.huis.binnen():
            rijen = met_plaatsing(Kandidatuur.objects.select_related("deelnemer", "leerwerkplek"))
            return rijen.get(pk=kandidatuur.pk)

    def intake(self, kandidatuur, dagen=3):
        with self.huis.binnen():
            dag = timezone.localdate() + timedelta(days=dagen)
            return behandelen.plan_intake(self.hr, kandidatuur, datum=dag, uur=time(14, 30), plaats="Markt 1")

    def aanvaard(self, kandidatuur):
        with self.huis.binnen():
            return behandelen.aanvaard(self.hr, kandidatuur)

    def weiger(self, kandidatuur, reden="uurrooster", nota=""):
        with self.huis.binnen():
            return behandelen.weiger(self.hr, kandidatuur, reden=reden, nota=nota)

    def reserveer(self, kandidatuur):
        with self.huis.binnen():
            return reserveren.reserveer(self.hr, kandidatuur)

    def laat_los(self, kandidatuur):
        with self.huis.binnen():
            return reserveren.laat_los(self.hr, kandidatuur)

    def verloop(self) -> int:
        with self.huis.binnen():
            return reserveren.verloop(self.huis.bestuur)

    def trek_in(self, kandidatuur, partner=None):
        partner = partner or self.partner
        with partner.binnen():
            return voorstellen.trek_in(partner.actor, kandidatuur)

    def plaats(self, kandidatuur, code="P001"):
        with self.huis.binnen():
            van = kandidatuur.start
            return self.huis.plaatsing(
                deelnemer=kandidatuur.deelnemer,
                plek=kandidatuur.leerwerkplek,
                code=code,
                van=van,
                tot=van + timedelta(days=30),
            )
