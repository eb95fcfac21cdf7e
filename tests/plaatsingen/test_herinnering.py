"""Herinneringen: op de derde en de zesde werkdag, elk één keer, ook na een gemiste dag of twee tegelijk."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from organisaties import isolatie
from organisaties.models import Lidmaatschap
from plaatsingen.models import Herinnering, Onderbreking, Werkdag
from plaatsingen.stappen.herinnering import drempel, herinner
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.plaatsingen.hulp import Mentor, als

JULI = date(2023, 7, 6)  # de vierde werkdag


@pytest.mark.parametrize(
    ("dag", "werkdag"),
    [
        (date(2023, 7, 1), None),  # zaterdag
        (date(2023, 7, 4), None),
        (date(2023, 7, 5), 3),
        (date(2023, 7, 9), 3),
        (date(2023, 7, 10), 6),
        (date(2023, 7, 31), 6),
        (date(2024, 1, 3), None),  # nieuwjaar telt niet
        (date(2024, 1, 4), 3),
        (date(2026, 5, 5), None),  # 1 mei is een vrijdag
        (date(2026, 5, 6), 3),
    ],
)
def test_de_drempel_volgt_de_belgische_werkdagen(dag, werkdag):
    assert drempel(dag) == werkdag


def rijen():
    return list(Herinnering.objects.order_by("werkdag").values_list("maand", "werkdag"))


def test_een_mail_per_mentor_en_drempel(binnen, mentor):
    mentor.uren(date(2023, 6, 5), 240)
    assert [herinner(binnen.bestuur, dag) for dag in (date(2023, 7, 4), JULI, JULI, date(2023, 7, 7))] == [0, 1, 0, 0]
    assert [herinner(binnen.bestuur, date(2023, 7, d)) for d in (12, 13)] == [1, 0]
    assert rijen() == [(date(2023, 6, 1), 3), (date(2023, 6, 1), 6)]
    assert Taak.objects.filter(naam="plaatsingen.herinnering").count() == 2


def test_na_een_gemiste_dag_enkel_de_laatste_drempel(binnen, plaatsing):
    assert herinner(binnen.bestuur, date(2023, 7, 20)) == 1
    assert rijen() == [(date(2023, 6, 1), 6)]


def test_wie_niets_meer_moet_krijgt_niets(binnen, mentor):
    mentor.uren(date(2023, 6, 5), 240)
    mentor.stuur_door(date(2023, 6, 1))
    assert herinner(binnen.bestuur, JULI) == 0
    assert herinner(binnen.bestuur, date(2023, 10, 6)) == 0  # na het einde van de plaatsing


def test_een_volledig_onderbroken_maand_vraagt_niets(binnen, plaatsing):
    Onderbreking.objects.create(
        bestuur=binnen.bestuur, plaatsing=plaatsing, van=date(2023, 6, 1), tot=date(2023, 6, 30), reden="vakantie"
    )
    assert herinner(binnen.bestuur, JULI) == 0


def test_een_mentor_zonder_toegang_krijgt_niets(binnen, plaatsing):
    Lidmaatschap.objects.filter(pk=binnen.leden["mentor"].pk).update(ingetrokken_op=timezone.now())
    assert herinner(binnen.bestuur, JULI) == 0


def test_de_mail_noemt_aantallen_en_geen_naam(huis):
    with huis.binnen():
        p = huis.plaatsing()
        Werkdag.objects.create(bestuur=huis.bestuur, plaatsing=p, weekdag=1, minuten=240)
        Mentor(huis, p).uren(date(2023, 6, 5), 240)
        herinner(huis.bestuur, JULI)
    assert voer_alles_uit(*Taak.objects.values_list("pk", flat=True)) == []
    (bericht,) = mail.outbox
    assert bericht.to == ["mentor@aa.example"] and "juni 2023" in bericht.subject
    assert "De maand juni 2023 van 1 deelnemer is nog niet doorgestuurd." in bericht.body
    assert "3 werkdagen zijn nog niet ingevuld." in bericht.body and "/uren/maand/?maand=2023-06" in bericht.body
    assert "Filip" not in bericht.body and "Pauwels" not in bericht.body and "D001" not in bericht.body


def test_intussen_doorgestuurd_geeft_geen_mail(huis):
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing())
        mentor.uren(date(2023, 6, 5), 240)
        herinner(huis.bestuur, JULI)
        mentor.stuur_door(date(2023, 6, 1))
    assert voer_alles_uit(*Taak.objects.values_list("pk", flat=True)) == [] and mail.outbox == []


def test_de_startpagina_zegt_hetzelfde(huis):
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing(tot=date(2023, 6, 30)))
        for maand in (3, 4, 5):
            mentor.uren(date(2023, maand, 2), 60)
            mentor.stuur_door(date(2023, maand, 1))
    pagina = als(huis, "mentor").get("/").content.decode()
    assert "Maanden door te sturen" in pagina and "maand=2023-06" in pagina
    with huis.binnen():
        mentor.uren(date(2023, 6, 2), 60)
        mentor.stuur_door(date(2023, 6, 1))
    assert "Elke voorbije maand is doorgestuurd." in als(huis, "mentor").get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_twee_tegelijk_geeft_een_mail(transactional_db):
    from tests.bouw import Huis

    huis = Huis("aa")
    with huis.binnen():
        huis.plaatsing()

    def een(_):
        try:
            with isolatie.namens(bestuur=huis.bestuur_id):
                return herinner(huis.bestuur, JULI)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as ploeg:
        assert sum(ploeg.map(een, range(4))) == 1
    assert Taak.objects.filter(naam="plaatsingen.herinnering").count() == 1
    call_command("herinner_maandstaten")  # loopt over elk bestuur; vandaag is er niets van vorige maand
    call_command("vul_urenstaten")
    assert Taak.objects.count() == 1
