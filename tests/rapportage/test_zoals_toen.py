"""Een rapport dat later gemaakt wordt voor een vroegere peildatum, geeft de cijfers van die dag.

Een reeks echte stappen, dag na dag. Op het einde van elke dag wordt het rapport van die dag bewaard; op het einde wordt
elke dag opnieuw geteld. Wat verschilt, is precies wat het rapport zelf noemt als later geregistreerd; en *zoals toen
gekend* verschilt in niets.
"""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from documenten import opslag
from documenten.enums import Soort
from documenten.opladen import Opgeladen
from evaluaties.models import Uitstroom
from fiches import stappen as fiche_stappen
from fiches.enums import SoortBlad, Status
from fiches.models import Fiche, FicheBlad, Handtekening
from kern import opmaak
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Aanbod, Leerwerkplek
from leerwerkplekken.stappen.aanbod import trek_aanbod_in
from leerwerkplekken.stappen.noteren import noteer
from mentoren import stappen as mentor_stappen
from mentoren.models import Deelname, Mentor, Opleiding
from organisaties.isolatie import Geweigerd
from organisaties.models import Organisatie
from plaatsingen.models import Maandstaat, Plaatsing
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren, verloop
from plaatsingen.stappen import plaatsing as plaatsing_stappen
from projecten.models import Actiepunt, Overleg, Subsidieproject
from projecten.stappen import overleg as overleg_stappen
from projecten.stappen.doelen import verdeel
from rapportage import cijfers, selecties, tellen, toen
from rapportage.peiling import Peiling
from tests.bouw import PDF, Huis
from tests.hulp.huizen import eens
from tests.rapportage.getallen import telt_hetzelfde

pytestmark = pytest.mark.django_db
BEGIN = date(2023, 3, 2)


def bouw():
    """Een bestuur met twee projecten: een van het hele bestuur en een van een district; drie mentoren, vier plekken."""
    huis = Huis("aa", plekken=0)
    with huis.binnen():
        huis.district = Organisatie.objects.create(
            bestuur=huis.bestuur, code="dis", naam="District", soort="lokaal_bestuur", adres="Plein 1"
        )
        huis.ander = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-D", titel="District", organisatie=huis.district,
            van=date(2023, 1, 1), tot=date(2023, 12, 31), doel_leerwerkplekken=3, doel_mentoren=1,
            toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
        huis.mentoren = [huis.mentor]
        for nummer in (2, 3):
            huis.mentoren.append(
                mentor_stappen.maak_mentor(
                    huis.installatie,
                    huis.lid(f"m{nummer}", "mentor"),
                    organisatie=huis.organisatie,
                    leidinggevende=huis.leden["leidinggevende"],
                    vanaf=date(2023, 1, 1),
                )  # fmt: skip
            )
        mentor_stappen.maak_opleiding(huis.installatie, huis.bestuur, code="O", titel="O", datum=date(2023, 1, 5))
        huis.plekken = [huis.maak_plek(mentor=huis.mentoren[n % 3]) for n in range(4)]
    return huis


gebouwd_huis, huis = eens(bouw)


class Niets(Exception):
    """Er is nog niets om dat mee te doen."""


