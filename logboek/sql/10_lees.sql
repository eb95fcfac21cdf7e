-- Ook een verzoek dat alleen mag lezen schrijft op dat er gelezen werd.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION logboek_lees(p_ding text, p_sleutels bigint[], p_doel text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO logboek_leesregel (bestuur_id, gebruiker_id, ding, sleutel, doel)
    SELECT gd_bestuur(), gd_gebruiker(), p_ding, sleutel, p_doel FROM unnest(p_sleutels) AS sleutel
$$;

REVOKE ALL ON FUNCTION logboek_lees FROM PUBLIC;
GRANT EXECUTE ON FUNCTION logboek_lees TO gd_lezer;
RESET ROLE;
