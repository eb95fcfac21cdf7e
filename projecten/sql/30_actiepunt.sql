-- Een GLOW-partner vinkt een eigen actiepunt af (of weer aan), en verandert er verder niets aan.
CREATE OR REPLACE FUNCTION actiepunt_door_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF gd_als_partner(OLD.bestuur_id) AND
       to_jsonb(NEW) - 'gedaan_op' IS DISTINCT FROM to_jsonb(OLD) - 'gedaan_op' THEN
        RAISE EXCEPTION 'beheert het bestuur' USING ERRCODE = 'check_violation', CONSTRAINT = 'actiepunt_door_partner';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER door_partner BEFORE UPDATE ON projecten_actiepunt
    FOR EACH ROW EXECUTE FUNCTION actiepunt_door_partner();
