-- Een bevestigde maandstaat verandert niet meer, door niemand, en haar minuten zijn die van de rijen. Wie bevestigt
-- neemt ook hier de teller: zo geldt het langs elke weg, niet enkel langs stappen.bevestigen.
-- Eén uitweg: een verbetering heropent haar als de volgende versie, met een reden, en enkel als de bevestigde versie
-- bewaard is. Die reden en het versienummer liggen daarna vast.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION maandstaat_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE totaal bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.versie <> 1 OR NEW.verbetering_reden <> '' THEN
            RAISE EXCEPTION 'de eerste versie is 1' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_versie';
        END IF;
    ELSIF OLD.status = 'bevestigd' THEN
        IF TG_OP = 'UPDATE' AND NEW.status = 'open' AND NEW.versie = OLD.versie + 1
           AND (NEW.id, NEW.bestuur_id, NEW.plaatsing_id, NEW.maand, NEW.vastgelegd_op)
               IS NOT DISTINCT FROM (OLD.id, OLD.bestuur_id, OLD.plaatsing_id, OLD.maand, OLD.vastgelegd_op) THEN
            IF btrim(NEW.verbetering_reden) = '' THEN
                RAISE EXCEPTION 'een verbetering heeft een reden'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_verbetering';
            END IF;
            IF EXISTS (SELECT FROM plaatsingen_maandstaatversie
                        WHERE bestuur_id = OLD.bestuur_id AND staat_id = OLD.id AND versie = OLD.versie) THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'maandstaat is bevestigd' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_bevestigd';
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.versie > 1 THEN
            RAISE EXCEPTION 'maandstaat was bevestigd' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_bevestigd';
        END IF;
    ELSIF (NEW.versie, NEW.verbetering_reden) IS DISTINCT FROM (OLD.versie, OLD.verbetering_reden)
       OR (OLD.versie > 1 AND (NEW.bestuur_id, NEW.plaatsing_id, NEW.maand)
                              IS DISTINCT FROM (OLD.bestuur_id, OLD.plaatsing_id, OLD.maand)) THEN
        RAISE EXCEPTION 'enkel een verbetering geeft een nieuwe versie'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_versie';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.status = 'bevestigd' THEN
        PERFORM FROM plaatsingen_deelnemermaand dm
          JOIN plaatsingen_plaatsing p ON p.bestuur_id = dm.bestuur_id AND p.deelnemer_id = dm.deelnemer_id
         WHERE p.bestuur_id = NEW.bestuur_id AND p.id = NEW.plaatsing_id AND dm.maand = NEW.maand FOR UPDATE OF dm;
        SELECT COALESCE(sum(minuten), 0) INTO totaal FROM plaatsingen_prestatie
         WHERE bestuur_id = NEW.bestuur_id AND plaatsing_id = NEW.plaatsing_id
           AND datum >= NEW.maand AND datum < NEW.maand + interval '1 month';
        IF NEW.minuten IS DISTINCT FROM totaal THEN
            RAISE EXCEPTION 'minuten van de maand kloppen niet'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_minuten';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- Een bewaarde versie is precies wat er op dat ogenblik bevestigd staat. Ze wijzigt nooit meer; enkel haar verzegelde
-- urenstaat komt er één keer bij.
CREATE OR REPLACE FUNCTION maandstaatversie_vast() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE staat plaatsingen_maandstaat;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO staat FROM plaatsingen_maandstaat
         WHERE bestuur_id = NEW.bestuur_id AND id = NEW.staat_id FOR UPDATE;
        IF staat.status IS DISTINCT FROM 'bevestigd'
           OR (staat.versie, staat.minuten, staat.bevestigd_op, staat.bevestigd_door_id)
              IS DISTINCT FROM (NEW.versie, NEW.minuten, NEW.bevestigd_op, NEW.bevestigd_door_id) THEN
            RAISE EXCEPTION 'geen bevestigde staat' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaatversie_klopt';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.urenstaat_id IS NOT NULL
       OR to_jsonb(NEW) - 'urenstaat_id' IS DISTINCT FROM to_jsonb(OLD) - 'urenstaat_id' THEN
        RAISE EXCEPTION 'een versie ligt vast' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaatversie_vast';
    END IF;
    RETURN NEW;
END $$;

-- De tellers van veel deelnemers tegelijk, in dezelfde volgorde als de trigger op prestaties.
CREATE OR REPLACE FUNCTION deelnemermaanden_neem(p_deelnemers bigint[], p_maanden date[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM plaatsingen_deelnemermaand
     WHERE bestuur_id = gd_bestuur() AND (deelnemer_id, maand) IN (SELECT * FROM unnest(p_deelnemers, p_maanden))
     ORDER BY bestuur_id, deelnemer_id, maand FOR UPDATE;
END $$;
REVOKE ALL ON FUNCTION deelnemermaanden_neem FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deelnemermaanden_neem TO gd_app;
DROP FUNCTION IF EXISTS deelnemermaand_neem(bigint, date);
RESET ROLE;

CREATE OR REPLACE TRIGGER vast BEFORE INSERT OR UPDATE OR DELETE ON plaatsingen_maandstaat
    FOR EACH ROW EXECUTE FUNCTION maandstaat_vast();
CREATE OR REPLACE TRIGGER vast BEFORE INSERT OR UPDATE ON plaatsingen_maandstaatversie
    FOR EACH ROW EXECUTE FUNCTION maandstaatversie_vast();
