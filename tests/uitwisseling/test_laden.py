"""De vijf bestanden laden, met hun eigen datums en verschoven, en een tweede keer verandert er niets."""

import os
import time
from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from fiches.models import Fiche, Handtekening
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Leiding, Mentor
from organisaties import isolatie
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Partnerlid
from plaatsingen.models import Plaatsing, Prestatie
from projecten.models import Maatregel
from taken.models import Taak
from tests.rapportage.bronfeiten import FEITEN, ontbreekt
from tests.rapportage.scenarios import klopt
from tests.uitwisseling.hulp import BESTANDEN, DEMO, aantallen, importeer, lees
from uitwisseling.toelating import besturen

TABEL = {
    "organisaties": "organisaties_organisatie",
    "projecten": "projecten_subsidieproject",
    "doelverdeling": "projecten_doelverdeling",
    "mentoren": "mentoren_mentor",
    "opleidingen": "mentoren_opleiding",
    "deelnames": "mentoren_deelname",
    "leerwerkplekken": "leerwerkplekken_leerwerkplek",
    "deelnemers": "plaatsingen_deelnemer",
    "plaatsingen": "plaatsingen_plaatsing",
    "prestaties": "plaatsingen_prestatie",
    "maatregelen": "projecten_maatregel",
    "samenwerkingen": "projecten_overeenkomst",
    "prospecten": "projecten_prospect",
    "beleidsdoelen": "projecten_beleidsdoel",
    "regieacties": "projecten_regieactie",
    "regiegemeenten": "projecten_regiegemeente",
    "opdrachten": "projecten_socialeopdracht",
    "overleg": "projecten_overleg",
}


def binnen():
    return isolatie.namens(bestuur=besturen()[0][0])


@pytest.mark.zwaar
@pytest.mark.parametrize("naam", BESTANDEN)
def test_demo_laadt_verschoven_en_verandert_de_tweede_keer_niets(
    naam, leeg, demo, client, monkeypatch, omvang, tmp_path
):
    d, pad = lees(naam), DEMO / f"{naam}.json"
    opties = {"demo": True, "peildatum": "vandaag", "niet_wachten": True}
    begin = time.process_time()
    eerste = importeer(pad, **opties)
    duur = time.process_time() - begin
    na = aantallen()
    assert {lijst: na[tabel] for lijst, tabel in TABEL.items()} == {lijst: len(d.get(lijst, [])) for lijst in TABEL}
    assert "is geïmporteerd" in eerste and "gelijk" not in eerste
    assert duur < 30, "antwerpen.json hoort op een gewone kern binnen de 15 s te laden"
    assert "er is niets gewijzigd" in (tweede := importeer(pad, **opties))
    assert "nieuw" not in tweede
    assert aantallen() == na, "de tweede keer schrijft niets, ook geen regel in het logboek"
    with binnen():
        _fiches_staan_in_elke_toestand(d)
        _alles_leeft_vandaag(d)
        weken = Bestuur.objects.get().demo_verschuiving_weken
    publiek = client.get(reverse("publiek", args=[naam, FEITEN[naam][0]])).content.decode()
    assert ontbreekt(publiek, naam, weken) == [], "de publieke pagina vertelt elk feit van haar bron"
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)
    # het rapport over alle projecten; op papier is dat van een stad te groot voor elke keer
    papier = tmp_path if naam in omvang(("herent",), BESTANDEN) else None
    klopt(naam, client, binnen, papier, omvang(1, None))
    leeg()


def _fiches_staan_in_elke_toestand(d):
    assert Counter(Fiche.objects.values_list("status", flat=True)) == Counter(f["status"] for f in d["fiches"])
    verwacht = {(f["leerwerkplek"], f["ondertekenaar"], f["hoedanigheid"]) for f in d["fiches"] if "ondertekenaar" in f}
    rijen = Handtekening.objects.values_list(
        "fiche__leerwerkplek__code", "ondertekenaar__gebruiker__email", "hoedanigheid"
    )
    assert set(rijen) == verwacht
    hr = d["personen"][0]["email"]
    assert set(Fiche.objects.values_list("ingediend_door__gebruiker__email", flat=True)) == {hr}
    taken = Counter(Taak.objects.filter(naam__startswith="fiches.").values_list("naam", flat=True))
    assert taken == {"fiches.leeskopie": len(d["fiches"]), "fiches.verzegel": len(verwacht)}
    assert not Deelname.objects.filter(certificaat=None).exists()


