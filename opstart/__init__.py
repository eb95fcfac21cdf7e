"""Zet de installatie op en draait ze: `python -m opstart server|manage|test|check|bench`.

Staat naast `gemeenschapsdienst` en niet erin: dat pakket laadt Celery en daarmee Django, en hier komt geen Django aan
te pas. Alleen de standaardbibliotheek, en psycopg en redis om te wachten tot een dienst antwoordt.
"""

from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
