"""De vooruitblik op echte gegevens: wat er staat doen, en zien dat het bedrag zoveel stijgt; en het scherm zelf."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documenten.opladen import Opgeladen
from fiches import stappen as fiche_stappen
from fiches.models import Fiche
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import ontbrekend, ontbrekend_van
from logboek.models import Gebeurtenis
from mentoren import stappen as mentor_stappen
from mentoren.models import Mentor
from projecten.models import Subsidieproject
from rapportage import acties, cijfers
from rapportage.cijfers import Lezingen
from rapportage.enums import Actie
from tests.bouw import PDF, Huis

pytestmark = pytest.mark.django_db
VANDAAG = date(2023, 6, 20)
GEWOON = (
    "functie organisatie project dienst taken competenties uren_per_maand mentor beschikbaar_van beschikbaar_tot"
    " additioneel additioneel_toelichting"
)
HR, LEIDER = "Hr Van Aa", "Leidinggevende Van Aa"


@pytest.fixture
def huis(db):
    """Zes plekken: drie ter ondertekening, een in te dienen, een zonder aanbod, een zonder taken; een mentor opgeleid
    zonder bestand, een zonder opleiding."""
    with time_machine.travel("2023-06-20T10:00:00+02:00", tick=False):
        huis = Huis("aa", plekken=4)
        with huis.binnen():
            gewoon = {v: getattr(huis.plek, v) for v in GEWOON.split()}
            code = plek_stappen.volgende_code(huis.project)
            huis.plekken.append(plek_stappen.maak(huis.installatie, huis.bestuur, code=code, **gewoon))
            huis.plekken.append(huis.maak_plek())
            Subsidieproject.objects.update(
                doel_leerwerkplekken=6, doel_mentoren=2, toegekend_bedrag=Decimal("14793.69")
            )
            huis.project.refresh_from_db()
            for plek in huis.plekken[:3]:
                huis.fiche(plek)
            plek_stappen.wijzig(huis.installatie, huis.plekken[5], taken=[])
            opleiding = mentor_stappen.maak_opleiding(
                huis.installatie, huis.bestuur, code="O", titel="O", datum=date(2023, 5, 1)
            )
            huis.deelname = mentor_stappen.registreer_deelname(
                huis.installatie, opleiding, huis.mentor, certificaat_datum=date(2023, 5, 2)
            )
            huis.tweede = mentor_stappen.maak_mentor(
                huis.installatie, huis.lid("bo", "mentor"), organisatie=huis.organisatie,
                leidinggevende=huis.leden["leidinggevende"], vanaf=date(2023, 1, 1),
            )  # fmt: skip
        yield huis


def lees(huis, dag=VANDAAG):
    (c,) = cijfers.bereken([Subsidieproject.objects.select_related("oproep").get(pk=huis.project.pk)], dag)
    return c, acties.blik(c)


def per_actie(blik):
    return {groep.actie: (groep.wie, [o.code for o in groep.onderdelen]) for groep in blik.groepen}


def test_wat_er_te_doen_is_en_op_wie_het_wacht(huis):
    with huis.binnen():
        codes = [plek.code for plek in huis.plekken]
        assert per_actie(lees(huis)[1]) == {
            Actie.TEKENEN: ((LEIDER,), codes[:3]),
            Actie.INDIENEN: ((HR,), codes[3:4]),
            Actie.AANBIEDEN: ((HR,), codes[4:5]),
            Actie.AANVULLEN: ((HR,), codes[5:]),
            Actie.OPLADEN: ((HR,), ["M001"]),
            Actie.OPLEIDEN: ((HR,), ["M002"]),
        }
        plekken = list(Leerwerkplek.objects.order_by("pk"))
        assert ontbrekend_van(plekken, VANDAAG) == {p.pk: ontbrekend(p, VANDAAG) for p in plekken}
        assert [bool(o) for o in ontbrekend_van(plekken, VANDAAG).values()] == [False] * 4 + [True] * 2
        eerst = vragen(huis)
        for _ in range(3):
            plek = huis.maak_plek()
        huis.fiche(plek)
        assert vragen(huis) == eerst


def vragen(huis):
    with CaptureQueriesContext(connection) as gesteld:
        acties.mentoren_op(lees(huis)[0])
    return len(gesteld)


def doe(huis, groep, teken):
    """Wat de groep vraagt, met de echte stappen."""
    if groep.actie == Actie.OPLADEN:
        mentor_stappen.voeg_certificaat_toe(
            huis.installatie, huis.deelname, Opgeladen(PDF, "application/pdf", ".pdf"), datum=date(2023, 5, 2)
        )
    if groep.actie == Actie.OPLEIDEN:
        huis.certificaat(huis.tweede, date(2023, 6, 1))
    for plek in Leerwerkplek.objects.filter(pk__in=[o.sleutel for o in groep.onderdelen if groep.plekken]):
        if groep.actie == Actie.AANVULLEN:
            plek_stappen.wijzig(huis.installatie, plek, taken=["wieden"])
        if groep.actie == Actie.AANBIEDEN:
            plek_stappen.bied_aan(huis.installatie, plek, huis.partner, op=date(2023, 6, 1))
        teken(huis, plek, VANDAAG)


def test_het_bedrag_stijgt_met_wat_beloofd_was(huis, teken):
    """Elke daad echt gedaan, tot beide doelen gehaald zijn; na elk wordt de belofte nagekeken."""
    beloofd = []
    with huis.binnen():
        c, blik = lees(huis)
        while blik.voorstellen:
            voorstel, voor = blik.voorstellen[0], c.verzekerd
            doe(huis, voorstel.groep, teken)
            c, blik = lees(huis)
            assert c.verzekerd - voor == voorstel.winst
            beloofd.append(voorstel.winst)
        assert c.gehaald and len(beloofd) == 6
    assert sum(beloofd, Lezingen()) == Lezingen(Decimal("14793.69"), Decimal("14793.69"))


def test_wat_telt_en_wat_niet_meer_kan(huis):
    """Op het zegel wachten vraagt niemand iets; buiten de periode telt een handtekening niet, een certificaat wel."""
    with huis.binnen():
        assert set(per_actie(lees(huis, date(2022, 12, 31))[1])) == set()  # nog niet begonnen
        assert set(per_actie(lees(huis, date(2023, 12, 31))[1])) == {*Actie} - {Actie.CERTIFICAAT}
        assert set(per_actie(lees(huis, date(2024, 1, 1))[1])) == {Actie.OPLADEN}  # telt op zijn eigen datum
        fiche = Fiche.objects.get(leerwerkplek=huis.plekken[0])
        fiche_stappen.ondertekenen(
            huis.actor("hr"), fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256, op=VANDAAG
        )
        plek_stappen.sluit(huis.installatie, huis.plekken[3])
        mentor_stappen.registreer_deelname(huis.installatie, huis.deelname.opleiding, huis.tweede)
        c, blik = lees(huis)
        gevonden = per_actie(blik)
        assert acties.zegel_volgt(c) == 1
        assert gevonden[Actie.TEKENEN][1] == [p.code for p in huis.plekken[1:3]]
        assert Actie.INDIENEN not in gevonden and Actie.OPLEIDEN not in gevonden
        assert gevonden[Actie.CERTIFICAAT] == ((HR,), ["M002"])


def scherm(huis, als, rol="coordinator", vraag=""):
    antwoord = als(huis.leden[rol]).get(reverse("rapportage:vooruitblik", args=[huis.project.pk]) + vraag)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_het_scherm_noemt_wie_hoeveel_en_waar(huis, als):
    """En een controleur leest hetzelfde, maar herinnert niemand."""
    pagina = scherm(huis, als)
    assert f"3 fiches wachten op {LEIDER}" in pagina and pagina.count("Herinner nu") == 3
    assert "Nog 194 dagen" in pagina and "Nog te doen: 6 leerwerkplekken en 2 mentoren." in pagina
    assert "Naar alle doelen" in pagina and "+ € 14.793,69" in pagina and "+ € 7.396,84" in pagina
    with huis.binnen():
        fiche = Fiche.objects.get(leerwerkplek=huis.plekken[0])
    assert reverse("fiches:fiche", args=[fiche.pk]) in pagina
    assert reverse("mentoren:mentor", args=[huis.mentor.pk]) in pagina
    assert reverse("leerwerkplekken:takenlijst", args=[huis.plekken[5].pk]) in pagina
    assert reverse("fiches:nakijken", args=[huis.plekken[3].pk]) not in pagina  # enkel HR dient in
    assert "Ontbreekt: Taken en competenties" in pagina
    naar_wie = f"mailto:leidinggevende@aa.example?subject=3%20fiches%20wachten%20op%20{quote(LEIDER)}"
    assert f'<a href="{naar_wie}">{LEIDER}</a>' in pagina  # naar de persoon
    ankers = set(re.findall(r'href="#(daad-[^"]+)"', pagina))
    assert ankers and all(pagina.count(f'id="{anker}"') == 1 for anker in ankers)  # van de weg naar de daad
    pagina = scherm(huis, als, "controleur")
    assert f"3 fiches wachten op {LEIDER}" in pagina and "Herinner nu" not in pagina
    assert "mailto:" not in pagina.split("<main")[1].split("</main")[0]


def test_als_een_mentor_vertrekt_rekent_het_scherm_en_schrijft_niets(huis, als):
    with huis.binnen():
        voor = Gebeurtenis.objects.count()
    pagina = scherm(huis, als, vraag=f"?mentor={huis.mentor.pk}")
    assert "Nu, en als Mentor Van Aa vertrekt" in pagina and "Zoek een andere mentor voor" in pagina
    kaal = re.sub(r' (data-label|class)="\w+"', "", pagina)
    assert "Haalbaar, alles of niets</th><td>€ 14.793,69</td><td><strong>€ 0,00" in kaal
    assert "Daarvan zonder mentor</th><td>0</td><td><strong>6" in kaal
    with huis.binnen():
        assert Gebeurtenis.objects.count() == voor
        assert Mentor.objects.get(pk=huis.mentor.pk).vertrokken_op is None
    assert "Kies een mentor uit de lijst." in scherm(huis, als, vraag="?mentor=999999")


def test_het_dashboard_toont_wat_het_meest_opbrengt_en_meer_projecten_samen(huis, als):
    with huis.binnen():
        huis.certificaat(huis.tweede, date(2023, 6, 1))
    pagina = als(huis.leden["coordinator"]).get(reverse("rapportage:project", args=[huis.project.pk])).content.decode()
    assert "Wat nu het meest opbrengt" in pagina and f"3 fiches wachten op {LEIDER}" in pagina
    vroeger = als(huis.leden["coordinator"]).get(
        reverse("rapportage:project", args=[huis.project.pk]) + "?peildatum=2023-05-01"
    )
    assert vroeger.status_code == 200 and "Wat nu het meest opbrengt" not in vroeger.content.decode()
    with huis.binnen():
        Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-B", titel="B", van=date(2023, 1, 1),
            tot=date(2023, 12, 31), doel_leerwerkplekken=0, doel_mentoren=0, toegekend_bedrag=Decimal("1000"),
        )  # fmt: skip
    pagina = als(huis.leden["coordinator"]).get(reverse("rapportage:voortgang")).content.decode()
    assert "Subsidie van alle projecten samen" in pagina and "€ 15.793,69" in pagina
