-- De keten: elke regel van elk boek krijgt een schakel, in een volgorde waar later niets meer tussen kan.
CREATE OR REPLACE FUNCTION logboek_sha256(VARIADIC delen text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(array_to_json(delen)::text, 'UTF8')), 'hex')
$$;

-- Een regel als rij teksten, en daarvan de vingerafdruk. logboek/controle.py rekent hetzelfde na, los van deze functie.
DROP FUNCTION IF EXISTS logboek_rij_hash(bigint, text, bigint);
CREATE OR REPLACE FUNCTION logboek_rij_hash(p_soort text, p_id bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE p_soort
    WHEN 'g' THEN (SELECT logboek_sha256(id::text, bestuur_id::text, gebruiker_id::text, glowpartner_id::text, verzoek,
                          txid::text, extract(epoch FROM op)::text, wat, ding, sleutel::text, gegevens::text)
                     FROM logboek_gebeurtenis WHERE id = p_id)
    WHEN 'l' THEN (SELECT logboek_sha256(id::text, bestuur_id::text, gebruiker_id::text, glowpartner_id::text, verzoek,
                          txid::text, extract(epoch FROM op)::text, ding, sleutel::text, doel)
                     FROM logboek_leesregel WHERE id = p_id)
    WHEN 'w' THEN (SELECT logboek_sha256(id::text, bestuur_id::text, gebruiker_id::text, glowpartner_id::text, verzoek,
                          txid::text, extract(epoch FROM op)::text, tabel, sleutel::text, onder::text, soort,
                          oud::text, nieuw::text, verzwegen::text)
                     FROM logboek_wijziging WHERE id = p_id)
    END
$$;

-- Wat nog geen schakel heeft. Alles van vóór de grens van de laatste schakel heeft er een, dus daar zoekt niemand.
-- LATERAL met LIMIT, zonder het bestuur: per kandidaat één sprong in schakel_rij, de enige index die dan past. Telkens
-- opnieuw gepland, zonder hele tabellen te lezen: een plan van toen de boeken nog leeg waren, zou na een grote import
-- kwadratisch werken. Enkel functies van gd_systeem roepen dit aan: rijbeveiliging zou het bestuur er weer bij zetten.
CREATE OR REPLACE FUNCTION logboek_wacht(p_bestuur bigint, p_hoogstens bigint)
RETURNS TABLE (soort text, rij_id bigint, txid bigint, op timestamptz)
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
    WITH vanaf AS MATERIALIZED (
        SELECT COALESCE((SELECT s.grens FROM logboek_schakel s WHERE s.bestuur_id = p_bestuur ORDER BY s.nr DESC LIMIT 1), 0) AS grens
    )
    SELECT * FROM (
        (SELECT 'g'::text AS soort, r.id AS rij_id, r.txid, r.op FROM logboek_gebeurtenis r
           LEFT JOIN LATERAL (SELECT true AS er FROM logboek_schakel s
                               WHERE s.rij_id = r.id AND s.soort = 'g' LIMIT 1) s ON true
          WHERE r.bestuur_id = p_bestuur AND r.txid >= (SELECT grens FROM vanaf) AND s.er IS NULL
          ORDER BY r.txid, r.id LIMIT p_hoogstens)
        UNION ALL
        (SELECT 'l', r.id, r.txid, r.op FROM logboek_leesregel r
           LEFT JOIN LATERAL (SELECT true AS er FROM logboek_schakel s
                               WHERE s.rij_id = r.id AND s.soort = 'l' LIMIT 1) s ON true
          WHERE r.bestuur_id = p_bestuur AND r.txid >= (SELECT grens FROM vanaf) AND s.er IS NULL
          ORDER BY r.txid, r.id LIMIT p_hoogstens)
        UNION ALL
        (SELECT 'w', r.id, r.txid, r.op FROM logboek_wijziging r
           LEFT JOIN LATERAL (SELECT true AS er FROM logboek_schakel s
                               WHERE s.rij_id = r.id AND s.soort = 'w' LIMIT 1) s ON true
          WHERE r.bestuur_id = p_bestuur AND r.txid >= (SELECT grens FROM vanaf) AND s.er IS NULL
          ORDER BY r.txid, r.id LIMIT p_hoogstens)
    ) w ORDER BY w.txid, w.soort, w.rij_id LIMIT p_hoogstens
$$;

SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION logboek_te_schakelen() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.id FROM organisaties_bestuur b WHERE EXISTS (SELECT FROM logboek_wacht(b.id, 1)) ORDER BY b.id
$$;

-- Voor het scherm: hoeveel regels van het eigen bestuur wachten (tot zoveel geteld), en sinds wanneer.
CREATE OR REPLACE FUNCTION logboek_stand(p_hoogstens bigint, OUT wacht bigint, OUT sinds timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*), min(op) FROM logboek_wacht(gd_bestuur(), p_hoogstens)
$$;

-- Schakelt hoogstens zoveel regels van een bestuur; geeft hoeveel, en het hoofd van de keten. Bezet: niets.
CREATE OR REPLACE FUNCTION logboek_schakel(p_bestuur bigint, p_hoogstens bigint, OUT aantal bigint, OUT hoofd_nr bigint, OUT hoofd text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
DECLARE
    nu        timestamptz;
    grens_nu  bigint;
    vorig     logboek_schakel;
    wachtend  record;
    volledig  boolean;
    rij       record;
    rij_hash  text;
    sleutel   bigint;
BEGIN
    aantal := 0;
    IF NOT pg_try_advisory_xact_lock(5718, p_bestuur::integer) THEN RETURN; END IF;
    grens_nu := logboek_grens();  -- eerst de grens, dan de rijen: wat eronder zit is dan zeker te zien
    nu := clock_timestamp();
    SELECT * INTO vorig FROM logboek_schakel s WHERE s.bestuur_id = p_bestuur ORDER BY s.nr DESC LIMIT 1;
    hoofd_nr := COALESCE(vorig.nr, 0);
    hoofd := COALESCE(vorig.hash, repeat('0', 64));
    SELECT array_agg(w.soort ORDER BY w.txid, w.soort, w.rij_id) AS soorten,
           array_agg(w.rij_id ORDER BY w.txid, w.soort, w.rij_id) AS ids, count(*) AS n
      INTO wachtend FROM logboek_wacht(p_bestuur, p_hoogstens + 1) w;
    volledig := wachtend.n <= p_hoogstens;
    IF NOT volledig THEN grens_nu := COALESCE(vorig.grens, 0); END IF;  -- er blijft nog werk onder de grens
    FOR i IN 1 .. LEAST(wachtend.n, p_hoogstens) LOOP
        rij_hash := logboek_rij_hash(wachtend.soorten[i], wachtend.ids[i]);
        sleutel := nextval('logboek_schakel_id_seq');
        hoofd_nr := hoofd_nr + 1;
        INSERT INTO logboek_schakel (id, bestuur_id, nr, soort, rij_id, rij_hash, vorige, hash, grens, geschakeld_op)
        VALUES (sleutel, p_bestuur, hoofd_nr, wachtend.soorten[i], wachtend.ids[i], rij_hash, hoofd,
                logboek_sha256(sleutel::text, p_bestuur::text, hoofd_nr::text, wachtend.soorten[i], wachtend.ids[i]::text,
                               rij_hash, hoofd, grens_nu::text, extract(epoch FROM nu)::text), grens_nu, nu)
        RETURNING logboek_schakel.hash INTO hoofd;
        aantal := aantal + 1;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION logboek_anker(p_bestuur bigint, p_nr bigint, p_hash text, p_bestand text, p_sha256 text,
                                         p_niveau text, p_fout text, p_op timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO logboek_anker (bestuur_id, nr, hash, bestand, sha256, niveau, fout, op)
    VALUES (p_bestuur, p_nr, p_hash, p_bestand, p_sha256, p_niveau, p_fout, p_op)
$$;

-- De hoofden die nog geen anker hebben, voor het ankeren van alle besturen samen.
CREATE OR REPLACE FUNCTION logboek_hoofden() RETURNS TABLE (bestuur bigint, nr bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.id, s.nr, s.hash FROM organisaties_bestuur b
    JOIN LATERAL (SELECT s.nr, s.hash FROM logboek_schakel s WHERE s.bestuur_id = b.id ORDER BY s.nr DESC LIMIT 1) s ON true
    WHERE NOT EXISTS (SELECT FROM logboek_anker a WHERE a.bestuur_id = b.id AND a.nr >= s.nr AND a.bestand <> '')
    ORDER BY b.id
$$;

REVOKE ALL ON FUNCTION logboek_te_schakelen, logboek_stand, logboek_schakel, logboek_anker, logboek_hoofden FROM PUBLIC;
GRANT EXECUTE ON FUNCTION logboek_te_schakelen, logboek_schakel, logboek_anker, logboek_hoofden TO gd_app;
GRANT EXECUTE ON FUNCTION logboek_stand TO gd_lezer;
RESET ROLE;
