-- Geen uren voor de plaatsing geldig is (alle voorwaarden in orde, of een goedgekeurde afwijking), en geen in een
-- onderbreking. Per opdracht, niet per rij: een import van duizenden rijen kijkt elke plaatsing één keer na.
-- De sleutel naar de plaatsing nam al FOR KEY SHARE (rij-triggers gaan voor); wie een voorwaarde terugneemt of een
-- onderbreking noteert neemt dezelfde rij FOR UPDATE. Zo komt er niets tussen.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION prestatie_mag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    nodig constant text[] := ARRAY['werkafspraken', 'wes_overeenkomst', 'arbeidsongevallen', 'dimona'];
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT bestuur_id, plaatsing_id FROM nieuw) v
        WHERE (SELECT count(*) FROM plaatsingen_startvoorwaarde s
                WHERE s.bestuur_id = v.bestuur_id AND s.plaatsing_id = v.plaatsing_id
                  AND s.soort = ANY (nodig)) < cardinality(nodig)
          AND NOT EXISTS (SELECT FROM plaatsingen_afwijking a
                WHERE a.bestuur_id = v.bestuur_id AND a.plaatsing_id = v.plaatsing_id AND a.soort = 'start')) THEN
        RAISE EXCEPTION 'plaatsing mag nog niet starten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'prestatie_start';
    END IF;
    IF EXISTS (
        SELECT FROM nieuw v
        JOIN plaatsingen_onderbreking o ON o.bestuur_id = v.bestuur_id AND o.plaatsing_id = v.plaatsing_id
             AND v.datum BETWEEN o.van AND o.tot) THEN
        RAISE EXCEPTION 'plaatsing is onderbroken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'prestatie_onderbroken';
    END IF;
    RETURN NULL;
END $$;

-- Een voorwaarde gaat niet weg onder uren die erop steunen (behalve als een afwijking ze draagt).
CREATE OR REPLACE FUNCTION startvoorwaarde_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM plaatsingen_plaatsing WHERE bestuur_id = OLD.bestuur_id AND id = OLD.plaatsing_id FOR UPDATE;
    IF (TG_OP = 'DELETE' OR (NEW.plaatsing_id, NEW.soort) IS DISTINCT FROM (OLD.plaatsing_id, OLD.soort))
       AND NOT EXISTS (SELECT FROM plaatsingen_afwijking
                        WHERE bestuur_id = OLD.bestuur_id AND plaatsing_id = OLD.plaatsing_id AND soort = 'start')
       AND EXISTS (SELECT FROM plaatsingen_prestatie
                    WHERE bestuur_id = OLD.bestuur_id AND plaatsing_id = OLD.plaatsing_id) THEN
        RAISE EXCEPTION 'er zijn al uren' USING ERRCODE = 'check_violation', CONSTRAINT = 'startvoorwaarde_vast';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION onderbreking_past() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE p plaatsingen_plaatsing;
BEGIN
    SELECT * INTO p FROM plaatsingen_plaatsing WHERE bestuur_id = NEW.bestuur_id AND id = NEW.plaatsing_id FOR UPDATE;
    IF NEW.van < p.van OR NEW.tot > COALESCE(p.beeindigd_op, p.tot) THEN
        RAISE EXCEPTION 'buiten de plaatsing' USING ERRCODE = 'check_violation', CONSTRAINT = 'onderbreking_binnen';
    END IF;
    IF EXISTS (SELECT FROM plaatsingen_prestatie
                WHERE bestuur_id = NEW.bestuur_id AND plaatsing_id = NEW.plaatsing_id
                  AND datum BETWEEN NEW.van AND NEW.tot) THEN
        RAISE EXCEPTION 'er zijn al uren' USING ERRCODE = 'check_violation', CONSTRAINT = 'onderbreking_zonder_uren';
    END IF;
    RETURN NEW;
END $$;
RESET ROLE;

CREATE OR REPLACE TRIGGER mag_bij AFTER INSERT ON plaatsingen_prestatie REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION prestatie_mag();
CREATE OR REPLACE TRIGGER mag_om AFTER UPDATE ON plaatsingen_prestatie REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION prestatie_mag();
CREATE OR REPLACE TRIGGER vast BEFORE UPDATE OR DELETE ON plaatsingen_startvoorwaarde
    FOR EACH ROW EXECUTE FUNCTION startvoorwaarde_vast();
CREATE OR REPLACE TRIGGER past BEFORE INSERT OR UPDATE ON plaatsingen_onderbreking
    FOR EACH ROW EXECUTE FUNCTION onderbreking_past();
