-- Een afgeronde evaluatie verandert niet meer, langs geen enkele weg; haar scores ook niet. FOR SHARE wacht op wie ze net
-- afrondt, en wie afrondt wacht op een score die net bewaard wordt.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION evaluatie_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.status = 'afgerond' THEN
        RAISE EXCEPTION 'evaluatie is afgerond' USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluatie_afgerond';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION competentiescore_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rij  evaluaties_competentiescore := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    nu   text;
BEGIN
    SELECT status INTO nu FROM evaluaties_evaluatie
     WHERE bestuur_id = rij.bestuur_id AND id = rij.evaluatie_id FOR SHARE;
    IF nu = 'afgerond' THEN
        RAISE EXCEPTION 'evaluatie is afgerond' USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluatie_afgerond';
    END IF;
    RETURN rij;
END $$;

-- Eén zegel per versie: staat het document er, dan blijft het.
CREATE OR REPLACE FUNCTION attest_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id THEN
        RAISE EXCEPTION 'attest is verzegeld' USING ERRCODE = 'check_violation', CONSTRAINT = 'attest_verzegeld';
    END IF;
    RETURN NEW;
END $$;

-- Een GLOW-partner ziet geen documenten van een bestuur (beslissing 0012); het attest van wie via hem geplaatst is wel.
CREATE OR REPLACE FUNCTION attest_bestand(p_attest bigint)
RETURNS TABLE (bestuur_id bigint, bestand text, naam text, mime text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.bestuur_id, d.bestand, d.naam, d.mime
      FROM evaluaties_attest a
      JOIN plaatsingen_plaatsing p ON p.bestuur_id = a.bestuur_id AND p.id = a.plaatsing_id
      JOIN documenten_document d ON d.bestuur_id = a.bestuur_id AND d.id = a.document_id
     WHERE a.id = p_attest AND (a.bestuur_id = gd_bestuur() OR p.glowpartner_id = gd_glowpartner())
$$;
REVOKE ALL ON FUNCTION attest_bestand FROM PUBLIC;
GRANT EXECUTE ON FUNCTION attest_bestand TO gd_lezer;
RESET ROLE;

CREATE OR REPLACE TRIGGER vast BEFORE UPDATE OR DELETE ON evaluaties_evaluatie
    FOR EACH ROW EXECUTE FUNCTION evaluatie_vast();
CREATE OR REPLACE TRIGGER vast BEFORE INSERT OR UPDATE OR DELETE ON evaluaties_competentiescore
    FOR EACH ROW EXECUTE FUNCTION competentiescore_vast();
CREATE OR REPLACE TRIGGER vast BEFORE UPDATE ON evaluaties_attest
    FOR EACH ROW EXECUTE FUNCTION attest_vast();
