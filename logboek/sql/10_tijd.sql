-- Het nummer van de transactie is de klok van het logboek: wat ouder is dan de grens is af, er komt niets meer bij.
-- Een hersteld cluster telt weer van nul; `logboek.schema.ijk` legt dan een verschuiving bij, na elke migrate.
DO $$ BEGIN
    IF to_regprocedure('logboek_verschuiving()') IS NULL THEN
        CREATE FUNCTION logboek_verschuiving() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 0::bigint;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION logboek_txid() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text::bigint + logboek_verschuiving()
$$;

-- Elke transactie met een kleiner nummer is voorbij: bevestigd en zichtbaar, of teruggedraaid.
CREATE OR REPLACE FUNCTION logboek_grens() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + logboek_verschuiving()
$$;

-- Wie dit doet: 0 of leeg is de installatie. Werkt ook zonder context (een migratie van de eigenaar).
CREATE OR REPLACE FUNCTION logboek_context(naam text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT NULLIF(NULLIF(current_setting(naam, true), '')::bigint, 0)
$$;
