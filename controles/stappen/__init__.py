"""Stappen van een controle: `beheren` (het bestuur), `uitvoeren` (de controleur) en `antwoorden` (het bestuur)."""
