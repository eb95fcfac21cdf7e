-- De ESF-controleur werkt als gd_lezer. Wat hij achterlaat gaat enkel langs deze functies: in zijn eigen controle, zolang
-- die loopt en hij toegang heeft. Wie hij is komt uit de context van het verzoek, niet uit een argument.
SET LOCAL ROLE gd_systeem;

-- Het lidmaatschap waarmee wie nu handelt deze controle vandaag mag doen; anders een weigering.
CREATE OR REPLACE FUNCTION controle_lid(p_controle bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    vandaag date := (now() AT TIME ZONE 'Europe/Brussels')::date;
    lid     bigint;
BEGIN
    SELECT l.id INTO lid
      FROM rapportage_controle c
      JOIN organisaties_lidmaatschap l ON l.bestuur_id = c.bestuur_id AND l.id = c.lidmaatschap_id
     WHERE c.id = p_controle AND c.bestuur_id = gd_bestuur() AND l.gebruiker_id = gd_gebruiker()
       AND 'controleur' = ANY (l.rollen)
       AND c.ingetrokken_op IS NULL AND vandaag BETWEEN c.van AND c.tot
       AND l.ingetrokken_op IS NULL AND (l.tot IS NULL OR l.tot >= vandaag);
    IF lid IS NULL THEN
        RAISE EXCEPTION 'geen eigen lopende controle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN lid;
END $$;

CREATE OR REPLACE FUNCTION controle_tekst(p_tekst text, p_mag_leeg boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF length(p_tekst) > 2000 OR (NOT p_mag_leeg AND btrim(p_tekst) = '') THEN
        RAISE EXCEPTION 'tekst ontbreekt of is te lang' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN btrim(p_tekst);
END $$;

-- Noteert de regel, zegt het aan het logboek en plant de melding aan HR en coördinator. Geeft de taak.
CREATE OR REPLACE FUNCTION controle_regel(p_vraag bigint, p_soort text, p_tekst text, p_lid bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    regel bigint;
    taak  bigint;
BEGIN
    INSERT INTO controles_regel (bestuur_id, vraag_id, soort, tekst, door_id)
    VALUES (gd_bestuur(), p_vraag, p_soort, p_tekst, p_lid) RETURNING id INTO regel;
    PERFORM logboek_schrijf(gd_bestuur(), gd_gebruiker(), 'controlevraag.' || CASE p_soort WHEN 'vraag' THEN 'gesteld' ELSE p_soort END,
                            'controles.vraag', p_vraag, '{}'::jsonb);
    INSERT INTO taken_taak (naam, argumenten, bestuur_id, status, pogingen, fout, gedaan, totaal)
    VALUES ('controles.gevraagd', jsonb_build_array(regel), gd_bestuur(), 'wacht', 0, '', 0, 0) RETURNING id INTO taak;
    RETURN taak;
END $$;

-- Een vraag over een plek van het project, of (zonder plek) over de hele controle.
CREATE OR REPLACE FUNCTION controle_vraag(p_controle bigint, p_plek bigint, p_tekst text)
RETURNS TABLE (vraag bigint, taak bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lid bigint := controle_lid(p_controle);
BEGIN
    PERFORM FROM rapportage_controle c WHERE c.id = p_controle FOR UPDATE;  -- nummers na elkaar
    IF p_plek IS NOT NULL AND NOT EXISTS (
        SELECT FROM leerwerkplekken_leerwerkplek l
          JOIN rapportage_controle c ON c.bestuur_id = l.bestuur_id AND c.project_id = l.project_id
         WHERE l.id = p_plek AND c.id = p_controle) THEN
        RAISE EXCEPTION 'deze plek hoort niet bij het project' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT v.id INTO vraag  -- een dubbele klik: dezelfde vraag over hetzelfde, en nog niemand deed er iets mee
      FROM controles_vraag v
      JOIN controles_regel r ON r.bestuur_id = v.bestuur_id AND r.vraag_id = v.id
     WHERE v.controle_id = p_controle AND v.leerwerkplek_id IS NOT DISTINCT FROM p_plek AND v.status = 'open'
     GROUP BY v.id HAVING count(*) = 1 AND min(r.tekst) = controle_tekst(p_tekst, false) LIMIT 1;
    IF vraag IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;
    INSERT INTO controles_vraag (bestuur_id, controle_id, nummer, leerwerkplek_id, status)
    SELECT gd_bestuur(), p_controle, COALESCE(max(v.nummer), 0) + 1, p_plek, 'open'
      FROM controles_vraag v WHERE v.controle_id = p_controle
    RETURNING id INTO vraag;
    taak := controle_regel(vraag, 'vraag', controle_tekst(p_tekst, false), lid);
    RETURN NEXT;
END $$;

-- Een eigen vraag afsluiten of heropenen. Geeft de taak, of niets als ze al zo stond.
CREATE OR REPLACE FUNCTION controle_vervolg(p_vraag bigint, p_soort text, p_tekst text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v    controles_vraag;
    lid  bigint;
    naar text := CASE p_soort WHEN 'afgesloten' THEN 'afgesloten' WHEN 'heropend' THEN 'open' END;
BEGIN
    SELECT * INTO v FROM controles_vraag WHERE id = p_vraag AND bestuur_id = gd_bestuur() FOR UPDATE;
    lid := controle_lid(v.controle_id);
    IF naar IS NULL THEN
        RAISE EXCEPTION 'dit kan een controleur niet' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v.status = naar THEN
        RETURN NULL;
    END IF;
    UPDATE controles_vraag SET status = naar WHERE id = p_vraag;
    RETURN controle_regel(p_vraag, p_soort, controle_tekst(p_tekst, p_soort = 'afgesloten'), lid);
END $$;

-- Een steekproef bewaren: plekken van het project, elk met een fiche van die plek.
CREATE OR REPLACE FUNCTION controle_steekproef(p_controle bigint, p_zaad text, p_peildatum date, p_populatie int,
                                               p_plekken bigint[], p_fiches bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lid     bigint := controle_lid(p_controle);
    nieuw   bigint;
    bewaard int;
BEGIN
    PERFORM FROM rapportage_controle c WHERE c.id = p_controle FOR UPDATE;
    SELECT s.id INTO nieuw  -- een dubbele klik: dezelfde trekking met dezelfde uitkomst
      FROM controles_steekproef s
      JOIN controles_getrokken g ON g.bestuur_id = s.bestuur_id AND g.steekproef_id = s.id
     WHERE s.controle_id = p_controle AND s.zaad = p_zaad AND s.peildatum = p_peildatum AND s.populatie = p_populatie
     GROUP BY s.id HAVING array_agg(g.leerwerkplek_id ORDER BY g.volgnummer) = p_plekken
                      AND array_agg(g.fiche_id ORDER BY g.volgnummer) = p_fiches LIMIT 1;
    IF nieuw IS NOT NULL THEN
        RETURN nieuw;
    END IF;
    INSERT INTO controles_steekproef (bestuur_id, controle_id, zaad, aantal, peildatum, populatie, getrokken_door_id)
    VALUES (gd_bestuur(), p_controle, p_zaad, cardinality(p_plekken), p_peildatum, p_populatie, lid) RETURNING id INTO nieuw;
    INSERT INTO controles_getrokken (bestuur_id, steekproef_id, volgnummer, leerwerkplek_id, fiche_id)
    SELECT gd_bestuur(), nieuw, u.nummer, l.id, f.id
      FROM unnest(p_plekken, p_fiches) WITH ORDINALITY AS u (plek, fiche, nummer)
      JOIN rapportage_controle c ON c.id = p_controle
      JOIN leerwerkplekken_leerwerkplek l ON l.bestuur_id = c.bestuur_id AND l.project_id = c.project_id AND l.id = u.plek
      JOIN fiches_fiche f ON f.bestuur_id = c.bestuur_id AND f.leerwerkplek_id = l.id AND f.id = u.fiche;
    GET DIAGNOSTICS bewaard = ROW_COUNT;
    IF bewaard = 0 OR bewaard <> cardinality(p_plekken) OR p_populatie < bewaard THEN
        RAISE EXCEPTION 'niet elke plek hoort bij het project' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM logboek_schrijf(gd_bestuur(), gd_gebruiker(), 'steekproef.getrokken', 'controles.steekproef', nieuw,
                            jsonb_build_object('zaad', p_zaad, 'aantal', bewaard, 'peildatum', p_peildatum));
    RETURN nieuw;
END $$;

REVOKE ALL ON FUNCTION controle_lid, controle_tekst, controle_regel, controle_vraag, controle_vervolg, controle_steekproef
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION controle_vraag, controle_vervolg, controle_steekproef TO gd_lezer;
RESET ROLE;

-- Het bestuur antwoordt, meer niet: een vraag stellen, afsluiten of heropenen doet enkel de controleur (hierboven).
CREATE OR REPLACE FUNCTION controle_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'gd_systeem' THEN
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'controles_regel' THEN
        IF NEW.soort <> 'antwoord' OR btrim(NEW.tekst) = '' THEN
            RAISE EXCEPTION 'doet de controleur' USING ERRCODE = 'check_violation', CONSTRAINT = 'controleregel_antwoord';
        END IF;
    ELSIF (OLD.status, NEW.status) <> ('open', 'beantwoord') THEN
        RAISE EXCEPTION '% naar %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'controlevraag_overgang';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER bewaakt BEFORE INSERT ON controles_regel FOR EACH ROW EXECUTE FUNCTION controle_bewaakt();
CREATE OR REPLACE TRIGGER bewaakt BEFORE UPDATE ON controles_vraag FOR EACH ROW EXECUTE FUNCTION controle_bewaakt();
