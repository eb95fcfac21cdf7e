"""Herinneringen: wie ze krijgt, één keer, ook bij twee tegelijk; de rust; en wat er niet meer is, vertrekt niet."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from berichten import herinneringen
from berichten.herinneringen import SOORTEN, herinner, herinner_nu, versturen, wat_wacht
from berichten.models import Bericht, Herinnering, Voorkeur
from berichten.stappen import mailen
from fiches import stappen as fiche_stappen
from logboek.models import Gebeurtenis
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, namens
from organisaties.models import Lidmaatschap, Plaatsvervanging
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis, maak_bestuur
from tests.hulp.huizen import eens

FICHE = "fiche_te_ondertekenen"
DONDERDAG = date(2023, 6, 1)  # de dag van het indienen
DINSDAG = date(2023, 6, 6)  # drie werkdagen later
gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def binnen(huis):
    with huis.binnen():
        yield huis


def herinnerd(soort=FICHE):
    """Wat herinneringen schreven; een stap schrijft zelf ook berichten van die soort."""
    return Bericht.objects.filter(soort=soort, sleutel__startswith=herinneringen.BEGIN).order_by("-pk")


def berichten(huis, soort, dag):
    """Wat er die dag van die soort bijkomt: (wie, onderwerp)."""
    voor = set(Bericht.objects.values_list("pk", flat=True))
    herinner(huis.bestuur_id, dag)
    nieuw = herinnerd(soort).exclude(pk__in=voor).select_related("ontvanger").order_by("pk")
    return [(b.ontvanger.email.partition("@")[0] if b.ontvanger else b.adres, b.onderwerp) for b in nieuw]


def test_alle_soorten_van_de_opdracht_zijn_er():
    assert set(SOORTEN) >= {
        FICHE, "maand_door_te_sturen", "aanbod_te_beantwoorden", "plaatsing_loopt_af", "evaluatie_te_doen",
        "certificaat_ontbreekt", "project_deadline",
    }  # fmt: skip
    assert {s.naam for s in SOORTEN.values() if s.kop} == {FICHE, "maand_door_te_sturen", "aanbod_te_beantwoorden"}


def test_een_fiche_na_drie_werkdagen_en_dan_om_de_vijf(binnen):
    fiche = binnen.fiche(op=DONDERDAG)
    code = binnen.plek.code
    verwacht = [("leidinggevende", f"Nog te ondertekenen: {code}")]
    assert [berichten(binnen, FICHE, DINSDAG + timedelta(days=n)) for n in (-1, 0, 0, 1)] == [[], verwacht, [], []]
    assert [berichten(binnen, FICHE, date(2023, 6, d)) for d in (12, 13)] == [[], verwacht]
    bericht = herinnerd().first()
    assert bericht.knop_pad == f"/fiches/{fiche.pk}/" and f"{code}, medewerker groendienst" in bericht.alineas[1]
    (rij,) = Herinnering.objects.filter(soort=FICHE)
    assert (rij.laatst_op, rij.aantal, rij.door) == (date(2023, 6, 13), 2, None)


def test_wat_getekend_is_vraagt_niets_meer(binnen):
    binnen.ondertekende_fiche()
    assert berichten(binnen, FICHE, DINSDAG + timedelta(days=30)) == []


def test_een_persoon_krijgt_een_bericht_over_alles_samen(binnen):
    for plek in [binnen.plek, *(binnen.maak_plek() for _ in range(11))]:
        binnen.fiche(plek, op=DONDERDAG)
    assert berichten(binnen, FICHE, DINSDAG) == [("leidinggevende", "Nog te ondertekenen: 12 fiches")]
    bericht = herinnerd().first()
    assert bericht.alineas[0] == "12 fiches wachten op je handtekening." and bericht.alineas[-1] == "En nog 2."
    assert len(bericht.alineas) == 12 and bericht.knop_pad == "/fiches/"
    assert Herinnering.objects.filter(soort=FICHE, laatst_op=DINSDAG).count() == 12


def test_ook_wie_de_leidinggevende_vervangt(binnen):
    binnen.fiche(op=DONDERDAG)
    invaller = binnen.lid("invaller", Rol.COORDINATOR)
    Plaatsvervanging.objects.create(
        bestuur=binnen.bestuur, voor=binnen.leden["leidinggevende"], plaatsvervanger=invaller,
        hoedanigheid="leidinggevende", van=DONDERDAG, tot=DINSDAG,
    )  # fmt: skip
    assert [wie for wie, _ in berichten(binnen, FICHE, DINSDAG)] == ["leidinggevende", "invaller"]
    assert [wie for wie, _ in berichten(binnen, FICHE, date(2023, 6, 13))] == ["leidinggevende"]


def test_zonder_leidinggevende_met_toegang_hr_en_directeur(binnen):
    binnen.fiche(op=DONDERDAG)
    Lidmaatschap.objects.filter(pk=binnen.leden["leidinggevende"].pk).update(tot=DONDERDAG)
    assert sorted(wie for wie, _ in berichten(binnen, FICHE, DINSDAG)) == ["directeur", "hr"]


def test_een_geblokkeerd_account_krijgt_niets(huis):
    with huis.binnen():
        huis.fiche(op=DONDERDAG)
    wie = huis.leden["leidinggevende"].gebruiker
    type(wie).objects.filter(pk=wie.pk).update(is_active=False)
    with huis.binnen():
        assert "leidinggevende" not in [wie for wie, _ in berichten(huis, FICHE, DINSDAG)]


@pytest.mark.parametrize("dag", [date(2023, 7, 21), date(2023, 7, 22), date(2023, 7, 23)])
def test_op_een_feestdag_en_in_het_weekend_vertrekt_niets(binnen, dag):
    """Vrijdag 21 juli 2023 was de nationale feestdag; maandag haalt het in."""
    binnen.fiche(op=DONDERDAG)
    assert herinner(binnen.bestuur_id, dag) == 0 and not herinnerd().exists()
    with pytest.raises(Geweigerd, match="Herinneren kan vanaf 24 juli 2023"):
        herinner_nu(binnen.actor("hr"), FICHE, "1", dag)
    assert berichten(binnen, FICHE, date(2023, 7, 24)) != []


@pytest.mark.parametrize("wanneer", ["direct", "dagelijks"])
def test_intussen_getekend_dan_vertrekt_de_mail_niet(huis, wanneer):
    """De mail gaat na de commit, of pas in de samenvatting: dan kan het al gedaan zijn."""
    wie = huis.leden["leidinggevende"].gebruiker
    Voorkeur.objects.create(gebruiker=wie, soort=FICHE, wanneer=wanneer)
    with huis.binnen():
        fiches = [huis.fiche(plek, op=DONDERDAG) for plek in (huis.plek, huis.maak_plek())]
        Bericht.objects.update(mail="geen")
        herinner(huis.bestuur_id, DINSDAG)
        for fiche in fiches:
            fiche_stappen.terugsturen(huis.actor("leidinggevende"), fiche, reden="kijk na")
        mailen.vat_samen(huis.bestuur, DINSDAG)
        nummers = list(Taak.objects.filter(naam="berichten.mail").values_list("pk", flat=True))
    voer_alles_uit(*nummers)
    assert not [m for m in mail.outbox if m.to == [wie.email]]
    with huis.binnen():
        assert herinnerd().get(ontvanger=wie).mail == "geen"


def test_staat_er_nog_iets_open_dan_wel(huis):
    """Positieve controle bij de vorige."""
    with huis.binnen():
        huis.fiche(op=DONDERDAG)
        Bericht.objects.update(mail="geen")
        herinner(huis.bestuur_id, DINSDAG)
        nummers = list(Taak.objects.filter(naam="berichten.mail").values_list("pk", flat=True))
    voer_alles_uit(*nummers)
    assert [m.subject for m in mail.outbox if m.to == ["leidinggevende@aa.example"]] == [
        f"Nog te ondertekenen: {huis.plek.code}"
    ]


# --- met de hand


def test_herinner_nu_en_de_rust(binnen):
    fiche, hr = binnen.fiche(op=DONDERDAG), binnen.actor("hr")
    (rij,) = wat_wacht(hr, DONDERDAG, FICHE)
    assert (rij.zaak.sleutel, rij.wie, rij.stand.kan) == (str(fiche.pk), ("Leidinggevende Van Aa",), True)
    assert herinner_nu(hr, FICHE, str(fiche.pk), DONDERDAG) == 1
    assert berichten(binnen, FICHE, DINSDAG) == []  # de rust geldt ook voor wat vanzelf gaat
    with pytest.raises(Geweigerd, match=r"Laatst verstuurd op 1 juni 2023. Opnieuw kan vanaf 8 juni 2023."):
        herinner_nu(binnen.actor("coordinator"), FICHE, str(fiche.pk), date(2023, 6, 7))
    assert herinner_nu(binnen.actor("coordinator"), FICHE, str(fiche.pk), date(2023, 6, 8)) == 1
    (noot,) = Herinnering.objects.filter(soort=FICHE)
    assert (noot.door, noot.aantal) == (binnen.leden["coordinator"], 2)
    assert Gebeurtenis.objects.filter(wat="herinnering.verstuurd").count() == 2


@pytest.mark.parametrize(
    ("soort", "sleutel", "zin"),
    [
        (FICHE, "999999", "Hier wacht niets meer op"),
        (FICHE, "x", "Hier wacht niets meer op"),
        ("certificaat_ontbreekt", "1", "Hieraan kan je niet herinneren"),
        ("onzin", "", "Hieraan kan je niet herinneren"),
    ],
)
def test_herinner_nu_weigert_wat_er_niet_is(binnen, soort, sleutel, zin):
    with pytest.raises(Geweigerd, match=zin):
        herinner_nu(binnen.actor("hr"), soort, sleutel, DINSDAG)


def test_intussen_teruggestuurd(binnen):
    fiche = binnen.fiche(op=DONDERDAG)
    fiche_stappen.terugsturen(binnen.actor("hr"), fiche, reden="kijk na")
    with pytest.raises(Geweigerd, match="Er is niets verstuurd"):
        herinner_nu(binnen.actor("hr"), FICHE, str(fiche.pk), DINSDAG)
    assert berichten(binnen, FICHE, DINSDAG) == []


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "controleur", "beheerder"])
def test_enkel_hr_en_coordinator_herinneren(binnen, rol):
    from django.core.exceptions import PermissionDenied

    for daad in (
        lambda: herinner_nu(binnen.actor(rol), FICHE, "1", DINSDAG),
        lambda: wat_wacht(binnen.actor(rol), DINSDAG),
    ):
        with pytest.raises(PermissionDenied):
            daad()


# --- de opdracht


def test_zonder_de_rij_zou_het_dubbel_gaan(binnen, monkeypatch):
    """Positieve controle: beslist de rij niet, dan schrijft een tweede beurt opnieuw."""
    binnen.fiche(op=DONDERDAG)
    assert berichten(binnen, FICHE, DINSDAG)
    monkeypatch.setattr(versturen, "_noteer", lambda *_: True)
    monkeypatch.setattr(versturen, "_laatst", lambda _: None)
    assert berichten(binnen, FICHE, DINSDAG + timedelta(days=1))


def test_de_opdracht_loopt_over_elk_bestuur_en_zegt_wat_mislukte(huis, monkeypatch, capsys):
    with huis.binnen():
        huis.fiche(op=DONDERDAG)
    kapot = maak_bestuur("kapot", "Kapot")
    echt = herinneringen.herinner

    def soms(pk, dag):
        if pk == kapot:
            raise ZeroDivisionError
        return echt(pk, dag)

    monkeypatch.setattr("berichten.management.commands.herinner.herinner", soms)
    with time_machine.travel("2023-06-06T07:15+02:00", tick=False), pytest.raises(CommandError, match=str(kapot)):
        call_command("herinner")
    assert f"bestuur {huis.bestuur_id}: " in capsys.readouterr().out
    with huis.binnen():
        assert herinnerd().count() == 1


def test_een_bestuur_waar_niets_wacht_kost_hoogstens_een_vraag_per_soort(huis, omvang):
    """Bij 300 besturen telt dat: ook op een dag waarop elke soort aan de beurt kan zijn."""
    besturen = [maak_bestuur(f"b{n}", f"Bestuur {n}") for n in range(omvang(5, 300))]
    with CaptureQueriesContext(connection) as gezien:
        for pk in besturen:
            with namens(bestuur=pk):
                assert herinner(pk, date(2023, 6, 12)) == 0
    vragen = [q for q in gezien if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]
    assert len(vragen) <= len(SOORTEN) * len(besturen)
