-- Eén functie voor elke tabel; `logboek.schema` hangt haar er na elke migrate aan, per opdracht (niet per rij).
-- TG_ARGV: kolommen waarvan de waarde bewaard mag worden; kolommen die niet tellen; de kolom die naar de ouder wijst.
-- Wat niet in de eerste lijst staat, wordt verzwegen: een nieuwe kolom lekt niets.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION logboek_wijziging() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    mag     text[] := string_to_array(TG_ARGV[0], ' ');
    negeer  text[] := string_to_array(TG_ARGV[1] || ' id bestuur_id', ' ');
    ouder   text   := COALESCE(NULLIF(TG_ARGV[2], ''), 'id');
    wie     bigint := logboek_context('app.gebruiker');
    partner bigint := logboek_context('app.glowpartner');
    vraag   text   := left(COALESCE(current_setting('app.verzoek', true), ''), 40);
    tx      bigint := logboek_txid();
    weg     text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        weg := ARRAY(SELECT k FROM jsonb_object_keys((SELECT to_jsonb(n) FROM nieuw n LIMIT 1)) k WHERE k <> ALL (mag));
        INSERT INTO logboek_wijziging (bestuur_id, gebruiker_id, glowpartner_id, verzoek, txid, op,
                                       tabel, sleutel, onder, soort, oud, nieuw, verzwegen)
        SELECT COALESCE(j ->> 'bestuur_id', j ->> 'id')::bigint, wie, partner, vraag, tx, clock_timestamp(),
               TG_TABLE_NAME, (j ->> 'id')::bigint, COALESCE(j ->> ouder, j ->> 'id')::bigint, 'I', NULL, j - weg, '{}'
          FROM (SELECT to_jsonb(n) AS j FROM nieuw n OFFSET 0) r;
    ELSIF TG_OP = 'DELETE' THEN
        weg := ARRAY(SELECT k FROM jsonb_object_keys((SELECT to_jsonb(o) FROM oud o LIMIT 1)) k WHERE k <> ALL (mag));
        INSERT INTO logboek_wijziging (bestuur_id, gebruiker_id, glowpartner_id, verzoek, txid, op,
                                       tabel, sleutel, onder, soort, oud, nieuw, verzwegen)
        SELECT COALESCE(j ->> 'bestuur_id', j ->> 'id')::bigint, wie, partner, vraag, tx, clock_timestamp(),
               TG_TABLE_NAME, (j ->> 'id')::bigint, COALESCE(j ->> ouder, j ->> 'id')::bigint, 'D', j - weg, NULL, '{}'
          FROM (SELECT to_jsonb(o) AS j FROM oud o OFFSET 0) r;
    ELSE
        -- Een rij die van nummer verandert (niemand doet dat) staat er als een verwijdering en een nieuwe.
        INSERT INTO logboek_wijziging (bestuur_id, gebruiker_id, glowpartner_id, verzoek, txid, op,
                                       tabel, sleutel, onder, soort, oud, nieuw, verzwegen)
        SELECT COALESCE(w ->> 'bestuur_id', w ->> 'id')::bigint, wie, partner, vraag, tx, clock_timestamp(),
               TG_TABLE_NAME, (w ->> 'id')::bigint, COALESCE(w ->> ouder, w ->> 'id')::bigint,
               CASE WHEN r.o IS NULL THEN 'I' WHEN r.n IS NULL THEN 'D' ELSE 'U' END, v.oud, v.nieuw, v.verzwegen
          FROM (SELECT o.j AS o, n.j AS n, COALESCE(n.j, o.j) AS w
                  FROM (SELECT id, to_jsonb(o) AS j FROM oud o OFFSET 0) o
                  FULL JOIN (SELECT id, to_jsonb(n) AS j FROM nieuw n OFFSET 0) n ON n.id = o.id
                 WHERE o.j IS DISTINCT FROM n.j OFFSET 0) r,
               LATERAL (SELECT jsonb_object_agg(k, r.o -> k) FILTER (WHERE r.o IS NOT NULL AND k = ANY (mag)) AS oud,
                               jsonb_object_agg(k, r.n -> k) FILTER (WHERE r.n IS NOT NULL AND k = ANY (mag)) AS nieuw,
                               COALESCE(array_agg(k ORDER BY k) FILTER (WHERE k <> ALL (mag)), '{}') AS verzwegen,
                               count(*) AS aantal
                          FROM jsonb_object_keys(w) k
                         WHERE k <> ALL (negeer) AND r.o -> k IS DISTINCT FROM r.n -> k) v
         WHERE v.aantal > 0;
    END IF;
    RETURN NULL;
END $$;
RESET ROLE;
