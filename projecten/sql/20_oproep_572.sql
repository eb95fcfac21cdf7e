-- Oproep 572 als gegevens (domein §4). Loopt na elke migrate; wat er al staat blijft.
INSERT INTO projecten_oproep (code, naam, fonds, doelstelling) VALUES (
    '572', 'Opstart Gemeenschapsdienst Lokale Besturen',
    'Europa WSE · Prioriteit 7 REACT-EU',
    'Specifieke doelstelling 13: bevordering van het crisisherstel in de context van de COVID-19-pandemie')
ON CONFLICT DO NOTHING;

INSERT INTO projecten_oproepregel (oproep_id, sleutel, vanaf, waarde, bron, uitleg)
SELECT o.id, r.sleutel, DATE '2000-01-01', r.waarde, r.bron, r.uitleg
FROM projecten_oproep o, (VALUES
    ('werkzoekend_maanden',    24,   'bron 000–003',       'Minstens 24 maanden werkzoekend bij de start.'),
    ('indicatoren',            1,    'bron 001',           'Minstens één van de vijf indicatoren van intensieve begeleiding.'),
    ('minuten_per_maand_max',  3840, 'bron 000, 001',      'Hoogstens 64 uur per maand.'),
    ('minuten_per_maand_min',  1920, 'bron 000, 001',      'Minstens 32 uur per maand; een signaal.'),
    ('maanden_max',            6,    'bron 001',           'Hoogstens zes maanden.'),
    ('plekken_per_mentor',     3,    'bron 002',           'Drie plekken per opgeleide mentor; een signaal.'),
    ('minuten_per_dag_max',    600,  'instelling',         'Hoogstens 10 uur per dag.'),
    ('minimum_naar_rato',      1,    'instelling',         'In een onvolledige maand geldt het minimum naar rato van de kalenderdagen.'),
    ('reservatie_werkdagen',   10,   'instelling',         'Zo lang blijft een plek vrijgehouden voor een kandidaat.'),
    ('aanbod_dagen',           60,   'instelling',         'Zo lang kan een GLOW-partner iemand voorstellen voor een aangeboden plek.'),
    ('leeg_dagen',             30,   'instelling',         'Na zoveel dagen zonder deelnemer komt een plek naar boven.'),
    ('leidinggevende_bevestigt', 0,  'instelling',         'Ook de leidinggevende van de mentor bevestigt maandstaten.'),
    ('bundel_leerwerkplekken', 3,    'bron 000–002',       'Een bundel: drie leerwerkplekken en één mentor.'),
    ('bewaarjaren',            10,   'ESF 2014–2020',      'Bewijs blijft tien jaar na het einde van het project.')
) AS r (sleutel, waarde, bron, uitleg)
WHERE o.code = '572'
ON CONFLICT DO NOTHING;

INSERT INTO projecten_oproepbedrag (oproep_id, leerwerkplekken, mentoren, bedrag)
SELECT o.id, b.plekken, b.mentoren, b.bedrag
FROM projecten_oproep o, (VALUES (3, 1, 7396.84), (6, 2, 14793.69), (18, 6, 44381.06), (39, 13, 96158.96))
    AS b (plekken, mentoren, bedrag)
WHERE o.code = '572'
ON CONFLICT DO NOTHING;
