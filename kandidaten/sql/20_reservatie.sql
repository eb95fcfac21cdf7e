-- Een plek die voor een kandidaat vrijgehouden wordt, krijgt niemand anders: ook niet langs het formulier van een plaatsing.
-- Wie aanvaardt houdt de plek vast (FOR UPDATE); FOR KEY SHARE wacht daarop en leest dan wat er net beslist is. Een
-- plaatsing die al voorbij is (de import van vroeger) gaat de reservatie niet aan.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION plaatsing_vrijgehouden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    vandaag date := (now() AT TIME ZONE 'Europe/Brussels')::date;
BEGIN
    IF COALESCE(NEW.beeindigd_op, NEW.tot) < vandaag THEN RETURN NEW; END IF;
    PERFORM FROM leerwerkplekken_leerwerkplek WHERE bestuur_id = NEW.bestuur_id AND id = NEW.leerwerkplek_id FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM kandidaten_kandidatuur k
         WHERE k.bestuur_id = NEW.bestuur_id AND k.leerwerkplek_id = NEW.leerwerkplek_id
           AND k.deelnemer_id <> NEW.deelnemer_id AND k.gereserveerd_tot >= vandaag AND NOT kandidatuur_geplaatst(k)) THEN
        RAISE EXCEPTION 'plek is gereserveerd'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plaatsing_plek_gereserveerd';
    END IF;
    RETURN NEW;
END $$;
RESET ROLE;

CREATE OR REPLACE TRIGGER vrijgehouden BEFORE INSERT OR UPDATE OF leerwerkplek_id ON plaatsingen_plaatsing
    FOR EACH ROW EXECUTE FUNCTION plaatsing_vrijgehouden();
