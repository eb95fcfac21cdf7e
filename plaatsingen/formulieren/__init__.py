"""Formulieren van een plaatsing: `nieuw`, `afspraken`, `verloop` en `lijst`. Die van uren: `plaatsingen.forms`."""
