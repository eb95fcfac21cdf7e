"""Formulieren: van uren (`dag`, `maand`) en van een plaatsing (`nieuw`, `patroon`, `afspraken`, `verloop`, `lijst`)."""
