-- Een partner komt er enkel in waar een aanbod is (besluit 11).
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'plaatsing_leerwerkplek_id_glowpartner_aanbod_fk') THEN
        -- aanbod_uniek is de sleutel waarnaar verwezen wordt
        ALTER TABLE plaatsingen_plaatsing ADD CONSTRAINT plaatsing_leerwerkplek_id_glowpartner_aanbod_fk
            FOREIGN KEY (bestuur_id, leerwerkplek_id, glowpartner_id)
            REFERENCES leerwerkplekken_aanbod (bestuur_id, leerwerkplek_id, glowpartner_id);
    END IF;
END $$;

-- Elke wijziging van prestaties telt mee, ook bulk en ruwe SQL. Eén INSERT op volgorde van de sleutel: wie in één
-- opdracht meer deelnemers of maanden raakt, vergrendelt ze altijd in dezelfde volgorde. Wie de teller vastheeft
-- leest daarna of de maand al bevestigd is; bevestigen neemt dezelfde teller eerst (60_maandstaat.sql).
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION prestatie_telt() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    bij plaatsingen_prestatie[];
    af  plaatsingen_prestatie[];
BEGIN
    IF TG_OP <> 'DELETE' THEN bij := ARRAY(SELECT n FROM nieuw n); END IF;
    IF TG_OP <> 'INSERT' THEN af  := ARRAY(SELECT o FROM oud o);   END IF;

    WITH verschil AS (
        SELECT bestuur_id, plaatsing_id, date_trunc('month', datum)::date AS maand,  minuten FROM unnest(bij) UNION ALL
        SELECT bestuur_id, plaatsing_id, date_trunc('month', datum)::date AS maand, -minuten FROM unnest(af)
    ), per_maand AS (
        SELECT p.bestuur_id, p.deelnemer_id, v.maand, sum(v.minuten) AS minuten, min(s.oproep_id) AS oproep_id
        FROM verschil v
        JOIN plaatsingen_plaatsing p ON p.bestuur_id = v.bestuur_id AND p.id = v.plaatsing_id
        JOIN leerwerkplekken_leerwerkplek l ON l.bestuur_id = p.bestuur_id AND l.id = p.leerwerkplek_id
        JOIN projecten_subsidieproject s ON s.bestuur_id = l.bestuur_id AND s.id = l.project_id
        GROUP BY 1, 2, 3
    )
    INSERT INTO plaatsingen_deelnemermaand AS dm (bestuur_id, deelnemer_id, maand, minuten, minuten_max)
    SELECT bestuur_id, deelnemer_id, maand, minuten,
           (SELECT r.waarde FROM projecten_oproepregel r
             WHERE r.oproep_id = m.oproep_id AND r.sleutel = 'minuten_per_maand_max' AND r.vanaf <= m.maand
             ORDER BY r.vanaf DESC LIMIT 1)
    FROM per_maand m ORDER BY 1, 2, 3
    ON CONFLICT (bestuur_id, deelnemer_id, maand) DO UPDATE SET minuten = dm.minuten + EXCLUDED.minuten;

    IF EXISTS (
        SELECT FROM (SELECT bestuur_id, plaatsing_id, datum FROM unnest(bij) UNION
                     SELECT bestuur_id, plaatsing_id, datum FROM unnest(af)) v
        JOIN plaatsingen_maandstaat m ON m.bestuur_id = v.bestuur_id AND m.plaatsing_id = v.plaatsing_id
             AND m.maand = date_trunc('month', v.datum)::date AND m.status = 'bevestigd') THEN
        RAISE EXCEPTION 'maand is bevestigd' USING ERRCODE = 'check_violation', CONSTRAINT = 'maandstaat_bevestigd';
    END IF;

    IF EXISTS (
        SELECT FROM unnest(bij) v
        JOIN plaatsingen_plaatsing p ON p.bestuur_id = v.bestuur_id AND p.id = v.plaatsing_id
        WHERE v.datum < p.van OR v.datum > COALESCE(p.beeindigd_op, p.tot)) THEN
        RAISE EXCEPTION 'buiten de plaatsing' USING ERRCODE = 'check_violation', CONSTRAINT = 'prestatie_binnen_plaatsing';
    END IF;
    RETURN NULL;
END $$;

-- Uren horen bij de deelnemer voor wie ze ingevuld zijn, en blijven binnen de plaatsing. FOR UPDATE wacht op wie net
-- uren bewaart (die houdt de plaatsing vast met FOR KEY SHARE), en wie daarna komt ziet de nieuwe datums.
CREATE OR REPLACE FUNCTION plaatsing_past_bij_uren() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    korter boolean := NEW.van > OLD.van
                   OR COALESCE(NEW.beeindigd_op, NEW.tot) < COALESCE(OLD.beeindigd_op, OLD.tot);
BEGIN
    IF NEW.deelnemer_id = OLD.deelnemer_id AND NOT korter THEN RETURN NEW; END IF;
    PERFORM FROM plaatsingen_plaatsing WHERE bestuur_id = OLD.bestuur_id AND id = OLD.id FOR UPDATE;
    IF NEW.deelnemer_id <> OLD.deelnemer_id AND EXISTS (
        SELECT FROM plaatsingen_prestatie WHERE bestuur_id = OLD.bestuur_id AND plaatsing_id = OLD.id) THEN
        RAISE EXCEPTION 'er zijn al uren' USING ERRCODE = 'check_violation', CONSTRAINT = 'plaatsing_deelnemer_vast';
    END IF;
    IF korter AND EXISTS (
        SELECT FROM plaatsingen_prestatie
         WHERE bestuur_id = OLD.bestuur_id AND plaatsing_id = OLD.id
           AND (datum < NEW.van OR datum > COALESCE(NEW.beeindigd_op, NEW.tot))) THEN
        RAISE EXCEPTION 'uren buiten de plaatsing' USING ERRCODE = 'check_violation', CONSTRAINT = 'plaatsing_uren_binnen';
    END IF;
    RETURN NEW;
END $$;
RESET ROLE;

CREATE OR REPLACE TRIGGER telt_bij  AFTER INSERT ON plaatsingen_prestatie REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION prestatie_telt();
CREATE OR REPLACE TRIGGER telt_om   AFTER UPDATE ON plaatsingen_prestatie REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION prestatie_telt();
CREATE OR REPLACE TRIGGER telt_af   AFTER DELETE ON plaatsingen_prestatie REFERENCING OLD TABLE AS oud
    FOR EACH STATEMENT EXECUTE FUNCTION prestatie_telt();
CREATE OR REPLACE TRIGGER deelnemer_vast BEFORE UPDATE ON plaatsingen_plaatsing
    FOR EACH ROW EXECUTE FUNCTION plaatsing_past_bij_uren();
