-- Een ronde en een vraag horen bij het aanbod van die partner.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'aanbodvraag_van_partner_fk') THEN
        ALTER TABLE leerwerkplekken_aanbodvraag ADD CONSTRAINT aanbodvraag_van_partner_fk
            FOREIGN KEY (bestuur_id, aanbod_id, glowpartner_id) REFERENCES leerwerkplekken_aanbod (bestuur_id, id, glowpartner_id);
        ALTER TABLE leerwerkplekken_aanbodronde ADD CONSTRAINT aanbodronde_van_partner_fk
            FOREIGN KEY (bestuur_id, aanbod_id, glowpartner_id) REFERENCES leerwerkplekken_aanbod (bestuur_id, id, glowpartner_id);
    END IF;
END $$;

-- Een partner beantwoordt een aanbod dat loopt, meer niet. Gelezen zet enkel `aanbod_gelezen`, één keer; de eerste dag van
-- een aanbod verliest niemand door te vernieuwen: die kolom is van het bestuur (de import mag ze verbeteren). Wat HR namens
-- hem noteerde, vervangt hij door zijn eigen antwoord; zelf noteert hij niets in andermans naam.
CREATE OR REPLACE FUNCTION aanbod_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    antwoord text[] := '{antwoord,antwoord_op,antwoord_door_id,weiger_reden,weiger_nota,antwoord_naam,genoteerd_door_id,genoteerd_naam}';
    vandaag  date   := (now() AT TIME ZONE 'Europe/Brussels')::date;
BEGIN
    IF current_user = 'gd_systeem' OR NOT gd_als_partner(NEW.bestuur_id) THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - antwoord IS DISTINCT FROM to_jsonb(OLD) - antwoord
       OR NEW.antwoord NOT IN ('aanvaard', 'geweigerd') OR NEW.antwoord_door_id IS DISTINCT FROM gd_gebruiker()
       OR NEW.genoteerd_door_id IS NOT NULL OR NEW.genoteerd_naam <> '' OR NEW.antwoord_naam <> '' THEN
        RAISE EXCEPTION 'beslist het bestuur' USING ERRCODE = 'check_violation', CONSTRAINT = 'aanbod_door_partner';
    END IF;
    IF OLD.ingetrokken_op IS NOT NULL OR OLD.vervalt_op < vandaag THEN
        RAISE EXCEPTION 'loopt niet meer' USING ERRCODE = 'check_violation', CONSTRAINT = 'aanbod_niet_meer';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE UPDATE ON leerwerkplekken_aanbod
    FOR EACH ROW EXECUTE FUNCTION aanbod_bewaakt();

-- Een partner stelt een vraag in eigen naam en beantwoordt ze niet; een antwoord komt er één keer. Dat hij het zag, zet
-- enkel `aanbod_gelezen`.
CREATE OR REPLACE FUNCTION aanbodvraag_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'gd_systeem' THEN
        RETURN NEW;
    END IF;
    IF gd_als_partner(NEW.bestuur_id) AND (TG_OP = 'UPDATE' OR NEW.antwoord <> '' OR NEW.beantwoord_door_id IS NOT NULL
       OR NEW.gevraagd_door_id IS DISTINCT FROM gd_gebruiker() OR NEW.gevraagd_op NOT BETWEEN now() AND clock_timestamp()) THEN
        RAISE EXCEPTION 'antwoordt het bestuur'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'aanbodvraag_door_partner';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.antwoord <> '' THEN
        RAISE EXCEPTION 'al beantwoord' USING ERRCODE = 'check_violation', CONSTRAINT = 'aanbodvraag_al_beantwoord';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE INSERT OR UPDATE ON leerwerkplekken_aanbodvraag
    FOR EACH ROW EXECUTE FUNCTION aanbodvraag_bewaakt();

SET LOCAL ROLE gd_systeem;

-- Ook een verzoek dat alleen mag lezen, noteert dat de partner zijn aanbod opende: één keer per keer aanbieden. Op dezelfde
-- bladzijde staan de antwoorden op zijn vragen: die zag hij dan ook.
CREATE OR REPLACE FUNCTION aanbod_gelezen(p_plek bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE rij record;
BEGIN
    IF gd_bestuur() <> 0 OR gd_glowpartner() = 0 THEN
        RAISE EXCEPTION 'enkel een partner leest zijn aanbod' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE leerwerkplekken_aanbod SET gelezen_op = clock_timestamp()
     WHERE leerwerkplek_id = p_plek AND glowpartner_id = gd_glowpartner() AND gelezen_op IS NULL AND ingetrokken_op IS NULL
    RETURNING id, bestuur_id INTO rij;
    IF FOUND THEN
        PERFORM logboek_schrijf(rij.bestuur_id, gd_gebruiker(), 'aanbod.gelezen', 'leerwerkplekken.aanbod', rij.id, '{}');
    END IF;
    UPDATE leerwerkplekken_aanbodvraag v SET gezien_op = clock_timestamp()
      FROM leerwerkplekken_aanbod a
     WHERE a.bestuur_id = v.bestuur_id AND a.id = v.aanbod_id AND a.leerwerkplek_id = p_plek
       AND v.glowpartner_id = gd_glowpartner() AND v.antwoord <> '' AND v.gezien_op IS NULL;
END $$;

REVOKE ALL ON FUNCTION aanbod_gelezen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aanbod_gelezen TO gd_lezer;
RESET ROLE;
