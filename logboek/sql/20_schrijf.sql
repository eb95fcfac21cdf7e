-- De enige ingangen van het boek der daden en het leesboek: niemand anders kan er schrijven, wie, wanneer en in welke
-- transactie kiest niemand zelf.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION logboek_schrijf(p_bestuur bigint, p_gebruiker bigint, p_wat text, p_ding text,
                                           p_sleutel bigint, p_gegevens jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Een GLOW-partner handelt voor geen bestuur: wat hij doet staat bij het bestuur waarmee hij samenwerkt.
    IF p_bestuur <> gd_bestuur() AND NOT (gd_bestuur() = 0 AND EXISTS (
        SELECT FROM organisaties_samenwerking s
         WHERE s.bestuur_id = p_bestuur AND s.glowpartner_id = logboek_context('app.glowpartner'))) THEN
        RAISE EXCEPTION 'schrijven voor een ander bestuur' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO logboek_gebeurtenis (bestuur_id, gebruiker_id, glowpartner_id, verzoek, txid, op, wat, ding, sleutel, gegevens)
    VALUES (p_bestuur, p_gebruiker, logboek_context('app.glowpartner'),
            left(COALESCE(current_setting('app.verzoek', true), ''), 40), logboek_txid(), clock_timestamp(),
            p_wat, p_ding, p_sleutel, p_gegevens);
END $$;

-- Ook een verzoek dat alleen mag lezen schrijft op dat er gelezen werd; één keer per verzoek, ding en doel.
DROP FUNCTION IF EXISTS logboek_lees(text, bigint[], text);
CREATE OR REPLACE FUNCTION logboek_lees(p_ding text, p_sleutels bigint[], p_besturen bigint[], p_doel text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    tx    bigint := logboek_txid();
    vraag text   := left(COALESCE(current_setting('app.verzoek', true), ''), 40);
BEGIN
    IF logboek_context('app.glowpartner') IS NULL AND gd_bestuur() <> ALL (p_besturen) THEN
        RAISE EXCEPTION 'lezen voor een ander bestuur' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO logboek_leesregel (bestuur_id, gebruiker_id, glowpartner_id, verzoek, txid, op, ding, sleutel, doel)
    SELECT DISTINCT bestuur, gd_gebruiker(), logboek_context('app.glowpartner'),
           vraag, tx, clock_timestamp(), p_ding, sleutel, p_doel
      FROM unnest(p_sleutels, p_besturen) AS u (sleutel, bestuur)
     WHERE NOT EXISTS (SELECT FROM logboek_leesregel r WHERE r.bestuur_id = u.bestuur AND r.txid = tx
                          AND r.verzoek = vraag AND r.ding = p_ding AND r.sleutel = u.sleutel AND r.doel = p_doel);
END $$;

REVOKE ALL ON FUNCTION logboek_schrijf, logboek_lees FROM PUBLIC;
GRANT EXECUTE ON FUNCTION logboek_schrijf TO gd_app;
GRANT EXECUTE ON FUNCTION logboek_lees TO gd_lezer;
RESET ROLE;