class Wereld:
    """De klok van de reeks, en de daden. Wat de regels weigeren, gebeurt niet."""

    def __init__(self, huis, toeval):
        self.huis, self.r, self.nummer = huis, toeval, 0
        self.vandaag = BEGIN
        self.momenten = {}  # dag → het echte ogenblik waarop ze voorbij was

    def einde(self, dag):
        return self.momenten[max(d for d in self.momenten if d <= dag)]

    def kies(self, rijen):
        rijen = list(rijen.order_by("pk"))
        if not rijen:
            raise Niets
        return self.r.choice(rijen)

    def dag(self):
        """Vandaag, of een vroegere dag: een feit dat pas later geregistreerd wordt."""
        return max(self.vandaag - timedelta(days=self.r.choice((0, 0, 4, 15))), BEGIN)

    def volgende(self):
        self.nummer += 1
        return self.nummer

    # --- plekken en fiches

    def maak_plek(self):
        self.huis.maak_plek(
            project=self.r.choice((self.huis.project, self.huis.ander)), mentor=self.r.choice(self.huis.mentoren)
        )

    def wijzig_plek(self):
        anders = self.r.choice((
            {"project": self.huis.ander}, {"project": self.huis.project}, {"organisatie": self.huis.district},
            {"mentor": self.r.choice(self.huis.mentoren)}, {"functie": f"functie {self.volgende()}"},
        ))  # fmt: skip
        plek_stappen.wijzig(self.huis.installatie, self.kies(Leerwerkplek.objects.all()), **anders)

    def sluit(self):
        plek_stappen.sluit(self.huis.installatie, self.kies(Leerwerkplek.objects.all()))

    def dien_in(self):
        plek = self.kies(Leerwerkplek.objects.exclude(status="gesloten"))
        plek = plek_stappen.wijzig(self.huis.installatie, plek, uren_per_maand=self.r.randrange(32, 65))
        self.huis.fiche(plek, op=self.vandaag)

    def teken(self):
        fiche = self.kies(Fiche.objects.filter(status=Status.TER_ONDERTEKENING))
        fiche_stappen.ondertekenen(
            self.huis.actor("hr"), fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256, op=self.dag()
        )

    def verzegel(self):
        gedaan = FicheBlad.objects.filter(soort=SoortBlad.VERZEGELD).values("fiche")
        for teken in Handtekening.objects.exclude(fiche__in=gedaan).order_by("pk"):
            bestuur = self.huis.bestuur_id
            document = opslag.leg_vast(
                bestuur, opslag.bewaar(bestuur, PDF), soort=Soort.FICHE, naam="f.pdf", mime="application/pdf"
            )
            FicheBlad.objects.create(
                bestuur_id=bestuur, fiche_id=teken.fiche_id, soort=SoortBlad.VERZEGELD, document=document
            )

    def stuur_terug(self):
        fiche = self.kies(Fiche.objects.filter(status=Status.TER_ONDERTEKENING))
        fiche_stappen.terugsturen(self.huis.actor("hr"), fiche, reden="x", op=self.vandaag)

    # --- mentoren

    def certificeer(self):
        mentor, opleiding = self.r.choice(self.huis.mentoren), Opleiding.objects.get()
        deelname = Deelname.objects.filter(mentor=mentor).first()
        deelname = deelname or mentor_stappen.registreer_deelname(self.huis.installatie, opleiding, mentor)
        bestand = Opgeladen(PDF + b"%%%d" % self.volgende(), "application/pdf", ".pdf")
        mentor_stappen.voeg_certificaat_toe(self.huis.installatie, deelname, bestand, datum=self.dag())
        Deelname.objects.filter(pk=deelname.pk).update(certificaat_vastgelegd_op=Now())  # de klok van de databank

    def verhuis(self):
        mentor = self.kies(Mentor.objects.all())
        waarheen = self.r.choice((self.huis.district, self.huis.organisatie))
        mentor_stappen.wijzig_mentor(self.huis.installatie, mentor, organisatie=waarheen, dienst="x")

    def verander_doel(self):
        Subsidieproject.objects.filter(pk=self.huis.project.pk).update(
            doel_leerwerkplekken=self.volgende(), toegekend_bedrag=Decimal(self.volgende())
        )

    def verdeel(self):
        waar = self.r.choice((self.huis.district, self.huis.organisatie))
        deel = {"doel_leerwerkplekken": self.r.choice((None, 0, 1, 2)), "doel_mentoren": self.r.choice((None, 0, 1))}
        verdeel(self.huis.actor("coordinator"), self.huis.ander, {waar.pk: deel})

    # --- aanbod

    def antwoord(self):
        wat = self.r.choice(("aanvaard", "geweigerd"))
        aanbod = self.kies(Aanbod.objects.filter(ingetrokken_op=None))
        noteer(
            self.huis.actor("hr"), aanbod, antwoord=wat, op=max(self.dag(), aanbod.laatst_op), naam="An",
            reden="uren" if wat == "geweigerd" else "", gezien=aanbod.antwoord,
        )  # fmt: skip

    def bied_opnieuw_aan(self):
        aanbod = self.kies(Aanbod.objects.all())
        plek_stappen.bied_samen_aan(self.huis.actor("hr"), [aanbod.leerwerkplek], [self.huis.partner])

    def trek_in(self):
        trek_aanbod_in(self.huis.actor("hr"), self.kies(Aanbod.objects.filter(ingetrokken_op=None)))

    # --- plaatsingen en uren

    def plaats(self):
        nummer, van = self.volgende(), self.dag()
        plek = self.kies(Leerwerkplek.objects.exclude(status="gesloten"))
        self.huis.plaatsing(
            deelnemer=self.huis.deelnemer(f"D{nummer}"), plek=plek, code=f"P{nummer}", van=van,
            tot=van + timedelta(days=60),
        )  # fmt: skip

    def beeindig(self):
        plaatsing = self.kies(Plaatsing.objects.filter(beeindigd_op=None))
        plaatsing_stappen.beeindig(self.huis.actor("hr"), plaatsing, op=max(self.dag(), plaatsing.van), reden="x")

    def trek_einde_in(self):
        verloop.trek_einde_in(self.huis.actor("hr"), self.kies(Plaatsing.objects.exclude(beeindigd_op=None)))

    def verleng(self):
        plaatsing = self.kies(Plaatsing.objects.all())
        verloop.verleng(self.huis.actor("hr"), plaatsing, tot=plaatsing.tot + timedelta(days=7))

    def werk(self):
        plaatsing = self.kies(Plaatsing.objects.all())
        uren.voer_in(self.huis.actor("hr"), plaatsing, Invoer(max(self.dag(), plaatsing.van), minuten=240))

    def stuur_door(self):
        maand.doorsturen(self.huis.actor("hr"), self.kies(Plaatsing.objects.all()), self.vandaag, op=self.vandaag)

    def bevestig(self):
        staat = self.kies(Maandstaat.objects.filter(status="doorgestuurd"))
        maand.bevestigen(self.huis.actor("hr"), staat, op=self.dag())

    def verbeter(self):
        maand.verbeteren(self.huis.actor("hr"), self.kies(Maandstaat.objects.filter(status="bevestigd")), reden="x")

    def uitstroom(self):
        plaatsing = self.kies(Plaatsing.objects.exclude(pk__in=Uitstroom.objects.values("plaatsing")))
        Uitstroom.objects.create(
            bestuur=self.huis.bestuur, plaatsing=plaatsing, richting="werk", datum=max(self.dag(), plaatsing.van)
        )

    # --- overleg

    def overleg(self):
        Overleg.objects.create(
            bestuur=self.huis.bestuur, datum=self.dag(), met="vdab", onderwerp=f"overleg {self.volgende()}"
        )

    def last_af(self):
        rij = self.kies(Overleg.objects.filter(afgelast_op=None))
        overleg_stappen.last_af(self.huis.actor("coordinator"), rij, reden="x")

    def actiepunt(self):
        rij = self.kies(Overleg.objects.all())
        Actiepunt.objects.create(bestuur=self.huis.bestuur, overleg=rij, wat="x", wie="An")

    def vink_af(self):
        rij = self.kies(Actiepunt.objects.filter(gedaan_op=None))
        rij.gedaan_op = self.vandaag
        rij.save(update_fields=["gedaan_op"])


