"""Drie besturen vol kanaries: in elk tekstveld van elke rij staat `<slug>.<tabel>.<nummer>`, en nergens anders ter wereld.

Een bestand per app zet er haar dingen in en noteert hun nummers in `Bestuur.ding`; `opbouw` kent de volgorde.
"""

from tests.isolatie.stad.documenten import pdf
from tests.isolatie.stad.kanaries import kanarie, tabel, tekstvelden
from tests.isolatie.stad.opbouw import bouw, bouw_bestuur
from tests.isolatie.stad.soorten import SLUGS, Bestuur, Stad

__all__ = ["SLUGS", "Bestuur", "Stad", "bouw", "bouw_bestuur", "kanarie", "pdf", "tabel", "tekstvelden"]
