-- De laatste beheerder van een bestuur en de laatste persoon van een GLOW-partner blijven. Pas aan het einde van de
-- transactie nagekeken; het slot op het bestuur (of de partner) zet twee mensen die elkaar intrekken na elkaar.
-- Een beheerder met een einddatum of een geblokkeerd account telt niet mee: die kan vanzelf wegvallen.
CREATE OR REPLACE FUNCTION gd_vaste_beheerder(rollen text[], tot date, ingetrokken_op timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE RETURN 'beheerder' = ANY (rollen) AND tot IS NULL AND ingetrokken_op IS NULL;

SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION gd_houd_beheerder() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM organisaties_bestuur WHERE id = OLD.bestuur_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM organisaties_lidmaatschap l JOIN organisaties_gebruiker g ON g.id = l.gebruiker_id
        WHERE l.bestuur_id = OLD.bestuur_id AND g.is_active
          AND gd_vaste_beheerder(l.rollen::text[], l.tot, l.ingetrokken_op)) THEN
        RAISE EXCEPTION 'laatste beheerder'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lidmaatschap_laatste_beheerder';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gd_houd_partnerlid() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM organisaties_glowpartner WHERE id = OLD.glowpartner_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM organisaties_partnerlid l JOIN organisaties_gebruiker g ON g.id = l.gebruiker_id
        WHERE l.glowpartner_id = OLD.glowpartner_id AND g.is_active AND l.ingetrokken_op IS NULL) THEN
        RAISE EXCEPTION 'laatste van de partner' USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerlid_laatste';
    END IF;
    RETURN NULL;
END $$;
RESET ROLE;

DROP TRIGGER IF EXISTS lidmaatschap_laatste_beheerder ON organisaties_lidmaatschap;
CREATE CONSTRAINT TRIGGER lidmaatschap_laatste_beheerder AFTER UPDATE OR DELETE ON organisaties_lidmaatschap
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (gd_vaste_beheerder(OLD.rollen::text[], OLD.tot, OLD.ingetrokken_op))
    EXECUTE FUNCTION gd_houd_beheerder();

DROP TRIGGER IF EXISTS partnerlid_laatste ON organisaties_partnerlid;
CREATE CONSTRAINT TRIGGER partnerlid_laatste AFTER UPDATE OR DELETE ON organisaties_partnerlid
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.ingetrokken_op IS NULL)
    EXECUTE FUNCTION gd_houd_partnerlid();
