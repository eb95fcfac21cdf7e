"""De publieke projectpagina: enkel wat het bestuur openbaar maakt, zonder namen, altijd juist, en snel."""

import time
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis
from mentoren.models import Mentor
from organisaties.isolatie import Geweigerd
from organisaties.models import GlowPartner, Organisatie, Samenwerking
from projecten.enums import Blok
from projecten.models import Maatregel, Overeenkomst, Subsidieproject
from rapportage import publiek, stappen
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.rapportage.bronfeiten import leesbaar

pytestmark = pytest.mark.django_db
TEKSTEN = {
    "inleiding": "Wij openen plekken.",
    "doelgroep": "Voor werkzoekenden.",
    "acties": "Plekken openen\n\n Mentoren opleiden ",
    "achtergrond": "Een lange geschiedenis.",
    "contact": "Dienst Werk, werk@aa.be",
}


@pytest.fixture
def huis():
    return Huis("aa", plekken=2)


def zet(huis, project=None, **anders):
    gegevens = {"publiek": True, "publieke_blokken": Blok.values, **TEKSTEN} | anders
    with huis.binnen():
        return stappen.publiceer(huis.actor("beheerder"), project or huis.project, **gegevens)


def adres(huis, code="572-AA"):
    return reverse("publiek", args=[huis.slug, code])


def test_standaard_bestaat_de_pagina_voor_niemand(huis, client):
    assert client.get(adres(huis)).status_code == 404
    assert meld_aan(huis.leden["beheerder"].gebruiker).get(adres(huis)).status_code == 404
    zet(huis)
    assert client.get(adres(huis)).status_code == 200
    assert client.get(adres(huis, "572-aa")).status_code == 200, "een code is dezelfde met kleine letters"
    assert client.post(adres(huis)).status_code == 405
    zet(huis, publiek=False)
    assert client.get(adres(huis)).status_code == 404


@pytest.mark.parametrize("code", ["\0", "572-AA\0", "😀", "x" * 3000, "' OR 1=1 --"])
def test_een_adres_dat_niet_bestaat_is_een_404(huis, client, code):
    zet(huis)
    assert client.get(adres(huis, code)).status_code == 404


def test_ze_zegt_wat_er_is_zonder_een_naam(huis, client):
    with huis.binnen():
        huis.certificaat()
        huis.plaatsing()
        huis.lid("Zonderling", "hr")
    zet(huis)
    antwoord = client.get(adres(huis))
    tekst = leesbaar(antwoord.content.decode())
    for stuk in (
        "Wij openen plekken.", "Voor werkzoekenden.", "Een lange geschiedenis.", "Dienst Werk, werk@aa.be",
        "2 × medewerker groendienst (Groendienst)", "Gemeente aa (2 leerwerkplekken)", "Partner aa",
        "Opgeleide mentoren met certificaat 1 mentor doel 1", "€ 7.396,84", "Kreeg 2 leerwerkplekken aangeboden",
        "Leerwerkplekken 2", "Plaatsingen 1", "31 december 2023", "GLOW is Groeien en Leren Op de Werkvloer",
    ):  # fmt: skip
        assert stuk in tekst, stuk
    assert 'href="mailto:werk@aa.be"' in antwoord.content.decode(), "een adres opent een mail"
    with huis.binnen():
        mensen = [lid.gebruiker for lid in huis.leden.values()]
    for woord in ("Filip", "Pauwels", "D001", "Zonderling", *(m.naam for m in mensen), *(m.email for m in mensen)):
        assert woord not in tekst


def test_elk_blok_is_te_kiezen(huis, client):
    merk = {
        "doel": "Wij openen plekken.", "doelgroep": "Voor werkzoekenden.", "acties": "Mentoren opleiden",
        "organisaties": "Gemeente aa", "partners": "Partner aa", "financiering": "€ 7.396,84",
        "achtergrond": "Een lange geschiedenis.", "contact": "Dienst Werk, werk@aa.be",
    }  # fmt: skip
    assert set(merk) == set(Blok.values)
    for gekozen in (Blok.values[::2], Blok.values[1::2]):
        zet(huis, publieke_blokken=gekozen)
        tekst = leesbaar(client.get(adres(huis)).content.decode())
        assert {blok for blok, stuk in merk.items() if stuk in tekst} == set(gekozen)
        assert "Gefinancierd door de Europese Unie" in tekst, "de logobanner staat er altijd"


