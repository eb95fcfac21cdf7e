"""Modellen van de app: de `fiche` zelf, wie ze aftekende (`handtekening`, `aanlevering`, `ronde`)."""

from fiches.models.aanlevering import Aanlevering, FicheBlad
from fiches.models.fiche import Fiche, nieuw_token
from fiches.models.handtekening import OP_PAPIER, Handtekening
from fiches.models.ronde import Tekenregel, Tekenronde

__all__ = [
    "OP_PAPIER",
    "Aanlevering",
    "Fiche",
    "FicheBlad",
    "Handtekening",
    "Tekenregel",
    "Tekenronde",
    "nieuw_token",
]
