from django.core.management import call_command

from fiches import enums as fiches
from leerwerkplekken import enums as leerwerkplekken
from organisaties.toegang import ACTEN
from plaatsingen import enums as plaatsingen


def test_het_blad_is_gelijk_met_de_code():
    call_command("statussen", "--controleer")


def test_elke_overgang_noemt_een_bestaande_daad():
    for overgangen in (fiches.OVERGANGEN, leerwerkplekken.OVERGANGEN, plaatsingen.OVERGANGEN):
        assert {daad for _, daad in overgangen.values()} <= ACTEN.keys()
