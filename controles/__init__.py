"""De ESF-controleur: steekproef, dossier per plek, vragen en antwoorden, lijst voor een bezoek (beslissing 0033)."""
