-- Uitnodigingen en geschiedenis van een GLOW-partner: enkel te zien voor wie namens die partner handelt.
ALTER TABLE beheer_partneruitnodiging ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY partner ON beheer_partneruitnodiging TO gd_lezer USING (glowpartner_id = (SELECT gd_glowpartner()));
CREATE POLICY systeem ON beheer_partneruitnodiging TO gd_systeem USING (true);
ALTER TABLE beheer_partnergebeurtenis ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY partner ON beheer_partnergebeurtenis TO gd_lezer USING (glowpartner_id = (SELECT gd_glowpartner()));
CREATE POLICY systeem ON beheer_partnergebeurtenis TO gd_systeem USING (true);

-- Elke wijziging van wie er werkt staat in de geschiedenis, ook door een import of ruwe SQL.
SET LOCAL ROLE gd_systeem;
CREATE OR REPLACE FUNCTION partnerlid_schrijf() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rij organisaties_partnerlid := COALESCE(NEW, OLD);
BEGIN
    INSERT INTO beheer_partnergebeurtenis (glowpartner_id, wat, gebruiker_id, door_id, verzoek)
    VALUES (rij.glowpartner_id,
            CASE WHEN TG_OP = 'INSERT' THEN 'toegevoegd'
                 WHEN TG_OP = 'DELETE' THEN 'verwijderd'
                 WHEN OLD.ingetrokken_op IS NULL AND NEW.ingetrokken_op IS NOT NULL THEN 'ingetrokken'
                 WHEN OLD.ingetrokken_op IS NOT NULL AND NEW.ingetrokken_op IS NULL THEN 'hersteld'
                 ELSE 'gewijzigd' END,
            rij.gebruiker_id,
            NULLIF(NULLIF(current_setting('app.gebruiker', true), '')::bigint, 0),
            COALESCE(current_setting('app.verzoek', true), ''));
    RETURN NULL;
END $$;
RESET ROLE;

DROP TRIGGER IF EXISTS partnerlid_schrijf ON organisaties_partnerlid;
CREATE TRIGGER partnerlid_schrijf AFTER INSERT OR UPDATE OR DELETE ON organisaties_partnerlid
    FOR EACH ROW EXECUTE FUNCTION partnerlid_schrijf();
