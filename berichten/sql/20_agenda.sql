-- Wie de geheime sleutel van een agenda heeft: van wie ze is, en dat ze nu opgehaald werd. Ook voor wie enkel mag lezen.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION gd_agenda_open(p_sha256 text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE wie bigint;
BEGIN
    SELECT gebruiker_id INTO wie FROM berichten_agendasleutel WHERE sha256 = p_sha256;
    UPDATE berichten_agendasleutel SET laatst_opgehaald_op = now()  -- wie elke minuut vraagt, schrijft niet elke minuut
     WHERE sha256 = p_sha256 AND (laatst_opgehaald_op IS NULL OR laatst_opgehaald_op < now() - interval '5 minutes');
    RETURN wie;
END $$;

REVOKE ALL ON FUNCTION gd_agenda_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gd_agenda_open TO gd_lezer;
RESET ROLE;
