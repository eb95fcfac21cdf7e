"""Stappen van de app."""
