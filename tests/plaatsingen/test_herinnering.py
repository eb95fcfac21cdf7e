"""Een maand die niet doorgestuurd is: op de derde en de zesde werkdag, elk één keer, ook na een gemiste dag."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from berichten.herinneringen import Stand, herinner, herinner_nu, standen, wat_wacht
from berichten.models import Bericht, Herinnering
from berichten.ritmes import RITMES
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap
from plaatsingen.herinneringen import MAAND, _alle_maanden, vorige_maand
from plaatsingen.models import Onderbreking, Werkdag
from taken.uitvoering import voer_alles_uit
from tests.plaatsingen.hulp import Mentor, als

JULI = date(2023, 7, 6)  # de vierde werkdag


@pytest.mark.parametrize(
    ("dag", "stuurt"),
    [
        (date(2023, 7, 1), False),  # zaterdag
        (date(2023, 7, 4), False),
        (date(2023, 7, 5), True),
        (date(2023, 7, 10), True),
        (date(2024, 1, 3), False),  # nieuwjaar telt niet
        (date(2024, 1, 4), True),
        (date(2026, 5, 5), False),  # 1 mei is een vrijdag
        (date(2026, 5, 6), True),
    ],
)
def test_de_drempel_volgt_de_belgische_werkdagen(dag, stuurt):
    assert RITMES[MAAND].aan_de_beurt(dag.replace(day=1), None, dag) is stuurt


def maand(huis, dag):
    """Hoeveel berichten over een maand er die dag vertrekken."""
    voor = Bericht.objects.filter(soort=MAAND).count()
    herinner(huis.bestuur_id, dag)
    return Bericht.objects.filter(soort=MAAND).count() - voor


def test_een_bericht_per_mentor_en_drempel(binnen, mentor):
    mentor.uren(date(2023, 6, 5), 240)
    assert [maand(binnen, dag) for dag in (date(2023, 7, 4), JULI, JULI, date(2023, 7, 7))] == [0, 1, 0, 0]
    assert [maand(binnen, date(2023, 7, d)) for d in (8, 11, 12, 13, 31)] == [0, 1, 0, 0, 0]  # 8 juli is een zaterdag
    (rij,) = Herinnering.objects.filter(soort=MAAND)
    assert (rij.sleutel, rij.laatst_op, rij.aantal) == (f"{mentor.plaatsing.pk} 2023-06", date(2023, 7, 11), 2)


def test_na_een_gemiste_dag_enkel_de_laatste_drempel(binnen, plaatsing):
    assert [maand(binnen, date(2023, 7, d)) for d in (20, 24)] == [1, 0]


def test_wie_niets_meer_moet_krijgt_niets(binnen, mentor):
    mentor.uren(date(2023, 6, 5), 240)
    mentor.stuur_door(date(2023, 6, 1))
    assert maand(binnen, JULI) == 0
    assert maand(binnen, date(2023, 10, 6)) == 0  # na het einde van de plaatsing


def test_een_volledig_onderbroken_maand_vraagt_niets(binnen, plaatsing):
    Onderbreking.objects.create(
        bestuur=binnen.bestuur, plaatsing=plaatsing, van=date(2023, 6, 1), tot=date(2023, 6, 30), reden="vakantie"
    )
    assert maand(binnen, JULI) == 0


def test_een_mentor_zonder_toegang_krijgt_niets(binnen, plaatsing):
    Lidmaatschap.objects.filter(pk=binnen.leden["mentor"].pk).update(ingetrokken_op=timezone.now())
    assert maand(binnen, JULI) == 0


def test_de_mail_noemt_aantallen_en_geen_naam(huis):
    with huis.binnen():
        p = huis.plaatsing()
        Werkdag.objects.create(bestuur=huis.bestuur, plaatsing=p, weekdag=1, minuten=240)
        Mentor(huis, p).uren(date(2023, 6, 5), 240)
        maand(huis, JULI)
    voer_alles_uit()
    (bericht,) = [m for m in mail.outbox if "juni 2023" in m.subject]
    assert bericht.to == ["mentor@aa.example"]
    assert "De maand juni 2023 van 1 deelnemer is nog niet doorgestuurd." in bericht.body
    assert "3 werkdagen zijn nog niet ingevuld." in bericht.body and "/uren/maand/?maand=2023-06" in bericht.body
    assert "Filip" not in bericht.body and "Pauwels" not in bericht.body and "D001" not in bericht.body


def test_met_de_hand_ook_een_oudere_maand(binnen, plaatsing):
    """HR ziet elke maand die bleef liggen, ook van langer geleden; vanzelf gaat enkel de laatste."""
    sleutels = [zaak.sleutel for zaak in _alle_maanden(binnen.bestuur_id, JULI)]
    assert sleutels == [f"{plaatsing.pk} 2023-0{m}" for m in (3, 4, 5, 6)]
    assert [zaak.sleutel for zaak in vorige_maand(binnen.bestuur_id, JULI)] == sleutels[-1:]
    hr = binnen.actor("hr")
    assert herinner_nu(hr, MAAND, sleutels[0], JULI) == 1
    with pytest.raises(Geweigerd, match=r"Laatst verstuurd op 6 juli 2023. Opnieuw kan vanaf 11 juli 2023."):
        herinner_nu(hr, MAAND, sleutels[0], date(2023, 7, 10))
    assert standen(binnen.bestuur_id, MAAND, sleutels[:2], JULI) == {
        sleutels[0]: Stand(f"{MAAND}:{sleutels[0]}", JULI, 1, date(2023, 7, 11)),
        sleutels[1]: Stand(f"{MAAND}:{sleutels[1]}", None, 0, None),
    }
    assert [rij.wie for rij in wat_wacht(hr, JULI, MAAND)] == [("Mentor Van Aa",)] * 4


def test_de_startpagina_zegt_hetzelfde(huis):
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing(tot=date(2023, 6, 30)))
        for nummer in (3, 4, 5):
            mentor.uren(date(2023, nummer, 2), 60)
            mentor.stuur_door(date(2023, nummer, 1))
    pagina = als(huis, "mentor").get("/").content.decode()
    assert "Maanden door te sturen" in pagina and "/uren/te-doen/?wat=maanden" in pagina
    lijst = als(huis, "mentor").get("/uren/te-doen/").content.decode()
    assert "1 ding te doen" in lijst and "maand=2023-06" in lijst and "Juni 2023" in lijst
    assert "Hiervan is niets te doen" in als(huis, "mentor").get("/uren/te-doen/?wat=terug").content.decode()
    with huis.binnen():
        mentor.uren(date(2023, 6, 2), 60)
        mentor.stuur_door(date(2023, 6, 1))
    assert "Elke voorbije maand is doorgestuurd." in als(huis, "mentor").get("/").content.decode()
