"""Stappen van de app: `plaatsing` (deelnemer en plaatsing), `uren` (prestaties) en `maand` (maandstaat)."""