DADEN = [
    Wereld.dien_in, Wereld.teken, Wereld.verzegel, Wereld.certificeer, Wereld.plaats, Wereld.werk, Wereld.stuur_door,
    Wereld.bevestig, Wereld.overleg, Wereld.antwoord, Wereld.actiepunt, Wereld.uitstroom, Wereld.maak_plek,
    Wereld.stuur_terug, Wereld.wijzig_plek, Wereld.verhuis, Wereld.verander_doel, Wereld.bied_opnieuw_aan, Wereld.trek_in,
    Wereld.verbeter, Wereld.beeindig, Wereld.trek_einde_in, Wereld.verleng, Wereld.last_af, Wereld.vink_af,
    Wereld.sluit, Wereld.verdeel,
]  # fmt: skip
KERN = DADEN[:10]  # zonder deze valt er weinig te tellen


def stand(c):
    """Alles wat een rapport van één project zegt: (project, soort, code) → wat er van die rij te zien is."""
    rijen = {
        **{("fiche", f.plek.code): (f.fiche.versie, f.ondertekend_op, f.functie, f.plek.organisatie.naam) for f in c.fiches},
        **{
            ("certificaat", t.mentor.code): (t.deelname.certificaat_datum, t.document.sha256, t.mentor.organisatie.naam)
            for t in c.certificaten
        },
        **{
            ("aanbod", f"{a.leerwerkplek.code} {a.glowpartner.naam}"): (
                a.aangeboden_op, a.laatst_op, a.antwoord, a.antwoord_op, a.ingetrokken_op
            )
            for a in c.aanbod
        },
        **{("plaatsing", p.code): (p.van, p.einde, p.leerwerkplek.organisatie.naam) for p in c.plaatsingen},
        **{
            ("maand", f"{m.plaatsing.code} {opmaak.maand(m.maand)}"): (m.versie, m.minuten, m.in_verbetering)
            for m in c.maandstaten
        },
        **{
            ("overleg", f"{o.datum:%d/%m/%Y} {o.met_wie}", o.pk): (o.aantal_punten, o.gedane_punten) for o in c.overleg
        },
        **{("uitstroom", code): richting for code, richting in _uitstroom(c)},
        ("doel", ""): (c.plekken.doel, c.project.toegekend_bedrag),
        ("verdeling", ""): [(v.organisatie.naam, v.doel_leerwerkplekken, v.doel_mentoren) for v in c.verdeling],
    }  # fmt: skip
    return {(c.project.code, *sleutel): waarde for sleutel, waarde in rijen.items()}


