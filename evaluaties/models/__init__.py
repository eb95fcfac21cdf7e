"""Modellen van de app: de `evaluatie` met haar scores, en wat na de plaatsing komt (`einde`): attest en uitstroom."""

from evaluaties.models.einde import Attest, Opvolging, Uitstroom
from evaluaties.models.evaluatie import Competentiescore, Evaluatie

__all__ = ["Attest", "Competentiescore", "Evaluatie", "Opvolging", "Uitstroom"]
