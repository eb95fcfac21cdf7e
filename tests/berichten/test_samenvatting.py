"""Eén mail per werkdag met al wat wacht, nooit twee; en wat te oud is verdwijnt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from berichten.enums import Mail
from berichten.models import Bericht, Voorkeur
from berichten.stappen import aan_leden, mailen
from gemeenschapsdienst.celery import app
from organisaties import isolatie
from organisaties.models import Gebruiker, Lidmaatschap
from taken.models import Taak
from tests.berichten.hulp import inhoud, schrijf, werk_af
from tests.bouw import Huis
from tests.hulp.huizen import eens

DONDERDAG = date(2026, 11, 26)


gebouwd_huis, huis = eens(lambda: Huis("aa", plekken=0))


def bundel(huis, soort="kandidatuur", wie="hr"):
    Voorkeur.objects.update_or_create(
        gebruiker=huis.leden[wie].gebruiker, soort=soort, defaults={"wanneer": "dagelijks"}
    )


def vat_samen(huis, dag=DONDERDAG):
    with huis.binnen():
        return mailen.vat_samen(huis.bestuur, dag)


def standen(huis):
    with huis.binnen():
        return dict(Bericht.objects.order_by("pk").values_list("sleutel", "mail"))


def test_alles_samen_per_soort_met_een_knop(huis):
    bundel(huis)
    bundel(huis, "overleg")
    schrijf(huis, 18)
    with huis.binnen():
        aan_leden(huis.bestuur_id, [huis.leden["hr"]], inhoud("o", soort="overleg", onderwerp="Overleg op 3 december"))
        aan_leden(huis.bestuur_id, [huis.leden["hr"]], inhoud("f", soort="fiche_terug", onderwerp="Meteen"))
    assert vat_samen(huis) == 1
    werk_af()
    meteen, samen = sorted(mail.outbox, key=lambda m: m.subject != "Meteen")
    assert samen.subject == "19 berichten van Gemeente AA" and samen.to == ["hr@aa.example"]
    assert (
        "Nieuws over een kandidatuur:\n• Nieuws 0\n• Nieuws 1\n" in samen.body
        and "• en nog 3 in je berichten" in samen.body
    )
    assert "Een overleg of actiepunt:\n• Overleg op 3 december" in samen.body and "Meteen" not in samen.body
    html = samen.alternatives[0][0]
    assert html.count("<a href") == 1 and "/berichten/" in html and "• Nieuws 0<br>" in html
    assert set(standen(huis).values()) == {Mail.VERZONDEN}
    with huis.binnen():
        assert not Bericht.objects.filter(gemaild_op=None).exists()


def test_nooit_twee_op_een_dag_en_de_rest_komt_morgen(huis):
    bundel(huis)
    schrijf(huis, 1)
    assert [vat_samen(huis), vat_samen(huis)] == [1, 0]
    schrijf(huis, 2)
    assert vat_samen(huis) == 0
    assert standen(huis)["zaak 1"] == Mail.DAGELIJKS
    assert vat_samen(huis, DONDERDAG + timedelta(days=1)) == 1
    werk_af()
    assert [m.subject for m in mail.outbox] == ["1 bericht van Gemeente AA"] * 2


@pytest.mark.parametrize(
    ("dag", "gaat"),
    [
        (date(2026, 11, 28), 0),
        (date(2026, 11, 29), 0),
        (date(2026, 11, 30), 1),
        (date(2026, 12, 25), 0),
        (date(2027, 3, 29), 0),
    ],
    ids=["zaterdag", "zondag", "maandag", "kerstmis", "paasmaandag"],
)
def test_enkel_op_werkdagen(huis, dag, gaat):
    bundel(huis)
    schrijf(huis)
    assert vat_samen(huis, dag) == gaat


def test_wie_de_mail_intussen_afzette_krijgt_ze_niet(huis):
    bundel(huis)
    schrijf(huis)
    Voorkeur.objects.update(wanneer="nooit")
    assert vat_samen(huis) == 0 and standen(huis) == {"zaak 0": Mail.GEEN}


def test_de_samenvatting_staat_niet_in_de_inbox(huis, client):
    bundel(huis)
    schrijf(huis)
    vat_samen(huis)
    client.force_login(huis.leden["hr"].gebruiker)
    pagina = client.get("/berichten/").content.decode()
    assert "Nieuws 0" in pagina and "bericht van Gemeente" not in pagina and "1 bericht<" in pagina


def weg(huis):
    with huis.binnen():
        Lidmaatschap.objects.filter(pk=huis.leden["hr"].pk).update(ingetrokken_op=timezone.now())


def geblokkeerd(huis):
    Gebruiker.objects.filter(pk=huis.leden["hr"].gebruiker_id).update(is_active=False)


@pytest.mark.parametrize("gebeurt", [weg, geblokkeerd])
def test_wie_geen_toegang_meer_heeft_krijgt_geen_mail(huis, gebeurt):
    schrijf(huis)
    gebeurt(huis)
    werk_af()
    assert mail.outbox == [] and standen(huis) == {"zaak 0": Mail.GEEN}


@pytest.mark.django_db(transaction=True)
def test_twee_tegelijk_geeft_een_mail(transactional_db):
    huis = Huis("aa", plekken=0)
    bundel(huis)
    schrijf(huis, 3)

    def een(_):
        try:
            with isolatie.namens(bestuur=huis.bestuur_id):
                return mailen.vat_samen(huis.bestuur, DONDERDAG)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as ploeg:
        assert sum(ploeg.map(een, range(4))) == 1
    assert Taak.objects.filter(naam="berichten.mail").count() == 1


def test_de_opdrachten_lopen_over_elk_bestuur_en_staan_op_het_uurwerk(huis, settings):
    bundel(huis)
    schrijf(huis)
    with time_machine.travel(timezone.make_aware(timezone.datetime(2026, 11, 26, 8, 0))):
        call_command("stuur_samenvattingen")
        call_command("stuur_samenvattingen")
    with huis.binnen():
        assert list(Bericht.objects.filter(soort="samenvatting").values_list("sleutel", flat=True)) == [
            "samenvatting 2026-11-26"
        ]
    for opdracht, uur in (("stuur_samenvattingen", {8}), ("ruim_berichten_op", {3})):
        assert app.conf.beat_schedule[opdracht]["schedule"].hour == uur


def test_bewaren_tot_en_met_de_termijn(huis, settings):
    settings.GD_BERICHTEN_DAGEN = 30
    bundel(huis)
    schrijf(huis, 2)
    vat_samen(huis)
    (oud,) = schrijf(huis, rol="mentor")
    nu = oud.gemaakt_op
    with time_machine.travel(nu + timedelta(days=29, hours=23)):
        call_command("ruim_berichten_op")
    assert len(standen(huis)) >= 3
    with time_machine.travel(nu + timedelta(days=30, minutes=1)):
        call_command("ruim_berichten_op")
    assert standen(huis) == {}
    werk_af()  # de mail van wat er niet meer is, vertrekt niet
    assert mail.outbox == []
