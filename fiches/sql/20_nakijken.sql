-- Wie een bestand in handen heeft, mag weten of wij het bewaren: van welk bestuur, welke soort, en (fiche) welke pagina.
CREATE INDEX IF NOT EXISTS fiche_token_publiek ON fiches_fiche (token);
CREATE INDEX IF NOT EXISTS document_sha256_publiek ON documenten_document (sha256);
SET LOCAL ROLE gd_systeem;

DROP FUNCTION IF EXISTS bestand_bekend(text);
CREATE FUNCTION bestand_bekend(p_sha256 text)
RETURNS TABLE (bestuur text, soort text, token text, code text, versie smallint, status text, is_demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.naam, d.soort, f.token, l.code, f.versie, f.status, b.is_demo
    FROM documenten_document d
    JOIN organisaties_bestuur b ON b.id = d.bestuur_id
    LEFT JOIN fiches_ficheblad s ON s.bestuur_id = d.bestuur_id AND s.document_id = d.id
    LEFT JOIN fiches_fiche f ON f.bestuur_id = s.bestuur_id AND f.id = s.fiche_id
    LEFT JOIN leerwerkplekken_leerwerkplek l ON l.bestuur_id = f.bestuur_id AND l.id = f.leerwerkplek_id
    WHERE (d.sha256 = p_sha256
           OR d.id = (SELECT r.document_id FROM documenten_hernieuwing r WHERE r.sha256 = p_sha256 LIMIT 1)
           -- wat iemand met een eigen certificaat tekende, voor ons tijdstempel erachter kwam
           OR d.id = (SELECT v.document_id FROM documenten_document u
                      JOIN fiches_aanlevering a ON a.bestuur_id = u.bestuur_id AND a.bestand_id = u.id
                      JOIN fiches_ficheblad v ON v.bestuur_id = a.bestuur_id AND v.fiche_id = a.fiche_id
                      WHERE u.sha256 = p_sha256 AND a.wijze = 'certificaat' AND a.status = 'bevestigd'
                        AND v.soort = 'verzegeld' LIMIT 1))
      AND length(p_sha256) = 64 AND d.zegel_niveau <> ''
    ORDER BY d.id LIMIT 1
$$;

REVOKE ALL ON FUNCTION bestand_bekend FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bestand_bekend TO gd_lezer;
RESET ROLE;
