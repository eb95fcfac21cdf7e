-- Een GLOW-partner ziet zijn berichten en vinkt ze af; aan al de rest verandert hij niets, ook niet met eigen SQL.
CREATE OR REPLACE FUNCTION bericht_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF gd_als_partner(NEW.bestuur_id) AND
        to_jsonb(NEW) - 'gelezen_op' IS DISTINCT FROM to_jsonb(OLD) - 'gelezen_op' THEN
        RAISE EXCEPTION 'enkel gelezen' USING ERRCODE = 'check_violation', CONSTRAINT = 'bericht_enkel_gelezen';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE UPDATE ON berichten_bericht
    FOR EACH ROW EXECUTE FUNCTION bericht_bewaakt();
