"""Een app die op bestelling stukgaat, met de waarde die ze kreeg in de tekst van de fout. Alleen in tests/schil."""
