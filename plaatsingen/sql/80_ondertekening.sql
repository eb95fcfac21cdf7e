-- Een handtekening zet enkel wie namens de partner handelt, één keer, in eigen naam, op de klok van de databank. Het
-- bestuur trekt in; wat getekend is verandert niet, ook niet met eigen SQL.
CREATE OR REPLACE FUNCTION ondertekening_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    getekend boolean := (NEW.getekend_op, NEW.getekend_door_id, NEW.getekend_naam)
                        IS DISTINCT FROM (OLD.getekend_op, OLD.getekend_door_id, OLD.getekend_naam);
BEGIN
    IF OLD.getekend_op IS NOT NULL AND getekend OR NEW.ingetrokken_op IS NULL AND OLD.ingetrokken_op IS NOT NULL THEN
        RAISE EXCEPTION 'al getekend of ingetrokken' USING ERRCODE = 'check_violation', CONSTRAINT = 'ondertekening_vast';
    END IF;
    IF gd_als_partner(OLD.bestuur_id) AND NEW.ingetrokken_op IS DISTINCT FROM OLD.ingetrokken_op
       OR getekend AND (NOT gd_als_partner(OLD.bestuur_id) OR NEW.getekend_door_id IS DISTINCT FROM gd_gebruiker()) THEN
        RAISE EXCEPTION 'tekent de partner' USING ERRCODE = 'check_violation', CONSTRAINT = 'ondertekening_door_partner';
    END IF;
    IF getekend THEN
        IF OLD.ingetrokken_op IS NOT NULL THEN
            RAISE EXCEPTION 'ingetrokken' USING ERRCODE = 'check_violation', CONSTRAINT = 'ondertekening_niet_meer';
        END IF;
        NEW.getekend_op := statement_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE UPDATE ON plaatsingen_ondertekening
    FOR EACH ROW EXECUTE FUNCTION ondertekening_bewaakt();

-- Tekent de partner, dan zijn de werkafspraken in orde voor de start: in dezelfde transactie, met dat document. Waren ze
-- het al door een vorige handtekening, dan steunt de start voortaan op deze; wat HR zelf oplaadde, blijft staan.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION ondertekening_voldoet() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO plaatsingen_startvoorwaarde (bestuur_id, plaatsing_id, soort, in_orde_op, door_id, document_id)
    VALUES (NEW.bestuur_id, NEW.plaatsing_id, 'werkafspraken', (NEW.getekend_op AT TIME ZONE 'Europe/Brussels')::date,
            NEW.voorgelegd_door_id, NEW.document_id)
    ON CONFLICT (bestuur_id, plaatsing_id, soort) DO UPDATE SET document_id = EXCLUDED.document_id
        WHERE plaatsingen_startvoorwaarde.document_id IN (
            SELECT o.document_id FROM plaatsingen_ondertekening o
             WHERE o.bestuur_id = NEW.bestuur_id AND o.plaatsing_id = NEW.plaatsing_id);
    RETURN NULL;
END $$;
RESET ROLE;

CREATE OR REPLACE TRIGGER voldoet AFTER UPDATE OF getekend_op ON plaatsingen_ondertekening
    FOR EACH ROW WHEN (OLD.getekend_op IS NULL AND NEW.getekend_op IS NOT NULL)
    EXECUTE FUNCTION ondertekening_voldoet();
