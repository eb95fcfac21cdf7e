-- Wat besturen oversteekt of meer mag dan de actor: benoemde functies van gd_systeem.
SET LOCAL ROLE gd_systeem;

-- Een bestuur ontstaat voor er een bestuur is om namens te werken. Alleen opdrachten van de installateur roepen dit aan.
-- Een demo begint zonder verplichte tweede factor (en zegt dat op elk scherm); elk ander bestuur met.
CREATE OR REPLACE FUNCTION gd_bestuur_maak(p_slug text, p_naam text, p_soort text, p_demo boolean) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO organisaties_bestuur (slug, naam, soort, nis_code, kbo_nummer, contact, is_demo, tweede_factor)
    VALUES (p_slug, p_naam, p_soort, '', '', '', p_demo, NOT p_demo) RETURNING id
$$;

CREATE OR REPLACE FUNCTION gd_bestuur_zoek(p_slug text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM organisaties_bestuur WHERE slug = p_slug
$$;

-- Alle besturen van deze installatie: enkel nummer, slug en of het een demo is.
CREATE OR REPLACE FUNCTION gd_besturen() RETURNS TABLE (id bigint, slug text, is_demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, slug, is_demo FROM organisaties_bestuur ORDER BY slug
$$;

REVOKE ALL ON FUNCTION gd_bestuur_maak, gd_bestuur_zoek, gd_besturen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gd_bestuur_zoek, gd_besturen TO gd_lezer;
GRANT EXECUTE ON FUNCTION gd_bestuur_maak TO gd_app;
RESET ROLE;
