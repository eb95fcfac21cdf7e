-- Aan wie een bestuur een GLOW-partner schrijft: enkel de nummers van wie er werkt, en enkel bij een eigen partner.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION gd_partner_ontvangers(p_glowpartner bigint) RETURNS TABLE (gebruiker_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.gebruiker_id FROM organisaties_partnerlid l
     WHERE l.glowpartner_id = p_glowpartner AND l.ingetrokken_op IS NULL
       AND EXISTS (SELECT FROM organisaties_samenwerking s
                    WHERE s.bestuur_id = gd_bestuur() AND s.glowpartner_id = p_glowpartner)
     ORDER BY l.gebruiker_id
$$;

REVOKE ALL ON FUNCTION gd_partner_ontvangers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gd_partner_ontvangers TO gd_lezer;
RESET ROLE;
