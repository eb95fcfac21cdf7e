"""Overleg plannen, uitnodigen, wijzigen en afgelasten: wie krijgt welke uitnodiging, en wat staat erin."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from icalendar import Calendar

from berichten.bijlagen import agenda
from berichten.models import Bericht
from organisaties.isolatie import Geweigerd
from projecten.models import Genodigde, Overleg
from projecten.stappen import actiepunten
from projecten.stappen import overleg as stappen
from projecten.stappen.overleg import Tafel

pytestmark = pytest.mark.django_db
JO = ("Jo Van Buiten", "jo@vdab.example")


def post(na=0):
    """Wat er na bericht `na` vertrok: (aan, begin van het onderwerp, METHOD, SEQUENCE, UID)."""
    gevonden = []
    for bericht in Bericht.objects.filter(pk__gt=na, soort="overleg").order_by("pk"):
        agenda_ = Calendar.from_ical(agenda(bericht).inhoud)
        (punt,) = agenda_.walk("VEVENT")
        aan = bericht.ontvanger.email if bericht.ontvanger else bericht.adres
        assert punt["ATTENDEE"] == f"mailto:{aan}" and punt["ORGANIZER"] == "mailto:hr@aa.example"
        gevonden.append((aan, bericht.onderwerp.partition(":")[0], agenda_["METHOD"], punt["SEQUENCE"], punt["UID"]))
    return sorted(gevonden)


def laatste():
    return max(Bericht.objects.values_list("pk", flat=True), default=0)


def wijzig(huis, overleg, *, leden=("mentor",), anderen=(JO,), **anders):
    velden = ("datum", "uur", "einduur", "plaats", "met", "glowpartner", "onderwerp", "agenda")
    gegevens = {veld: getattr(overleg, veld) for veld in velden} | anders
    tafel = Tafel(tuple(huis.leden[rol] for rol in leden), (), tuple(anderen))
    return stappen.wijzig(huis.actor("hr"), overleg, tafel, **gegevens)


def test_uitnodigen_iedereen_een_keer(huis, plan):
    with huis.binnen():
        overleg = plan(anderen=[JO, ("Zonder Adres", "")], uur=time(14, 30), plaats="Markt 1")
        assert not Bericht.objects.filter(soort="overleg").exists()  # bewaren nodigt nog niemand uit
        assert stappen.nodig_uit(huis.actor("hr"), overleg) == 3
        uid = str(Overleg.objects.get().uid)
        aan = ("glow@aa.example", "jo@vdab.example", "mentor@aa.example")
        assert post() == [(adres, "Uitnodiging", "REQUEST", 0, uid) for adres in aan]
        alineas = " ".join(Bericht.objects.filter(adres="jo@vdab.example").get().alineas)
        assert "om 14:30" in alineas and "Markt 1" in alineas and "1. stand van zaken; 2. uren" in alineas
        assert Bericht.objects.get(adres="jo@vdab.example").knop_pad == ""  # zonder account kan je niet meelezen
        with pytest.raises(Geweigerd, match="al uitgenodigd"):  # dubbel geklikt
            stappen.nodig_uit(huis.actor("hr"), overleg)
        assert len(post()) == 3


def test_een_wijziging_stuurt_dezelfde_afspraak_met_een_hoger_nummer(huis, plan):
    with huis.binnen():
        overleg = plan(anderen=[JO])
        stappen.nodig_uit(huis.actor("hr"), overleg)
        na, uid = laatste(), str(overleg.uid)
        overleg = wijzig(huis, overleg, datum=overleg.datum + timedelta(days=1))
        aan = ("glow@aa.example", "jo@vdab.example", "mentor@aa.example")
        assert post(na) == [(adres, "Gewijzigd", "REQUEST", 1, uid) for adres in aan]
        na = laatste()
        wijzig(huis, overleg)  # niets veranderd
        assert post(na) == [] and Overleg.objects.get().volgnummer == 1


def test_wie_wegvalt_en_wie_erbij_komt(huis, plan):
    with huis.binnen():
        overleg = plan(anderen=[JO])
        stappen.nodig_uit(huis.actor("hr"), overleg)
        na, uid = laatste(), str(overleg.uid)
        overleg = wijzig(huis, overleg, leden=("directeur",), anderen=())
        assert post(na) == [
            ("directeur@aa.example", "Uitnodiging", "REQUEST", 1, uid),
            ("jo@vdab.example", "Gaat niet door voor jou", "CANCEL", 1, uid),
            ("mentor@aa.example", "Gaat niet door voor jou", "CANCEL", 1, uid),
        ]
        assert Genodigde.objects.filter(weg_op=None).count() == 2
        na = laatste()
        wijzig(huis, overleg, leden=("directeur", "mentor"), anderen=())  # toch weer
        assert post(na) == [("mentor@aa.example", "Uitnodiging", "REQUEST", 2, uid)]


def test_afgelasten_annuleert_en_sluit_af(huis, plan):
    with huis.binnen():
        overleg = plan()
        stappen.nodig_uit(huis.actor("hr"), overleg)
        na = laatste()
        with pytest.raises(Geweigerd, match="waarom"):
            stappen.last_af(huis.actor("hr"), overleg, reden=" ")
        stappen.last_af(huis.actor("hr"), overleg, reden="ziekte")
        assert {(aan, methode, nr) for aan, _, methode, nr, _ in post(na)} == {
            ("glow@aa.example", "CANCEL", 1),
            ("mentor@aa.example", "CANCEL", 1),
        }
        for stap in (
            lambda: wijzig(huis, overleg),
            lambda: stappen.nodig_uit(huis.actor("hr"), overleg),
            lambda: stappen.last_af(huis.actor("hr"), overleg, reden="nog eens"),
            lambda: stappen.noteer_verslag(huis.actor("hr"), overleg, verslag="x", besluiten=[]),
        ):
            with pytest.raises(Geweigerd, match="afgelast"):
                stap()


@pytest.mark.parametrize(
    ("dagen", "mag_uitnodigen", "mag_verslag"), [(-1, False, True), (0, True, True), (1, True, False)]
)
def test_de_dag_zelf_kan_allebei(huis, plan, dagen, mag_uitnodigen, mag_verslag):
    with huis.binnen():
        overleg, hr = plan(dagen), huis.actor("hr")
        for mag, zin, stap in (
            (mag_uitnodigen, "voorbij", lambda: stappen.nodig_uit(hr, overleg)),
            (mag_verslag, "moet nog komen", lambda: stappen.noteer_verslag(hr, overleg, verslag="v", besluiten=["b"])),
        ):
            if mag:
                stap()
            else:
                with pytest.raises(Geweigerd, match=zin):
                    stap()


def test_achteraf_verbeteren_en_niet_uitgenodigd_stuurt_niets(huis, plan):
    with huis.binnen():
        wijzig(huis, plan(-3), onderwerp="Iets anders", anderen=())
        gepland = plan(3, onderwerp="Nog geheim")
        wijzig(huis, gepland, plaats="Elders", anderen=())
        stappen.last_af(huis.actor("hr"), gepland, reden="toch niet")
        assert not Bericht.objects.filter(soort="overleg").exists()


def test_uren_en_dubbels_worden_geweigerd(huis, plan):
    with huis.binnen():
        for anders, veld in (
            ({"einduur": time(10)}, "uur"),
            ({"uur": time(10), "einduur": time(10)}, "einduur"),
            ({"met": "vdab"}, "met"),
        ):
            with pytest.raises(Geweigerd) as fout:
                plan(**anders)
            assert fout.value.veld == veld
        plan(1)
        with pytest.raises(Geweigerd, match="al genoteerd"):
            plan(1)


@pytest.mark.parametrize("rol", ["mentor", "controleur", "beheerder", "directeur"])
def test_enkel_hr_en_coordinator(huis, plan, rol):
    with huis.binnen():
        overleg, actor = plan(), huis.actor(rol)
        for stap in (
            lambda: stappen.plan(actor, huis.bestuur, Tafel(), datum=timezone.localdate(), met="vdab", onderwerp="x"),
            lambda: stappen.wijzig(actor, overleg, Tafel()),
            lambda: stappen.nodig_uit(actor, overleg),
            lambda: stappen.last_af(actor, overleg, reden="x"),
            lambda: stappen.noteer_verslag(actor, overleg, verslag="", besluiten=[]),
            lambda: actiepunten.voeg_toe(actor, overleg, wat="x", wie="Jo"),
        ):
            with pytest.raises(PermissionDenied):
                stap()