def _uitstroom(c):
    per = {p.pk: p.code for p in c.plaatsingen}
    return [(per[pk], richting) for pk, richting in c.begeleiding.uitgestroomd]


def tel(huis, dag, **hoe):
    """(stand, wat het rapport noemt als later geregistreerd) van beide projecten samen."""
    projecten = Subsidieproject.objects.select_related("oproep").order_by("code")
    alles, genoemd = {}, set()
    delen = cijfers.bereken(list(projecten), dag, **hoe)
    if not delen[0].peiling.toen.anders_geteld or dag.day % 5 == 0:  # uit dezelfde rijen tellen is dubbel werk
        telt_hetzelfde(delen, dag, **hoe)
    for c in delen:
        alles |= stand(c)
        genoemd |= {(c.project.code, *paar) for paar in c.laat}
    return alles, genoemd


def loop(huis, toeval, monkeypatch, dagen, daden=None):
    """Speelt de reeks; geeft hoeveel feiten later geregistreerd bleken. `daden`: in deze volgorde, anders naar toeval."""
    wereld, bewaard, later = Wereld(huis, toeval), {}, 0
    monkeypatch.setattr(toen, "einde", wereld.einde)
    for nummer in range(dagen):
        with time_machine.travel(datetime(*wereld.vandaag.timetuple()[:3], 12), tick=False):
            wie = (
                daden[nummer] if daden else [toeval.choice(KERN if toeval.random() < 0.6 else DADEN) for _ in range(4)]
            )
            for daad in wie:
                with suppress(Geweigerd, Niets), transaction.atomic():
                    daad(wereld)
            with connection.cursor() as c:
                c.execute("SELECT clock_timestamp()")
                wereld.momenten[wereld.vandaag] = c.fetchone()[0]
            bewaard[wereld.vandaag], genoemd = tel(huis, wereld.vandaag)
            assert not genoemd
        wereld.vandaag += timedelta(days=toeval.randrange(1, 9))
    with time_machine.travel(datetime(*wereld.vandaag.timetuple()[:3], 12), tick=False):
        for dag, toen_stand in bewaard.items():
            nu, genoemd = tel(huis, dag)
            anders = {sleutel[:3] for sleutel in {*nu, *toen_stand} if nu.get(sleutel) != toen_stand.get(sleutel)}
            assert anders == genoemd, (dag, verschil(toen_stand, nu))
            gekend, _ = tel(huis, dag, toen_gekend=True)
            assert gekend == toen_stand, (dag, verschil(toen_stand, gekend))
            later += len(genoemd)
    return later