def test_wie_iets_wijzigt_ziet_het_meteen_en_een_getal_is_hoogstens_een_minuut_oud(huis, client, monkeypatch):
    zet(huis)
    geteld = []
    echt = publiek.maak
    monkeypatch.setattr(publiek, "maak", lambda *wat: geteld.append(1) or echt(*wat))
    for _ in range(3):
        client.get(adres(huis))
    assert len(geteld) == 1, "de tweede en derde keer uit de cache"
    zet(huis, inleiding="Iets anders.")
    assert "Iets anders." in client.get(adres(huis)).content.decode() and len(geteld) == 2
    with huis.binnen():
        sleutel = f"publiek:{huis.project.pk}:"
        huis.maak_plek()
    (bewaard,) = [s for s in cache._cache.get_client().keys(f"*{sleutel}*") if cache._cache.get_client().ttl(s) > 0][:1]
    assert 0 < cache._cache.get_client().ttl(bewaard) <= 60
    cache.clear()
    assert "Leerwerkplekken 3" in leesbaar(client.get(adres(huis)).content.decode())


def test_zonder_cache_werkt_ze_ook(huis, client, monkeypatch):
    from redis.exceptions import ConnectionError as Weg

    def weg(*_):
        raise Weg("weg")

    zet(huis)
    monkeypatch.setattr(publiek.cache, "get", weg)
    assert client.get(adres(huis)).status_code == 200
    monkeypatch.undo()
    monkeypatch.setattr(publiek.cache, "set", weg)
    assert client.get(adres(huis)).status_code == 200


def test_van_een_ander_bestuur_is_er_niets_en_daarna_werkt_niemand_voor_dat_bestuur(huis, client):
    ander = Huis("bb")
    zet(huis)
    assert client.get(reverse("publiek", args=["bb", "572-AA"])).status_code == 404
    assert client.get(adres(ander, "572-BB")).status_code == 404
    with ander.binnen():
        gevonden = publiek.zoek("aa", "572-AA")
        assert publiek.lees(gevonden, date(2024, 1, 1)).bestuur == "Gemeente AA"
        assert set(Subsidieproject.objects.values_list("code", flat=True)) == {"572-BB"}, "de context is teruggezet"
    with pytest.raises(RuntimeError), publiek.als_bezoeker_van(1):
        pass


def test_zoekmachines_tonen_enkel_wat_echt_en_openbaar_is(huis, client):
    echt = Huis("cc", demo=False)
    for een in (huis, echt):
        zet(een)
    demo, openbaar = client.get(adres(huis)), client.get(adres(echt, "572-CC"))
    assert demo["X-Robots-Tag"] == "noindex" and 'content="noindex"' in demo.content.decode()
    assert openbaar.status_code == 200 and "X-Robots-Tag" not in openbaar
    assert "noindex" not in openbaar.content.decode()
    with echt.binnen():
        echt.bestuur.tweede_factor = False
        echt.bestuur.save()
    voorbeeld = meld_aan(echt.leden["beheerder"].gebruiker).get(
        reverse("rapportage:publiek_voorbeeld", args=[echt.project.pk])
    )
    assert voorbeeld["X-Robots-Tag"] == "noindex"


def test_andere_projecten_staan_erbij_als_ze_zelf_openbaar_zijn(huis, client):
    with huis.binnen():
        tweede, derde = (
            Subsidieproject.objects.create(
                **{
                    v: getattr(huis.project, v)
                    for v in (
                        "bestuur",
                        "oproep",
                        "van",
                        "tot",
                        "doel_leerwerkplekken",
                        "doel_mentoren",
                        "toegekend_bedrag",
                    )
                },
                code=code,
                titel=f"Project {code}",
            )
            for code in ("P2", "P3")
        )
        huis.maak_plek(project=tweede, code="X-9")
    zet(huis)
    alleen = client.get(adres(huis))
    assert alleen.status_code == 200 and "Alle projecten" not in alleen.content.decode()
    zet(huis, tweede)
    tekst = leesbaar(client.get(adres(huis)).content.decode())
    assert "Project P2 1 3 0 1 € 7.396,84" in tekst and "Samen 3 6 0 2 € 14.793,68" in tekst and "P3" not in tekst
    assert derde.publiek is False