def _alles_leeft_vandaag(d):
    weken = Bestuur.objects.get().demo_verschuiving_weken
    vandaag = timezone.localdate()
    peildatum = _dag(d["peildatum"]) + timedelta(weeks=weken)
    assert timedelta(0) <= vandaag - peildatum < timedelta(weeks=1)
    jaren = peildatum.year - _dag(d["peildatum"]).year
    assert set(Maatregel.objects.values_list("jaar", flat=True)) == {m["jaar"] + jaren for m in d["maatregelen"]}
    verwacht = Counter((p["plaatsing"], _dag(p["datum"]) + timedelta(weeks=weken)) for p in d["prestaties"])
    assert Counter(Prestatie.objects.values_list("plaatsing__code", "datum")) == verwacht
    for plek in Leerwerkplek.objects.all():
        oud = next(p for p in d["leerwerkplekken"] if p["code"] == plek.code)
        assert plek.beschikbaar_van == _dag(oud["beschikbaar_van"]) + timedelta(weeks=weken)
        assert plek.status == Status.AANGEBODEN


def _dag(tekst):
    return date.fromisoformat(tekst)


@pytest.mark.parametrize(
    "naam", BESTANDEN if os.environ.get("GD_VOLLEDIG") == "1" else ("opwijk", "oostende", "herent")
)
def test_zonder_peildatum_blijven_de_datums_staan(naam, leeg):
    """Kort drie van de vijf: verschoven laadt hierboven elk bestand."""
    d, pad = lees(naam), DEMO / f"{naam}.json"
    uit = importeer(pad)
    if d["fiches"]:
        assert f"fiches: {len(d['fiches'])} nagekeken en niet uitgevoerd" in uit
    with binnen():
        bestuur = Bestuur.objects.get()
        assert (bestuur.slug, bestuur.is_demo, bestuur.demo_verschuiving_weken) == (naam, False, None)
        assert not Fiche.objects.exists() and not Taak.objects.exists()
        assert not Deelname.objects.exclude(certificaat=None).exists(), "een toezegging is geen bewijs"
        assert {str(p.van) for p in Plaatsing.objects.all()} == {p["van"] for p in d["plaatsingen"]}
        _personen_kunnen_nog_niet_aanmelden(d)
        _leiding_begint_met_het_eerste_project(d)
        _aanbod_is_het_vroegste(d)
    if naam in ("opwijk", "herent"):
        na = aantallen()
        assert "er is niets gewijzigd" in importeer(pad)
        assert aantallen() == na
    leeg()


def _personen_kunnen_nog_niet_aanmelden(d):
    assert not any(g.has_usable_password() for g in Gebruiker.objects.all())
    glow = {p["email"] for p in d["personen"] if p["rollen"] == ["glow"]}
    bij_partners = set()
    for partner in GlowPartner.objects.order_by("pk"):
        with isolatie.als_partner(partner.pk):
            bij_partners |= set(Partnerlid.objects.values_list("gebruiker__email", flat=True))
    assert bij_partners == glow
    leden = {lid.gebruiker.email: set(lid.rollen) for lid in Lidmaatschap.objects.select_related("gebruiker")}
    assert leden == {p["email"]: set(p["rollen"]) for p in d["personen"] if p["email"] not in glow}


def _leiding_begint_met_het_eerste_project(d):
    begin = min(p["van"] for p in d["projecten"])
    rijen = Leiding.objects.values_list(
        "mentor__lidmaatschap__gebruiker__email", "leidinggevende__gebruiker__email", "van", "tot"
    )
    assert {(m, lg, str(van), tot) for m, lg, van, tot in rijen} == {
        (m["email"], m["leidinggevende"], begin, None) for m in d["mentoren"]
    }
    codes = sorted(Mentor.objects.values_list("code", flat=True))
    assert codes == [f"M{nummer:03}" for nummer in range(1, len(d["mentoren"]) + 1)]


def _aanbod_is_het_vroegste(d):
    fiche = {f["leerwerkplek"]: f["datum"] for f in d["fiches"]}
    verwacht = {
        (p["code"], min(filter(None, (fiche.get(p["code"]), p["beschikbaar_van"], d["peildatum"]))))
        for p in d["leerwerkplekken"]
    }
    aanbod = Aanbod.objects.values_list("leerwerkplek__code", "aangeboden_op")
    assert {(code, str(op)) for code, op in aanbod} == verwacht
    assert len(aanbod) == sum(len(p["glowpartners"]) for p in d["leerwerkplekken"])
