"""Formulieren van een plaatsing: `nieuw`, `afspraken`, `verloop` en `lijst`. Die van uren staan in `plaatsingen.forms`."""