def test_organisaties_partners_en_projecten_in_hun_volgorde(huis):
    """Wie het meest plekken heeft eerst; een concept is geen plek; een opgeleide mentor telt ook zonder plek."""
    with huis.binnen():
        orgs = {
            code: Organisatie.objects.create(bestuur=huis.bestuur, code=code, naam=naam, soort="vzw")
            for code, naam in (("a", "Atelier"), ("b", "Bibliotheek"), ("z", "Zonder"))
        }
        for code in "ba":
            huis.maak_plek(organisatie=orgs[code], functie="helper", dienst="Balie")
        Leerwerkplek.objects.filter(pk=huis.maak_plek(organisatie=orgs["a"]).pk).update(status="concept")
        Leerwerkplek.objects.filter(pk=huis.plekken[1].pk).update(functie="tuinier")
        Mentor.objects.filter(pk=huis.mentor.pk).update(organisatie=orgs["z"])
        huis.certificaat()
        ander = GlowPartner.objects.create(email="x@x.example", naam="Aanloop")
        Samenwerking.objects.create(bestuur=huis.bestuur, glowpartner=ander, code="aan")
        vast = {"bestuur": huis.bestuur, "onderwerp": "x"}
        eerste = Overeenkomst.objects.create(
            **vast, met="glow", glowpartner=huis.partner, van=date(2022, 1, 1), tot=date(2022, 12, 31)
        )
        Overeenkomst.objects.create(**vast, met="glow", glowpartner=huis.partner, van=date(2023, 1, 1), vervangt=eerste)
        for met, van in (("vdab", date(2021, 5, 1)), ("vdab", date(2020, 5, 1)), ("wijk_werken", date(2020, 1, 1))):
            Overeenkomst.objects.create(**vast, met=met, van=van)
        tweede = Subsidieproject.objects.get(pk=huis.project.pk)
        tweede.pk, tweede.code, tweede.titel, tweede.publiek = None, "000", "Eerste op code", True
        tweede.save()
        derde = Subsidieproject.objects.get(pk=huis.project.pk)
        derde.pk, derde.code, derde.organisatie, derde.publiek = None, "999", orgs["b"], True
        derde.save()
        huis.project.acties = TEKSTEN["acties"]
        pagina = publiek.maak(huis.project, date(2023, 12, 31))
    assert pagina.acties == ("Plekken openen", "Mentoren opleiden")
    assert [(o.naam, o.plekken, o.mentoren) for o in pagina.organisaties] == [
        ("Gemeente aa", 2, 0), ("Atelier", 1, 0), ("Bibliotheek", 1, 0), ("Zonder", 0, 1),
    ]  # fmt: skip
    assert [(f.naam, f.dienst, f.plekken) for f in pagina.organisaties[0].functies] == [
        ("medewerker groendienst", "Groendienst", 1), ("tuinier", "Groendienst", 1),
    ]  # fmt: skip
    assert [(p.naam, p.aangeboden, p.sinds) for p in pagina.partners] == [
        ("Aanloop", 0, None), ("Partner aa", 5, date(2022, 1, 1)), ("VDAB", 0, date(2020, 5, 1)),
    ]  # fmt: skip
    assert [(z.code, z.naam) for z in pagina.zusters] == [
        ("000", "Eerste op code"), ("572-AA", huis.project.titel), ("999", "Bibliotheek"),
    ]  # fmt: skip
    assert pagina.plekken == 4 and pagina.totaal.publiek is False and pagina.totaal.plekken == 4


@pytest.mark.parametrize(
    ("anders", "veld"),
    [({"inleiding": " "}, "inleiding"), ({"contact": ""}, "contact"), ({"achtergrond": "Bel HR  van  aa nu."}, "achtergrond"),
     ({"contact": "MENTOR@aa.example"}, "contact"), ({"acties": "Filip Pauwels doet mee"}, "acties")],
)  # fmt: skip
def test_wat_niet_openbaar_mag(huis, anders, veld):
    with huis.binnen():
        huis.deelnemer()
    with pytest.raises(Geweigerd) as fout:
        zet(huis, **anders)
    assert [v for _, v in fout.value.alle] == [veld]
    with huis.binnen():
        assert Subsidieproject.objects.get().publiek is False


