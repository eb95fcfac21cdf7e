-- De laatste stand van elke rij volgens het boek, naast de rij zelf. Kolommen die er niet meer zijn tellen niet mee.
-- `wat`: weg, nieuw, terug, of de kolommen die verschillen. Geeft enkel nummers en namen van kolommen.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION logboek_naast(p_tabel text, p_bestuur bigint) RETURNS TABLE (sleutel bigint, wat text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_bestuur <> gd_bestuur() THEN
        RAISE EXCEPTION 'nakijken voor een ander bestuur' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY EXECUTE format($sql$
        WITH boek AS (
            SELECT v.sleutel, (array_agg(v.soort ORDER BY v.id DESC))[1] AS soort,
                   jsonb_object_agg(v.kolom, v.waarde) FILTER (WHERE v.kolom IS NOT NULL) AS stand
              FROM (SELECT w.sleutel, w.id, w.soort, k.kolom,
                           first_value(k.waarde) OVER (PARTITION BY w.sleutel, k.kolom ORDER BY w.id DESC) AS waarde
                      FROM logboek_wijziging w LEFT JOIN LATERAL jsonb_each(w.nieuw) AS k (kolom, waarde) ON true
                     WHERE w.bestuur_id = $1 AND w.tabel = $2) v GROUP BY v.sleutel
        ), rijen AS (SELECT t.id, to_jsonb(t) AS j FROM %I t WHERE t.%I = $1),
        naast AS (
            SELECT COALESCE(r.id, b.sleutel) AS sleutel, CASE
                   WHEN r.id IS NULL AND b.soort <> 'D' THEN 'weg'
                   WHEN b.sleutel IS NULL THEN 'nieuw'
                   WHEN r.id IS NOT NULL AND b.soort = 'D' THEN 'terug'
                   WHEN r.id IS NOT NULL THEN (
                       SELECT string_agg(e.kolom, ', ' ORDER BY e.kolom) FROM jsonb_each(b.stand) AS e (kolom, waarde)
                        WHERE r.j ? e.kolom AND r.j -> e.kolom IS DISTINCT FROM e.waarde) END AS wat
              FROM boek b FULL JOIN rijen r ON r.id = b.sleutel
        )
        SELECT n.sleutel, n.wat FROM naast n WHERE n.wat IS NOT NULL ORDER BY n.sleutel$sql$,
        p_tabel, CASE p_tabel WHEN 'organisaties_bestuur' THEN 'id' ELSE 'bestuur_id' END) USING p_bestuur, p_tabel;
END $$;

REVOKE ALL ON FUNCTION logboek_naast FROM PUBLIC;
GRANT EXECUTE ON FUNCTION logboek_naast TO gd_lezer;
RESET ROLE;
