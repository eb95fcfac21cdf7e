-- Een GLOW-partner verbetert wie hij voorstelde, tot die persoon geplaatst is: daarna hangen er uren en regels aan. Van
-- partner of bestuur wisselt niemand langs deze weg.
CREATE OR REPLACE FUNCTION deelnemer_door_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT gd_als_partner(OLD.bestuur_id) THEN RETURN NEW; END IF;
    IF (NEW.bestuur_id, NEW.glowpartner_id, NEW.vastgelegd_op) IS DISTINCT FROM
       (OLD.bestuur_id, OLD.glowpartner_id, OLD.vastgelegd_op) OR EXISTS (
        SELECT FROM plaatsingen_plaatsing p WHERE p.bestuur_id = OLD.bestuur_id AND p.deelnemer_id = OLD.id) THEN
        RAISE EXCEPTION 'niet door de partner' USING ERRCODE = 'check_violation', CONSTRAINT = 'deelnemer_partner_vast';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER door_partner BEFORE UPDATE ON plaatsingen_deelnemer
    FOR EACH ROW EXECUTE FUNCTION deelnemer_door_partner();

SET LOCAL ROLE gd_systeem;

-- De partner zelf bevestigt de indicatoren van een eigen deelnemer; elke keer opnieuw telt als een nieuwe bevestiging.
CREATE OR REPLACE FUNCTION indicatie_bevestig(p_deelnemer bigint, p_indicatoren text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO plaatsingen_indicatie (bestuur_id, deelnemer_id, glowpartner_id, indicatoren)
    SELECT d.bestuur_id, d.id, d.glowpartner_id, p_indicatoren FROM plaatsingen_deelnemer d
     WHERE d.id = p_deelnemer AND d.glowpartner_id = gd_glowpartner() AND d.bestuur_id = ANY (gd_partner_besturen())
    ON CONFLICT (bestuur_id, deelnemer_id) DO UPDATE
       SET indicatoren = EXCLUDED.indicatoren, glowpartner_id = EXCLUDED.glowpartner_id, bevestigd_op = statement_timestamp();
    RETURN FOUND;
END $$;

REVOKE ALL ON FUNCTION indicatie_bevestig FROM PUBLIC;
GRANT EXECUTE ON FUNCTION indicatie_bevestig TO gd_app;
RESET ROLE;