def test_zonder_logobanner_wordt_niets_openbaar(huis):
    from documenten.models import Huisstijl

    with huis.binnen():
        Huisstijl.objects.update_or_create(bestuur=huis.bestuur, defaults={"banner_tekst": "", "fonds_tekst": ""})
    with pytest.raises(Geweigerd, match="logobanner"):
        zet(huis)
    zet(huis, publiek=False)


def test_de_beheerder_kiest_op_het_scherm(huis):
    klant = meld_aan(huis.leden["beheerder"].gebruiker)
    lijst = klant.get(reverse("rapportage:publiek_lijst")).content.decode()
    assert "Niet openbaar" in lijst and "572-AA" in lijst
    url = reverse("rapportage:publiek_beheer", args=[huis.project.pk])
    scherm = klant.get(url)
    gezien = scherm.context["form"]["gezien"].initial
    invoer = {"gezien": gezien, "publiek": "on", "publieke_blokken": ["contact", "doel"], **TEKSTEN}
    fout = klant.post(url, invoer | {"contact": ""})
    assert "Vul eerst een contact in" in fout.content.decode() and "Een lange geschiedenis." in fout.content.decode()
    assert klant.post(url, invoer).status_code == 302
    with huis.binnen():
        project = Subsidieproject.objects.get()
    assert project.publiek and project.publieke_blokken == ["doel", "contact"]
    assert "Openbaar" in klant.get(reverse("rapportage:publiek_lijst")).content.decode()
    tweede = klant.post(url, invoer | {"inleiding": "Nog iets."})  # het formulier van daarnet
    assert "Iemand wijzigde dit intussen" in tweede.content.decode() and "Nog iets." in tweede.content.decode()


def test_een_browser_wijzigt_geen_regeleinden(huis):
    """Hij stuurt CR LF: bewaren zonder iets te wijzigen, wijzigt niets, en een ander tabblad noemt enkel wat anders werd."""
    zet(huis, acties="Een\nTwee", contact="Dienst Werk\nwerk@aa.be")
    klant, url = (
        meld_aan(huis.leden["beheerder"].gebruiker),
        reverse("rapportage:publiek_beheer", args=[huis.project.pk]),
    )
    gezien = klant.get(url).context["form"]["gezien"].initial
    invoer = {"gezien": gezien, "publiek": "on", "publieke_blokken": Blok.values, **TEKSTEN}
    invoer |= {"acties": "Een\r\nTwee", "contact": "Dienst Werk\r\nwerk@aa.be"}
    assert klant.post(url, invoer | {"inleiding": "Tabblad een."}).status_code == 302
    with huis.binnen():
        project = Subsidieproject.objects.get()
        assert (project.acties, project.contact) == ("Een\nTwee", "Dienst Werk\nwerk@aa.be")
        assert Gebeurtenis.objects.filter(wat="publiek.gewijzigd").latest("pk").gegevens == {"velden": ["inleiding"]}
    tweede = klant.post(url, invoer).content.decode()
    assert "Nu bewaard bij “Doel”: Tabblad een." in tweede and "bij “Acties”" not in tweede


def test_evenveel_vragen_bij_elk_aantal_en_snel(huis, client, omvang):
    zet(huis)

    def vragen():
        cache.clear()
        with CaptureQueriesContext(connection) as gevangen:
            assert client.get(adres(huis)).status_code == 200
        return len(gevangen)

    weinig = vragen()
    with huis.binnen():
        for _ in range(omvang(5, 60)):
            huis.maak_plek()
        Maatregel.objects.create(bestuur=huis.bestuur, soort="stage", jaar=2023, plekken=1)
    assert vragen() == weinig <= 23
    client.get(adres(huis))
    duren = []
    for _ in range(omvang(5, 50)):
        begin = time.process_time()
        client.get(adres(huis))
        duren.append(time.process_time() - begin)
    assert min(duren) < 0.05, f"{min(duren) * 1000:.0f} ms"
