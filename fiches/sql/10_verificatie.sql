-- De publieke pagina achter de QR-code: wie het onraadbare token heeft, ziet de staat van die ene fiche. Geen namen.
SET LOCAL ROLE gd_systeem;

DROP FUNCTION IF EXISTS fiche_verificatie(text);  -- wat ze teruggeeft, is met REPLACE niet te wijzigen
CREATE FUNCTION fiche_verificatie(p_token text)
RETURNS TABLE (bestuur text, code text, versie smallint, status text, inhoud_sha256 text, hoedanigheid text,
               ondertekend_op timestamptz, document_sha256 text, zegel_niveau text, nieuwste smallint, is_demo boolean, plaatsvervanger boolean,
               verzegeld_op timestamptz, bestuur_id bigint, bestand text, wijze text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.naam, l.code, f.versie, f.status, f.inhoud_sha256, h.hoedanigheid, h.ondertekend_op, COALESCE(n.sha256, d.sha256), d.zegel_niveau,
           (SELECT max(g.versie) FROM fiches_fiche g
             WHERE g.bestuur_id = f.bestuur_id AND g.leerwerkplek_id = f.leerwerkplek_id
               AND g.status IN ('ondertekend', 'vervangen'))::smallint, b.is_demo,
           COALESCE(h.gezag ? 'plaatsvervanging', false), d.vastgelegd_op, f.bestuur_id, COALESCE(n.bestand, d.bestand), h.wijze
    FROM fiches_fiche f
    JOIN organisaties_bestuur b ON b.id = f.bestuur_id
    JOIN leerwerkplekken_leerwerkplek l ON l.bestuur_id = f.bestuur_id AND l.id = f.leerwerkplek_id
    LEFT JOIN fiches_handtekening h ON h.bestuur_id = f.bestuur_id AND h.fiche_id = f.id
    LEFT JOIN fiches_ficheblad s ON s.bestuur_id = f.bestuur_id AND s.fiche_id = f.id AND s.soort = 'verzegeld'
    LEFT JOIN documenten_document d ON d.bestuur_id = s.bestuur_id AND d.id = s.document_id
    LEFT JOIN LATERAL (SELECT r.sha256, r.bestand FROM documenten_hernieuwing r
                        WHERE r.bestuur_id = d.bestuur_id AND r.document_id = d.id AND d.archief_tot IS NOT NULL
                        ORDER BY r.nr DESC LIMIT 1) n ON true
    WHERE f.token = p_token AND length(p_token) >= 20
$$;

REVOKE ALL ON FUNCTION fiche_verificatie FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fiche_verificatie TO gd_lezer;
RESET ROLE;
