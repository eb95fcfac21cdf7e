-- Alles wat een invoer moet weten over haar dag en maand, in één keer (plaatsingen/invoerstand.py). Een functie, want zo
-- maakt PostgreSQL het plan één keer per verbinding. Geen SECURITY DEFINER: rijbeveiliging geldt voor wie ze oproept;
-- `bestuur` staat er voor de indexen. De regels zelf staan in Python.
CREATE OR REPLACE FUNCTION invoer_stand(
    p_bestuur bigint, p_plaatsing bigint, p_deelnemer bigint, p_oproep bigint, p_dag date, p_behalve bigint)
RETURNS TABLE (status text, maand_minuten integer, dag_minuten bigint, in_orde text[], afwijking boolean,
               onderbrekingen json, regels json, keuzes json)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_maand constant date := date_trunc('month', p_dag)::date;
BEGIN
    RETURN QUERY SELECT
        (SELECT s.status::text FROM plaatsingen_maandstaat s
          WHERE s.bestuur_id = p_bestuur AND s.plaatsing_id = p_plaatsing AND s.maand = v_maand),
        (SELECT d.minuten FROM plaatsingen_deelnemermaand d
          WHERE d.bestuur_id = p_bestuur AND d.deelnemer_id = p_deelnemer AND d.maand = v_maand),
        (SELECT sum(p.minuten) FROM plaatsingen_prestatie p
          WHERE p.bestuur_id = p_bestuur AND p.plaatsing_id = p_plaatsing AND p.datum = p_dag AND p.id <> p_behalve),
        ARRAY(SELECT v.soort::text FROM plaatsingen_startvoorwaarde v
               WHERE v.bestuur_id = p_bestuur AND v.plaatsing_id = p_plaatsing),
        EXISTS (SELECT FROM plaatsingen_afwijking a
                 WHERE a.bestuur_id = p_bestuur AND a.plaatsing_id = p_plaatsing AND a.soort = 'start'),
        (SELECT json_agg(json_build_array(o.van, o.tot)) FROM plaatsingen_onderbreking o
          WHERE o.bestuur_id = p_bestuur AND o.plaatsing_id = p_plaatsing),
        (SELECT json_agg(json_build_array(r.sleutel, r.vanaf, r.waarde, r.bron, r.uitleg) ORDER BY r.vanaf)
           FROM projecten_oproepregel r WHERE r.oproep_id = p_oproep),
        (SELECT json_agg(json_build_array(k.sleutel, k.vanaf, k.waarde) ORDER BY k.vanaf)
           FROM projecten_oproepinstelling k WHERE k.bestuur_id = p_bestuur AND k.oproep_id = p_oproep);
END $$;
