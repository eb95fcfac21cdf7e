-- De partner van een plaatsing is die van de deelnemer: anders ziet een partner een plaatsing zonder persoon, of omgekeerd.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'deelnemer_met_glowpartner') THEN
        ALTER TABLE plaatsingen_deelnemer ADD CONSTRAINT deelnemer_met_glowpartner UNIQUE (bestuur_id, id, glowpartner_id);
        ALTER TABLE plaatsingen_plaatsing ADD CONSTRAINT plaatsing_glowpartner_van_deelnemer_fk
            FOREIGN KEY (bestuur_id, deelnemer_id, glowpartner_id)
            REFERENCES plaatsingen_deelnemer (bestuur_id, id, glowpartner_id);
    END IF;
END $$;

-- Indicatoren hinten naar gezondheid of verleden: het bestuur bewaart ze voor de partner, maar kan ze niet lezen. Een
-- gewone INSERT zou met RETURNING (en een UPDATE altijd) leesrecht vragen; daarom twee benoemde functies.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION indicatie_bewaar(p_deelnemer bigint, p_indicatoren text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO plaatsingen_indicatie AS i (bestuur_id, deelnemer_id, glowpartner_id, indicatoren)
    SELECT bestuur_id, id, glowpartner_id, p_indicatoren FROM plaatsingen_deelnemer
     WHERE bestuur_id = gd_bestuur() AND id = p_deelnemer
    ON CONFLICT (bestuur_id, deelnemer_id) DO UPDATE
       SET indicatoren = EXCLUDED.indicatoren, glowpartner_id = EXCLUDED.glowpartner_id, bevestigd_op = statement_timestamp()
     WHERE i.glowpartner_id <> EXCLUDED.glowpartner_id
        OR NOT (i.indicatoren @> EXCLUDED.indicatoren AND i.indicatoren <@ EXCLUDED.indicatoren);
    RETURN FOUND;
END $$;

-- Wie bevestigde, wanneer en hoeveel: genoeg voor de regel en voor "bevestigd door … op …". Een vorige partner telt niet.
CREATE OR REPLACE FUNCTION indicatie_bevestigd(p_deelnemer bigint)
RETURNS TABLE (glowpartner_id bigint, op timestamptz, aantal integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.glowpartner_id, i.bevestigd_op, cardinality(i.indicatoren)
      FROM plaatsingen_indicatie i
      JOIN plaatsingen_deelnemer d ON d.bestuur_id = i.bestuur_id AND d.id = i.deelnemer_id
                                  AND d.glowpartner_id = i.glowpartner_id
     WHERE i.bestuur_id = gd_bestuur() AND i.deelnemer_id = p_deelnemer
$$;

REVOKE ALL ON FUNCTION indicatie_bewaar, indicatie_bevestigd FROM PUBLIC;
GRANT EXECUTE ON FUNCTION indicatie_bewaar TO gd_app;
GRANT EXECUTE ON FUNCTION indicatie_bevestigd TO gd_lezer;
RESET ROLE;
