"""Metingen van snelheid, met verhoudingen binnen één run: `script/bench uren`. Geen deel van het product."""
