-- Wie voor een GLOW-partner werkt, zien enkel die partner en de persoon zelf. Geen bestuur kan er iemand bij zetten:
-- schrijven kan alleen wie namens die partner handelt. `schema.pas_toe` haalde de vorige policies al weg.
ALTER TABLE organisaties_partnerlid ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY partner ON organisaties_partnerlid TO gd_lezer USING (glowpartner_id = (SELECT gd_glowpartner()));
CREATE POLICY zelf ON organisaties_partnerlid FOR SELECT TO gd_lezer USING (gebruiker_id = (SELECT gd_gebruiker()));
CREATE POLICY systeem ON organisaties_partnerlid TO gd_systeem USING (true);
