"""Schermen van uren: de dag (`dag`), de maand van de mentor (`maand`) en wat HR nakijkt (`maandstaten`)."""
