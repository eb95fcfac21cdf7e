-- De besturen waarmee de samenwerking van deze GLOW-partner vandaag loopt: enkel daar schrijft hij iets.
CREATE OR REPLACE FUNCTION gd_partner_besturen() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(array_agg(bestuur_id), '{}') FROM organisaties_samenwerking
     WHERE glowpartner_id = gd_glowpartner()
       AND (van IS NULL OR van <= (now() AT TIME ZONE 'Europe/Brussels')::date)
       AND (tot IS NULL OR tot >= (now() AT TIME ZONE 'Europe/Brussels')::date)
$$;

-- Of deze transactie voor een GLOW-partner handelt en niet voor het bestuur van de rij. Voor triggers: ook zonder context.
CREATE OR REPLACE FUNCTION gd_als_partner(p_bestuur bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(NULLIF(current_setting('app.glowpartner', true), ''), '0') <> '0'
       AND COALESCE(NULLIF(current_setting('app.bestuur', true), ''), '0') <> p_bestuur::text
$$;
