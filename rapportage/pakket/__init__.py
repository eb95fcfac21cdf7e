"""Het bewijspakket als bestand: vorm (zipvorm), inhoudslijst en zegel (asic), uitleg voor wie controleert (leesmij)."""
