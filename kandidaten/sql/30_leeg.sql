-- Sinds wanneer een plek leeg staat en hoe lang dat mag: voor het bestuur, en voor wie ze aangeboden kreeg (die ziet de
-- plaatsingen van anderen niet, en de keuze van het bestuur evenmin). De jongste keuze gaat voor, zoals in Regelboek.
SET LOCAL ROLE gd_systeem;

CREATE OR REPLACE FUNCTION kandidatuur_leegstand(p_plekken bigint[], p_dag date)
RETURNS TABLE (leerwerkplek_id bigint, laatste_einde date, ingenomen boolean, leeg_dagen integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id,
           (SELECT max(COALESCE(p.beeindigd_op, p.tot)) FROM plaatsingen_plaatsing p
             WHERE p.bestuur_id = l.bestuur_id AND p.leerwerkplek_id = l.id AND COALESCE(p.beeindigd_op, p.tot) < p_dag),
           EXISTS (SELECT FROM plaatsingen_plaatsing p WHERE p.bestuur_id = l.bestuur_id AND p.leerwerkplek_id = l.id
                      AND COALESCE(p.beeindigd_op, p.tot) >= p_dag)
           OR EXISTS (SELECT FROM kandidaten_kandidatuur k WHERE k.bestuur_id = l.bestuur_id AND k.leerwerkplek_id = l.id
                         AND k.gereserveerd_tot >= p_dag),
           COALESCE((SELECT i.waarde FROM projecten_oproepinstelling i
                      WHERE i.bestuur_id = l.bestuur_id AND i.oproep_id = s.oproep_id AND i.sleutel = 'leeg_dagen'
                        AND i.vanaf <= p_dag ORDER BY i.vanaf DESC, i.id DESC LIMIT 1),
                    (SELECT r.waarde FROM projecten_oproepregel r
                      WHERE r.oproep_id = s.oproep_id AND r.sleutel = 'leeg_dagen' AND r.vanaf <= p_dag
                      ORDER BY r.vanaf DESC LIMIT 1))
      FROM leerwerkplekken_leerwerkplek l
      JOIN projecten_subsidieproject s ON s.bestuur_id = l.bestuur_id AND s.id = l.project_id
     WHERE l.id = ANY (p_plekken) AND (l.bestuur_id = gd_bestuur() OR EXISTS (
           SELECT FROM leerwerkplekken_aanbod a
            WHERE a.bestuur_id = l.bestuur_id AND a.leerwerkplek_id = l.id AND a.glowpartner_id = gd_glowpartner()))
$$;

REVOKE ALL ON FUNCTION kandidatuur_leegstand FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kandidatuur_leegstand TO gd_lezer;
RESET ROLE;
