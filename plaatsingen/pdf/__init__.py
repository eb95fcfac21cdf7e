"""Wat op papier gaat: de `urenstaat` van een bevestigde maand en de werkafspraken voor de start (`afspraken`)."""
