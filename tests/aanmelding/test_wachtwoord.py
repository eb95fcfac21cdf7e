"""Een nieuw wachtwoord: via de mail of in het profiel. Niets zegt of een adres bestaat."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD
from tests.hulp.scherm import meld_aan

NIEUW = "vier gewone woorden samen"


def vraag(email):
    klant = Client()
    antwoord = klant.post("/wachtwoord/vergeten/", {"email": email}, follow=True)
    return antwoord


def tekst(antwoord):
    return re.sub(r"\s+", " ", strip_tags(antwoord.content.decode().split("<main")[1]))


def link(email="hr@aa.example"):
    vraag(email)
    voer_alles_uit(Taak.objects.latest("pk").pk)
    return re.search(r"https?://[^/\s]+(/wachtwoord/nieuw/\S+)", mail.outbox[-1].body)[1]


def kan_aanmelden(email, wachtwoord):
    return Client().post("/aanmelden/", {"login": email, "password": wachtwoord}).status_code == 302


def test_het_antwoord_verraadt_geen_adres(huis, django_assert_num_queries):
    """Zelfde tekst, zelfde adres, evenveel vragen aan de databank, en één taak met één nummer."""
    gekend, vreemd = vraag("hr@aa.example"), vraag("niemand@nergens.example")
    assert gekend.redirect_chain == vreemd.redirect_chain and tekst(gekend) == tekst(vreemd)
    taken = list(Taak.objects.order_by("pk").values_list("naam", "bestuur_id"))
    assert taken == [("aanmelding.wachtwoord", 0)] * 2
    assert [len(a) for a in Taak.objects.order_by("pk").values_list("argumenten", flat=True)] == [1, 1]
    tellingen = []
    for adres in ("hr@aa.example", "niemand@nergens.example"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as vragen:
            vraag(adres)
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]


def test_een_onbekend_of_geblokkeerd_adres_krijgt_geen_mail(huis):
    get_user_model().objects.filter(email="hr@aa.example").update(is_active=False)
    for adres in ("niemand@nergens.example", "hr@aa.example"):
        vraag(adres)
    voer_alles_uit(*Taak.objects.values_list("pk", flat=True))
    assert mail.outbox == [] and set(Taak.objects.values_list("status", flat=True)) == {"klaar"}


def test_van_vergeten_tot_aangemeld(huis):
    klant, pad = Client(), link("HR@aa.example ")
    bericht = mail.outbox[-1]
    assert bericht.subject == "Kies een nieuw wachtwoord" and "binnen twee uur" in bericht.body
    vorm = klant.get(pad, follow=True)
    doel = vorm.request["PATH_INFO"]
    assert "Nieuw wachtwoord kiezen" in tekst(vorm) and pad.split("-", 1)[1] not in doel
    fout = klant.post(doel, {"password1": "kort", "password2": "anders"})
    assert "12 tekens" in tekst(fout)
    ongelijk = klant.post(doel, {"password1": NIEUW, "password2": f"{NIEUW} niet"})
    assert "De twee wachtwoorden zijn niet gelijk." in tekst(ongelijk)
    klaar = klant.post(doel, {"password1": NIEUW, "password2": NIEUW}, follow=True)
    assert "Je wachtwoord is gewijzigd" in tekst(klaar)
    assert kan_aanmelden("hr@aa.example", NIEUW) and not kan_aanmelden("hr@aa.example", WACHTWOORD)
    assert "Deze link werkt niet meer" in tekst(Client().get(pad))  # één keer
    assert Taak.objects.filter(naam="aanmelding.bericht").count() == 1


@pytest.mark.parametrize(("seconden", "werkt"), [(2 * 3600 - 1, True), (2 * 3600, False)])
def test_de_link_werkt_twee_uur(huis, klok, seconden, werkt):
    pad = link()
    klok.ga(seconden)
    assert ("Deze link werkt niet meer" not in tekst(Client().get(pad, follow=True))) is werkt


def test_een_verminkte_link_zegt_wat_te_doen(huis):
    for pad in ("/wachtwoord/nieuw/1-x/", "/wachtwoord/nieuw/zzzzzzzzzzzzzz-1-2/", f"{link()[:-3]}x/"):
        antwoord = Client().get(pad, follow=True)
        assert antwoord.status_code == 200 and "Nieuwe link vragen" in tekst(antwoord), pad


def test_de_link_van_een_ander_meldt_eerst_af(huis):
    """Op een gedeelde computer is nog iemand aangemeld: die gaat eruit, en diens wachtwoord blijft."""
    klant = meld_aan(huis.leden["directeur"].gebruiker)
    doel = klant.get(link(), follow=True).request["PATH_INFO"]
    assert "_auth_user_id" not in klant.session
    klant.post(doel, {"password1": NIEUW, "password2": NIEUW})
    assert kan_aanmelden("hr@aa.example", NIEUW) and kan_aanmelden("directeur@aa.example", WACHTWOORD)


def test_een_account_zonder_wachtwoord_krijgt_er_zo_geen(huis):
    gebruiker = huis.leden["hr"].gebruiker
    gebruiker.set_unusable_password()
    gebruiker.save()
    vraag(gebruiker.email)
    voer_alles_uit(Taak.objects.get().pk)
    assert mail.outbox[-1].subject == "Je account heeft geen wachtwoord" and "/nieuw/" not in mail.outbox[-1].body


def test_wijzigen_in_het_profiel_meldt_elders_af(huis):
    gebruiker = huis.leden["hr"].gebruiker
    hier, elders = Client(), Client()
    for klant in (hier, elders):
        klant.post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD})
    fout = hier.post("/profiel/wachtwoord/", {"oldpassword": "mis", "password1": NIEUW, "password2": NIEUW})
    assert "Dit wachtwoord klopt niet." in tekst(fout) and NIEUW not in fout.content.decode()
    goed = {"oldpassword": WACHTWOORD, "password1": NIEUW, "password2": NIEUW}
    na = hier.post("/profiel/wachtwoord/", goed, follow=True)
    assert "Je wachtwoord is gewijzigd." in tekst(na) and tekst(na).count("Dit toestel") == 1
    assert elders.get("/").status_code == 302
    assert kan_aanmelden(gebruiker.email, NIEUW)


@pytest.mark.parametrize("slecht", ["password1234", "123456789012", "hr@aa.example"])
def test_een_makkelijk_wachtwoord_wordt_geweigerd(huis, slecht):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    klant.post("/profiel/wachtwoord/", {"oldpassword": WACHTWOORD, "password1": slecht, "password2": slecht})
    assert kan_aanmelden("hr@aa.example", WACHTWOORD)