def verschil(toen_stand, nu):
    alle = {*nu, *toen_stand}
    return {
        sleutel: (toen_stand.get(sleutel), nu.get(sleutel))
        for sleutel in alle
        if toen_stand.get(sleutel) != nu.get(sleutel)
    }


@pytest.fixture
def binnen(huis):
    with huis.binnen():
        yield huis


def test_elke_daad_laat_de_vorige_dagen_zoals_ze_waren(binnen, monkeypatch):
    """Eerst bouwt elke daad iets op, dan komt elke daad er nog eens over; zo raakt elke daad iets van ervoor.

    De getallen komen ook op een vorige dag langs beide wegen: waar niets anders stond uit de databank, anders uit de rijen.
    """
    geteld, echt = [], tellen._tel
    monkeypatch.setattr(tellen, "_tel", lambda peilingen: geteld.append(peilingen[0].peildatum) or echt(peilingen))
    volgorde = [DADEN[n : n + 4] for n in range(0, len(DADEN), 4)]
    opbouw = [[Wereld.dien_in, Wereld.teken, Wereld.verzegel, Wereld.certificeer, Wereld.plaats, Wereld.werk]] * 3
    assert loop(binnen, random.Random(572), monkeypatch, dagen := 17, [*opbouw, *volgorde, *volgorde]) > 0
    assert dagen < len(geteld) < 3 * dagen, "elke dag zelf, en enkele ervan later nog eens"


def test_in_willekeurige_reeksen(binnen, monkeypatch, omvang):
    fasen = [Phase.reuse, Phase.generate]  # verkleinen duurt langer dan de uitleg bij de fout waard is

    @settings(max_examples=omvang(2, 40), deadline=None, phases=fasen, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def reeks(toeval):
        with transaction.atomic():
            loop(binnen, toeval, monkeypatch, omvang(7, 20))
            transaction.set_rollback(True)

    reeks()


@pytest.mark.parametrize("stuk", ["logboek", "antwoord", "genoemd", "geteld", "verdeeld"])
def test_controle_zonder_een_van_de_filters_valt_het_op(binnen, monkeypatch, stuk):
    if stuk == "logboek":
        monkeypatch.setattr(toen.Toen, "_lees", lambda *_: None)
    elif stuk == "antwoord":
        monkeypatch.setattr(selecties, "_zonder_later", lambda *_: None)
    elif stuk == "genoemd":
        monkeypatch.setattr(Peiling, "laat", lambda *_: False)
    elif stuk == "verdeeld":
        echt = selecties.verdelingen
        monkeypatch.setattr(selecties, "verdelingen", lambda ps: echt([replace(p, toen=toen.Toen()) for p in ps]))
    else:  # ook wie toen anders stond, geteld zoals nu
        monkeypatch.setattr(toen, "TELT", dict.fromkeys(toen.TELT, set()))
    daden = [[Wereld.dien_in, Wereld.teken, Wereld.verzegel, Wereld.overleg], [Wereld.verander_doel], [Wereld.overleg] * 9,
             [Wereld.antwoord] * 3 + [Wereld.last_af]]  # fmt: skip
    if stuk == "geteld":
        daden = [[], [Wereld.wijzig_plek] * 6]
    if stuk == "verdeeld":
        daden = [[], [Wereld.verdeel] * 4]
    with pytest.raises(AssertionError):
        loop(binnen, random.Random(3), monkeypatch, len(daden), daden)
