-- De publieke projectpagina: welk project dit adres toont, en enkel als het bestuur ze openbaar maakte.
-- `stand` verandert zodra iets wijzigt van wat het bestuur koos om te tonen: dan geldt wat in de cache zit niet meer.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION gd_publiek_project(p_bestuur text, p_code text)
RETURNS TABLE (bestuur_id bigint, project_id bigint, stand text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.bestuur_id, p.id,
           md5((SELECT string_agg(q::text, '|' ORDER BY q.id) FROM projecten_subsidieproject q WHERE q.bestuur_id = p.bestuur_id)
               || b.naam || COALESCE((SELECT string_agg(h::text, '|') FROM documenten_huisstijl h WHERE h.bestuur_id = b.id), ''))
    FROM projecten_subsidieproject p
    JOIN organisaties_bestuur b ON b.id = p.bestuur_id
    WHERE b.slug = p_bestuur AND lower(p.code) = lower(p_code) AND p.publiek
$$;

REVOKE ALL ON FUNCTION gd_publiek_project FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gd_publiek_project TO gd_lezer;
RESET ROLE;
