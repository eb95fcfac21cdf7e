"""De inbox: elke rol ziet enkel wat die kreeg, het aantal staat bovenaan elke pagina, en openen vinkt af."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from berichten import toegang
from berichten.models import Bericht
from berichten.stappen import aan_leden, aan_partner, handel_af, inbox
from organisaties import isolatie
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from tests.berichten.hulp import inhoud, partner, schrijf
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db


gebouwd_huis, huis = eens(lambda: Huis("aa", plekken=0))


@pytest.fixture
def hr(huis):
    return meld_aan(huis.leden["hr"].gebruiker)


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return re.sub(r"\s+", " ", antwoord.content.decode())


def in_de_kop(antwoord):
    kop = tekst(antwoord).partition('class="kop-berichten"')[2].partition("</a>")[0]
    return re.sub(r"<[^>]+>", "", kop.partition("Berichten</span>")[2]).strip()


@pytest.mark.parametrize("rol", [r for r in Rol.values if r != Rol.GLOW])
def test_elke_rol_heeft_een_inbox(huis, rol):
    schrijf(huis, 2, rol=rol)
    klant = meld_aan(huis.leden[rol].gebruiker)
    pagina = klant.get("/berichten/")
    assert in_de_kop(pagina) == "2 nieuw" and "2 berichten" in tekst(pagina) and "Nieuws 0" in tekst(pagina)


def test_openen_vinkt_af_en_toont_het_bericht(huis, hr):
    (bericht,) = schrijf(huis)
    assert in_de_kop(hr.get("/")) == "1 nieuw"
    assert hr.get(f"/berichten/{bericht.pk}/openen/").status_code == 405
    pagina = hr.post(f"/berichten/{bericht.pk}/openen/", follow=True)
    assert pagina.redirect_chain == [(f"/berichten/{bericht.pk}/", 302)]
    assert "Er is nieuws." in tekst(pagina) and 'href="/kandidaten/">Kandidaat bekijken</a>' in tekst(pagina)
    assert in_de_kop(pagina) == "" and "Op gelezen zetten" not in tekst(pagina)
    with huis.binnen():
        eerst = Bericht.objects.get().gelezen_op
    hr.post(f"/berichten/{bericht.pk}/openen/")  # dubbelklik
    with huis.binnen():
        assert Bericht.objects.get().gelezen_op == eerst is not None


def test_lezen_alleen_vinkt_niet_af(huis, hr):
    (bericht,) = schrijf(huis)
    pagina = hr.get(f"/berichten/{bericht.pk}/")
    assert in_de_kop(pagina) == "1 nieuw" and "Op gelezen zetten" in tekst(pagina)


def test_alles_gelezen(huis, hr):
    schrijf(huis, 3)
    schrijf(huis, 1, rol="mentor")
    assert "Alles staat op gelezen." in tekst(hr.post("/berichten/alles-gelezen/", follow=True))
    assert "Alles stond al op gelezen." in tekst(hr.post("/berichten/alles-gelezen/", follow=True))
    with huis.binnen():
        assert Bericht.objects.filter(gelezen_op=None).count() == 1  # van de mentor
    assert "Alles op gelezen zetten" not in tekst(hr.get("/berichten/"))


def test_leeg(hr):
    pagina = hr.get("/berichten/")
    assert "Nog geen berichten" in tekst(pagina) and in_de_kop(pagina) == "" and "<table" not in tekst(pagina)


def test_filteren_en_bladeren(huis, hr):
    schrijf(huis, 60)
    with huis.binnen():
        overleg = inhoud("x", soort="overleg", onderwerp="Overleg morgen")
        aan_leden(huis.bestuur_id, [huis.leden["hr"]], overleg)
        Bericht.objects.filter(sleutel="zaak 5").update(gelezen_op=Bericht.objects.first().gemaakt_op)
    assert "61 berichten" in tekst(hr.get("/berichten/?pagina=2"))
    een = tekst(hr.get("/berichten/?soort=overleg"))
    assert "1 bericht<" in een and "Overleg morgen" in een and "Nieuws 1" not in een
    assert "60 berichten" in tekst(hr.get("/berichten/?stand=nieuw"))
    twee = tekst(hr.get("/berichten/?stand=nieuw&soort=kandidatuur&pagina=2"))
    assert "59 berichten" in twee and "stand=nieuw&amp;soort=kandidatuur&amp;pagina=1" in twee
    assert "Geen berichten gevonden" not in tekst(hr.get("/berichten/?soort=bestaat-niet"))


def test_evenveel_vragen_bij_een_als_bij_500(huis, hr):
    def vragen(pad):
        with CaptureQueriesContext(connection) as gezien:
            assert hr.get(pad).status_code == 200
        return [v["sql"] for v in gezien if "FROM" in v["sql"]]

    schrijf(huis)
    eerst = vragen("/berichten/")
    with huis.binnen():
        Bericht.objects.bulk_create(
            Bericht(
                bestuur=huis.bestuur,
                ontvanger=huis.leden["hr"].gebruiker,
                soort="kandidatuur",
                sleutel=f"v {n}",
                onderwerp=f"Nieuws {n}",
                alineas=["Er is nieuws."],
                mail="geen",
            )  # fmt: skip
            for n in range(499)
        )
    assert len(vragen("/berichten/")) == len(eerst) <= 15
    pagina = hr.get("/berichten/")
    assert "500 berichten" in tekst(pagina) and in_de_kop(pagina) == "99+ nieuw"
    hulp = [v for v in vragen("/over/hulp/") if "berichten_bericht" in v]
    assert len(hulp) == 1, "één vraag per pagina voor het aantal"


def test_wie_niet_aangemeld_is_kost_geen_vraag(huis, client):
    with CaptureQueriesContext(connection) as gezien:
        assert "kop-berichten" not in tekst(client.get("/over/hulp/"))
    assert not [v for v in gezien if "berichten_" in v["sql"]]


# --- niets van een ander


def test_niemand_ziet_andermans_bericht(huis, hr):
    (van_mentor,) = schrijf(huis, rol="mentor")
    for wie in ("hr", "beheerder", "coordinator"):
        klant = meld_aan(huis.leden[wie].gebruiker)
        assert klant.get(f"/berichten/{van_mentor.pk}/").status_code == 404
        assert klant.post(f"/berichten/{van_mentor.pk}/openen/").status_code == 404
    with huis.binnen():
        inbox.lees(huis.actor("hr"), van_mentor)
        assert Bericht.objects.get().gelezen_op is None


def test_wie_in_twee_besturen_werkt_ziet_die_waarvoor_hij_handelt(huis):
    bb, wie = Huis("bb", plekken=0), huis.leden["hr"].gebruiker
    with bb.binnen():
        bb.leden["hr"] = Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=wie, rollen=["hr"])
    (hier,), (daar,) = schrijf(huis, onderwerp="Nieuws van AA"), schrijf(bb, onderwerp="Nieuws van BB")
    klant = meld_aan(wie)
    for bestuur, eigen, vreemd in ((huis, hier, daar), (bb, daar, hier)):
        klant.post("/kies/", {"waarde": f"b{bestuur.bestuur_id}"})
        pagina = klant.get("/berichten/")
        assert eigen.onderwerp in tekst(pagina) and vreemd.onderwerp not in tekst(pagina)
        assert in_de_kop(pagina) == "1 nieuw"
        assert klant.get(f"/berichten/{vreemd.pk}/").status_code == 404


def test_een_lid_dat_ook_voor_de_partner_werkt_heeft_twee_inboxen(huis):
    wie = huis.partnerlid.gebruiker
    with huis.binnen():
        huis.leden["glow"] = Lidmaatschap.objects.create(bestuur=huis.bestuur, gebruiker=wie, rollen=["hr"])
        aan_partner(huis.bestuur_id, huis.partner, inhoud("p", onderwerp="Voor de partner"))
    schrijf(huis, rol="glow", onderwerp="Voor het bestuur")
    klant = meld_aan(wie)
    klant.post("/kies/", {"waarde": f"g{huis.partner.pk}"})
    als_partner = tekst(klant.get("/berichten/"))
    klant.post("/kies/", {"waarde": f"b{huis.bestuur_id}"})
    als_lid = tekst(klant.get("/berichten/"))
    assert "Voor de partner" in als_partner and "Voor het bestuur" not in als_partner
    assert "Voor het bestuur" in als_lid and "Voor de partner" not in als_lid


def test_een_partner_leest_over_besturen_heen_en_vinkt_enkel_af(huis):
    with huis.binnen():
        (bericht,) = aan_partner(huis.bestuur_id, huis.partner, inhoud())
    (collega,) = schrijf(huis)
    klant = meld_aan(huis.partnerlid.gebruiker)
    pagina = klant.get("/berichten/")
    assert "Gemeente AA" in tekst(pagina) and in_de_kop(pagina) == "1 nieuw"
    assert klant.get(f"/berichten/{collega.pk}/").status_code == 404
    assert klant.post(f"/berichten/{bericht.pk}/openen/").status_code == 302
    assert in_de_kop(klant.get("/berichten/")) == ""


def test_de_database_laat_een_partner_niets_anders_wijzigen(huis):
    """Ook met eigen SQL: enkel `gelezen_op`, en enkel van wat die persoon zelf kreeg."""
    with huis.binnen():
        ander = huis.gebruiker("collega")
        (bericht,) = aan_partner(huis.bestuur_id, huis.partner, inhoud())
        schrijf_ = Bericht.objects.create(
            bestuur=huis.bestuur, glowpartner=huis.partner, ontvanger=ander, soort="kandidatuur", sleutel="x",
            onderwerp="Van de collega", alineas=[], mail="geen",
        )  # fmt: skip
    wie = partner(huis)
    with isolatie.namens(gebruiker=wie.gebruiker.pk, glowpartner=huis.partner.pk):
        assert [b.pk for b in Bericht.objects.all()] == [bericht.pk]
        with pytest.raises(IntegrityError, match="enkel gelezen"), transaction.atomic():
            Bericht.objects.filter(pk=bericht.pk).update(mail="geen")
        assert Bericht.objects.filter(pk=schrijf_.pk).update(gelezen_op=bericht.gemaakt_op) == 0
        assert Bericht.objects.filter(pk=bericht.pk).delete()[0] == 0
        inbox.lees(wie, bericht)
        assert Bericht.objects.get().gelezen_op is not None


def test_zonder_persoon_is_er_geen_inbox(huis):
    schrijf(huis)
    with huis.binnen():
        assert list(toegang.zichtbaar_voor(huis.installatie)) == [] and toegang.soorten_van(huis.installatie) == []
        with pytest.raises(PermissionDenied):
            inbox.kies(huis.installatie, {})


def test_wat_voorbij_is_hoeft_niemand_meer_te_lezen(huis, hr):
    schrijf(huis, 2)
    with huis.binnen():
        assert handel_af(huis.bestuur_id, "zaak 1") == 1
        assert dict(Bericht.objects.order_by("pk").values_list("sleutel", "mail")) == {
            "zaak 0": "wacht",
            "zaak 1": "geen",
        }
    assert in_de_kop(hr.get("/berichten/")) == "1 nieuw"


# --- instellen


def test_enkel_wat_je_rol_kan_krijgen(huis):
    pagina = tekst(meld_aan(huis.leden["mentor"].gebruiker).get("/profiel/berichten/"))
    assert "Een maand is door te sturen" in pagina and "Een evaluatie is aan de beurt" in pagina
    assert "Een fiche kwam terug" not in pagina and "Een deelnemer is afwezig" not in pagina
    niets = tekst(meld_aan(huis.leden["controleur"].gebruiker).get("/profiel/berichten/"))
    assert "Niets in te stellen" in niets and "Berichten instellen" in tekst(
        meld_aan(huis.leden["mentor"].gebruiker).get("/profiel/")
    )


def test_instellen_bewaart_en_geldt_voor_het_volgende_bericht(huis, hr):
    antwoord = vul_in(hr, "/profiel/berichten/", "kandidatuur", kandidatuur="dagelijks", plek_leeg="nooit")
    assert antwoord.status_code == 302
    assert vul_in(hr, "/profiel/berichten/", "kandidatuur", overleg="nooit").status_code == 302
    (bericht,) = schrijf(huis)
    assert bericht.mail == "dagelijks"
    pagina = tekst(hr.get("/profiel/berichten/"))
    veld = pagina.partition('name="plek_leeg"')[2].partition("</select>")[0]
    assert '<option value="nooit" selected>' in veld


def test_wat_verplicht_is_kan_niet_af(huis, hr):
    pagina = hr.get("/profiel/berichten/")
    veld = tekst(pagina).partition('name="fiche_te_ondertekenen"')[2].partition("</select>")[0]
    assert "nooit" not in veld and "Deze mail is nodig" in tekst(pagina)
    antwoord = vul_in(hr, "/profiel/berichten/", "kandidatuur", fiche_te_ondertekenen="nooit", kandidatuur="nooit")
    assert antwoord.status_code == 200 and "Kies een van de momenten in de lijst." in tekst(antwoord)
    with huis.binnen(), pytest.raises(isolatie.Geweigerd, match="verplicht"):
        inbox.kies(huis.actor("hr"), {"fiche_te_ondertekenen": "nooit"})


@pytest.mark.parametrize("soort", ["maand_door_te_sturen", "samenvatting", "bestaat_niet"])
def test_een_soort_die_je_niet_kan_krijgen(huis, soort):
    with isolatie.namens(gebruiker=huis.leden["hr"].gebruiker_id, bestuur=huis.bestuur_id):
        with pytest.raises(isolatie.Geweigerd, match="niet krijgen"):
            inbox.kies(huis.actor("hr"), {soort: "direct"})


def test_een_partner_stelt_ook_in(huis):
    klant = meld_aan(huis.partnerlid.gebruiker)
    assert vul_in(klant, "/profiel/berichten/", "aanbod", aanbod="dagelijks").status_code == 302
    with huis.binnen():
        (bericht,) = aan_partner(huis.bestuur_id, huis.partner, inhoud(soort="aanbod"))
    assert bericht.mail == "dagelijks"
