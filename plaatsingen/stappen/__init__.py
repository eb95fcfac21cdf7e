"""Stappen van de app: deelnemer en `plaatsing`, `start`, `patroon`, `verloop`, `overdracht`, `uren` en `maand`."""
