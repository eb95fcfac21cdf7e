-- Wat van een GLOW-partner is en niet van een bestuur. `schema.pas_toe` haalde de vorige policies al weg.
ALTER TABLE partners_partnerkaart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY partner ON partners_partnerkaart TO gd_lezer USING (glowpartner_id = (SELECT gd_glowpartner()));
CREATE POLICY samenwerkend ON partners_partnerkaart FOR SELECT TO gd_lezer USING (
    glowpartner_id = ANY (ARRAY(SELECT glowpartner_id FROM organisaties_samenwerking
                                 WHERE bestuur_id = (SELECT gd_bestuur()))));
CREATE POLICY systeem ON partners_partnerkaart TO gd_systeem USING (true);

-- Een zoekopdracht is van één persoon: ook een collega bij dezelfde partner ziet ze niet.
ALTER TABLE partners_zoekopdracht ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY partner ON partners_zoekopdracht TO gd_lezer
    USING (glowpartner_id = (SELECT gd_glowpartner()) AND gebruiker_id = (SELECT gd_gebruiker()));
CREATE POLICY systeem ON partners_zoekopdracht TO gd_systeem USING (true);

SET LOCAL ROLE gd_systeem;

-- Wie een bestuur elke ochtend nakijkt: enkel de nummers van wie er zoekt, bij een partner waarmee het samenwerkt.
CREATE OR REPLACE FUNCTION partner_zoekers() RETURNS TABLE (glowpartner_id bigint, gebruiker_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT z.glowpartner_id, z.gebruiker_id
      FROM partners_zoekopdracht z
      JOIN organisaties_partnerlid l ON l.glowpartner_id = z.glowpartner_id AND l.gebruiker_id = z.gebruiker_id
           AND l.ingetrokken_op IS NULL
      JOIN organisaties_gebruiker g ON g.id = z.gebruiker_id AND g.is_active
      JOIN organisaties_samenwerking s ON s.glowpartner_id = z.glowpartner_id AND s.bestuur_id = gd_bestuur()
     WHERE z.mailt ORDER BY 1, 2
$$;

-- De mentor van wie via deze partner geplaatst is: naam, functie en werkadres, en verder niets van het personeel.
CREATE OR REPLACE FUNCTION partner_mentoren(p_plaatsingen bigint[])
RETURNS TABLE (plaatsing_id bigint, naam text, functie text, email text, vervangt boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, g.voornaam || ' ' || g.naam, l.functie, g.email, m.id = p.vervangend_mentor_id
      FROM plaatsingen_plaatsing p
      JOIN leerwerkplekken_leerwerkplek w ON w.bestuur_id = p.bestuur_id AND w.id = p.leerwerkplek_id
      JOIN mentoren_mentor m ON m.bestuur_id = p.bestuur_id AND m.id IN (w.mentor_id, p.vervangend_mentor_id)
      JOIN organisaties_lidmaatschap l ON l.bestuur_id = m.bestuur_id AND l.id = m.lidmaatschap_id
      JOIN organisaties_gebruiker g ON g.id = l.gebruiker_id
     WHERE p.id = ANY (p_plaatsingen) AND p.glowpartner_id = gd_glowpartner()
     ORDER BY p.id, 5, m.code
$$;

REVOKE ALL ON FUNCTION partner_zoekers, partner_mentoren FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_zoekers, partner_mentoren TO gd_lezer;
RESET ROLE;
