-- Een kandidatuur kan enkel waar een aanbod is, en de partner ervan is die van de deelnemer.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'kandidatuur_leerwerkplek_glowpartner_aanbod_fk') THEN
        ALTER TABLE kandidaten_kandidatuur ADD CONSTRAINT kandidatuur_leerwerkplek_glowpartner_aanbod_fk
            FOREIGN KEY (bestuur_id, leerwerkplek_id, glowpartner_id)
            REFERENCES leerwerkplekken_aanbod (bestuur_id, leerwerkplek_id, glowpartner_id);
        ALTER TABLE kandidaten_kandidatuur ADD CONSTRAINT kandidatuur_glowpartner_van_deelnemer_fk
            FOREIGN KEY (bestuur_id, deelnemer_id, glowpartner_id)
            REFERENCES plaatsingen_deelnemer (bestuur_id, id, glowpartner_id);
    END IF;
END $$;

-- De overgangen van kandidaten.enums (een test houdt ze gelijk), langs elke weg. Een partner stelt voor en trekt in, meer
-- niet: al wat HR beslist kan hij niet invullen, ook niet met eigen SQL.
CREATE OR REPLACE FUNCTION kandidatuur_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    partner boolean := gd_als_partner(NEW.bestuur_id);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'voorgesteld' THEN
            RAISE EXCEPTION 'begint als voorgesteld' USING ERRCODE = 'check_violation', CONSTRAINT = 'kandidatuur_overgang';
        END IF;
        IF partner AND (NEW.intake_datum, NEW.intake_uur, NEW.gereserveerd_tot, NEW.vervallen_op, NEW.behandeld_door_id)
           IS DISTINCT FROM (NULL::date, NULL::time, NULL::date, NULL::date, NULL::bigint)
           OR partner AND (NEW.intake_plaats <> '' OR NEW.intake_nr <> 0) THEN
            RAISE EXCEPTION 'beslist HR' USING ERRCODE = 'check_violation', CONSTRAINT = 'kandidatuur_door_partner';
        END IF;
        RETURN NEW;
    END IF;
    IF partner AND (NEW.status <> 'ingetrokken' OR NEW.gereserveerd_tot IS NOT NULL OR
        to_jsonb(NEW) - '{status,afgesloten_op,gereserveerd_tot}'::text[] IS DISTINCT FROM
        to_jsonb(OLD) - '{status,afgesloten_op,gereserveerd_tot}'::text[]) THEN
        RAISE EXCEPTION 'beslist HR' USING ERRCODE = 'check_violation', CONSTRAINT = 'kandidatuur_door_partner';
    END IF;
    IF NEW.status <> OLD.status AND NOT (
        partner AND NEW.status = 'ingetrokken' AND OLD.status IN ('voorgesteld', 'intake', 'aanvaard')
        OR NOT partner AND (OLD.status, NEW.status) IN (
            ('voorgesteld', 'intake'), ('voorgesteld', 'aanvaard'), ('voorgesteld', 'geweigerd'),
            ('intake', 'aanvaard'), ('intake', 'geweigerd'), ('aanvaard', 'geweigerd'))) THEN
        RAISE EXCEPTION '% naar %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'kandidatuur_overgang';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE INSERT OR UPDATE ON kandidaten_kandidatuur
    FOR EACH ROW EXECUTE FUNCTION kandidatuur_bewaakt();

-- Of er een plaatsing uit kwam: die eindigt na de dag waarop de kandidaat kon starten (kandidaten.stand zegt hetzelfde).
CREATE OR REPLACE FUNCTION kandidatuur_geplaatst(k kandidaten_kandidatuur) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM plaatsingen_plaatsing p
                    WHERE p.bestuur_id = k.bestuur_id AND p.deelnemer_id = k.deelnemer_id
                      AND p.leerwerkplek_id = k.leerwerkplek_id AND COALESCE(p.beeindigd_op, p.tot) >= k.start)
$$;

-- Aan een partner zegt het bestuur of een plek te krijgen is, niet door wie ze bezet is. Enkel plekken van het eigen
-- bestuur, of aan deze partner aangeboden.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION kandidatuur_plekken(p_plekken bigint[], p_dag date)
RETURNS TABLE (leerwerkplek_id bigint, oproep_id bigint, gereserveerd_tot date, bezet_tot date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, s.oproep_id,
           (SELECT max(k.gereserveerd_tot) FROM kandidaten_kandidatuur k
             WHERE k.bestuur_id = l.bestuur_id AND k.leerwerkplek_id = l.id AND k.gereserveerd_tot >= p_dag
               AND NOT kandidatuur_geplaatst(k)),
           (SELECT max(COALESCE(p.beeindigd_op, p.tot)) FROM plaatsingen_plaatsing p
             WHERE p.bestuur_id = l.bestuur_id AND p.leerwerkplek_id = l.id
               AND COALESCE(p.beeindigd_op, p.tot) >= p_dag)
      FROM leerwerkplekken_leerwerkplek l
      JOIN projecten_subsidieproject s ON s.bestuur_id = l.bestuur_id AND s.id = l.project_id
     WHERE l.id = ANY (p_plekken) AND (l.bestuur_id = gd_bestuur() OR EXISTS (
           SELECT FROM leerwerkplekken_aanbod a
            WHERE a.bestuur_id = l.bestuur_id AND a.leerwerkplek_id = l.id AND a.glowpartner_id = gd_glowpartner()))
$$;

REVOKE ALL ON FUNCTION kandidatuur_plekken FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kandidatuur_plekken TO gd_lezer;
RESET ROLE;
