"""Wat de catalogus van PostgreSQL over de isolatie zegt, los van schema.py. Elke vraag geeft enkel uitzonderingen terug."""

# Zonder rijbeveiliging, en waarom dat mag: niets van één bestuur staat erin (besluit 11).
GLOBAAL = {
    "organisaties_gebruiker": "een persoon kan bij meer besturen horen; wat die mag staat in Lidmaatschap",
    "organisaties_glowpartner": "door VDAB geselecteerd, gedeeld door alle besturen",
    "berichten_voorkeur": "wanneer een persoon gemaild wil worden, los van elk bestuur",
    "berichten_agendasleutel": "van de persoon, niet van een bestuur: enkel de sha256 van een onraadbare sleutel",
    "projecten_oproep": "het programma zelf, door de installateur gezet",
    "projecten_oproepregel": "de grenzen van een oproep",
    "projecten_oproepbedrag": "de bedragen van een oproep",
    "aanmelding_teller": "pogingen per HMAC: geen adres, naam of bestuur",
    "taken_taak": "enkel namen van verwerkers en nummers",
    "django_migrations": "Django",
    "django_session": "Django: de sessie, onraadbaar nummer",
    "django_content_type": "Django: namen van modellen",
    "auth_permission": "Django, niet gebruikt",
    "auth_group": "Django, niet gebruikt",
    "auth_group_permissions": "Django, niet gebruikt",
    "account_emailaddress": "allauth: van de persoon, niet van een bestuur",
    "account_emailconfirmation": "allauth: idem",
    "mfa_authenticator": "allauth: de tweede factor van de persoon",
    "usersessions_usersession": "allauth: waar die persoon aangemeld is",
    "socialaccount_socialaccount": "allauth: de koppeling met ACM/IDM van de persoon",
    "socialaccount_socialapp": "allauth: leeg, de instelling komt uit de omgeving",
    "socialaccount_socialtoken": "allauth: leeg, tokens worden niet bewaard",
}
BESTUUR = "organisaties_bestuur"
# Van een GLOW-partner, niet van een bestuur: rijbeveiliging op de partner, en enkel die schrijft (beslissing 0010).
PARTNER = {
    "organisaties_partnerlid",
    "beheer_partneruitnodiging",
    "beheer_partnergebeurtenis",
    "partners_partnerkaart",
    "partners_zoekopdracht",  # en daarbinnen enkel de eigen persoon (beslissing 0021)
}
# Waar een GLOW-partner in een bestuur iets schrijft: enkel eigen rijen, met een benoemde policy (beslissing 0014).
SCHRIJFT = {
    "berichten_bericht",
    "leerwerkplekken_aanbod",
    "leerwerkplekken_aanbodvraag",
    "plaatsingen_deelnemer",
    "plaatsingen_ondertekening",
    "kandidaten_kandidatuur",
    "projecten_actiepunt",
    "evaluaties_uitstroom",
    "evaluaties_opvolging",
}
# Wat het eigen bestuur niet mag lezen: geen policy `bestuur`, enkel die van wie het wel mag (besluit 11).
VERBORGEN = {"plaatsingen_indicatie"}
ROLLEN = ("gd_app", "gd_lezer")

TABELLEN = "relkind IN ('r', 'p', 'f') AND relnamespace = 'public'::regnamespace"
BESTUURKOLOM = "(SELECT attnum FROM pg_attribute WHERE attrelid = {tabel} AND attname = 'bestuur_id')"

VRAGEN = {
    "tabel zonder afgedwongen rijbeveiliging": f"""
        SELECT relname FROM pg_class WHERE {TABELLEN} AND relname <> ALL (%(globaal)s::text[])
          AND NOT (relrowsecurity AND relforcerowsecurity)""",
    "globaal genoemd, maar ze bestaat niet of heeft een bestuur of rijbeveiliging": f"""
        SELECT naam FROM unnest(%(globaal)s::text[]) AS naam
        LEFT JOIN pg_class t ON t.relname = naam AND {TABELLEN}
        WHERE t.oid IS NULL OR t.relrowsecurity
           OR (naam <> 'taken_taak' AND EXISTS (
                SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'bestuur_id'))""",
    "tenanttabel zonder verplicht bestuur": f"""
        SELECT relname FROM pg_class t WHERE {TABELLEN} AND relrowsecurity AND relname <> '{BESTUUR}'
          AND relname <> ALL (%(partner)s::text[])
          AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'bestuur_id' AND attnotnull)""",
    "tenanttabel zonder (of, verborgen, mét) policy `bestuur`": f"""
        SELECT relname FROM pg_class t WHERE {TABELLEN} AND relrowsecurity AND relname <> ALL (%(partner)s::text[])
          AND (relname = ANY (%(verborgen)s::text[])) = EXISTS (
            SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'bestuur')""",
    "partnertabel zonder policy `partner`, of met een bestuur": f"""
        SELECT naam FROM unnest(%(partner)s::text[]) AS naam LEFT JOIN pg_class t ON t.relname = naam AND {TABELLEN}
        WHERE NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'partner' AND polcmd = '*')
           OR EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'bestuur')
           OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'bestuur_id')""",
    "policy die niet op de context beslist": """
        SELECT polrelid::regclass || ' ' || polname FROM pg_policy p
        WHERE NOT (polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'gd_systeem')]) AND (
            polroles <> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'gd_lezer')]
            OR NOT polpermissive
            OR COALESCE(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) !~
               '\\( SELECT gd_(bestuur|gebruiker|glowpartner)\\(\\)'
            OR (polcmd <> 'r' AND COALESCE(pg_get_expr(polwithcheck, polrelid), pg_get_expr(polqual, polrelid)) !~
               CASE WHEN polrelid::regclass::text = ANY (%(schrijft)s::text[]) AND polname = 'partner_voegt_toe'
                    THEN '^\\(\\(glowpartner_id = \\( SELECT gd_glowpartner\\(\\) AS gd_glowpartner\\)\\) AND'
                      || ' \\(bestuur_id = ANY \\(\\( SELECT gd_partner_besturen\\(\\) AS gd_partner_besturen\\)::bigint\\[\\]\\)\\) AND '
                    WHEN polrelid::regclass::text = ANY (%(schrijft)s::text[]) AND polname = 'partner_wijzigt'
                    THEN '^\\(+glowpartner_id = \\( SELECT gd_glowpartner\\(\\) AS gd_glowpartner\\)\\)($| AND \\((bestuur_id = ANY|ontvanger_id = ))'
                    WHEN polrelid::regclass::text = ANY (%(partner)s::text[])
                    THEN '^\\(+glowpartner_id = \\( SELECT gd_glowpartner\\(\\) AS gd_glowpartner\\)\\)'
                      || '($| AND \\(gebruiker_id = \\( SELECT gd_gebruiker\\(\\) AS gd_gebruiker\\)\\)\\)$)'
                    ELSE '^\\((bestuur_id|id) = \\( SELECT gd_bestuur\\(\\) AS gd_bestuur\\)\\)$' END))""",
    "sleutel naar een tenanttabel zonder dubbel dat het bestuur meeneemt": f"""
        SELECT f.conname FROM pg_constraint f JOIN pg_class d ON d.oid = f.confrelid AND d.relrowsecurity
        WHERE f.contype = 'f' AND d.relname <> '{BESTUUR}'
          AND NOT {BESTUURKOLOM.format(tabel="f.conrelid")} = ANY (f.conkey)
          AND NOT EXISTS (
            SELECT FROM pg_constraint g WHERE g.conrelid = f.conrelid AND g.confrelid = f.confrelid AND g.contype = 'f'
              AND g.conkey @> f.conkey AND {BESTUURKOLOM.format(tabel="g.conrelid")} = ANY (g.conkey)
              AND {BESTUURKOLOM.format(tabel="g.confrelid")} = ANY (g.confkey) AND g.convalidated)""",
    "sleutel naar het bestuur ontbreekt": f"""
        SELECT relname FROM pg_class t WHERE {TABELLEN} AND relrowsecurity AND relname <> '{BESTUUR}'
          AND relname <> ALL (%(partner)s::text[]) AND NOT EXISTS (
            SELECT FROM pg_constraint WHERE conrelid = t.oid AND contype = 'f' AND confrelid = '{BESTUUR}'::regclass
              AND convalidated)""",
    "sleutel van een globale tabel naar een tenanttabel": """
        SELECT f.conname FROM pg_constraint f JOIN pg_class d ON d.oid = f.confrelid AND d.relrowsecurity
        JOIN pg_class v ON v.oid = f.conrelid AND NOT v.relrowsecurity WHERE f.contype = 'f'""",
    "unieke index zonder bestuur": f"""
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid AND t.relrowsecurity
        WHERE i.indisunique AND NOT i.indisprimary AND t.relname <> '{BESTUUR}'
          AND {BESTUURKOLOM.format(tabel="t.oid")} <> ALL (i.indkey)""",
    "uitsluiting zonder bestuur": f"""
        SELECT conname FROM pg_constraint x JOIN pg_class t ON t.oid = x.conrelid AND t.relrowsecurity
        WHERE contype = 'x' AND NOT {BESTUURKOLOM.format(tabel="x.conrelid")} = ANY (x.conkey)""",
    "primaire sleutel die iemand kan kiezen": """
        SELECT conrelid::regclass::text FROM pg_constraint x JOIN pg_class t ON t.oid = x.conrelid AND t.relrowsecurity
        WHERE contype = 'p' AND NOT EXISTS (
            SELECT FROM pg_attribute WHERE attrelid = x.conrelid AND attnum = x.conkey[1] AND attidentity <> '')""",
    "view die niet als de lezer kijkt": """
        SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
          AND NOT COALESCE('security_invoker=true' = ANY (reloptions), false)""",
    "leesbare materialized view": """
        SELECT relname FROM pg_class WHERE relkind = 'm'
          AND (has_table_privilege('gd_app', oid, 'SELECT') OR has_table_privilege('gd_lezer', oid, 'SELECT'))""",
    "functie die meer mag, niet van gd_systeem, zonder vast zoekpad of voor iedereen": """
        SELECT p.oid::regprocedure::text FROM pg_proc p WHERE prosecdef AND pronamespace = 'public'::regnamespace AND (
            pg_get_userbyid(proowner) <> 'gd_systeem'
            OR NOT COALESCE('search_path=public, pg_temp' = ANY (proconfig), false)
            OR (prorettype <> 'trigger'::regtype AND has_function_privilege('public', p.oid, 'EXECUTE')))""",
    "functie van gd_systeem die niet meer hoeft te mogen": """
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE pg_get_userbyid(proowner) = 'gd_systeem' AND NOT prosecdef""",
    "rol die iets bezit": """
        SELECT pg_get_userbyid(refobjid) || ' bezit ' || classid::regclass || ' ' || objid FROM pg_shdepend
        WHERE deptype = 'o' AND refclassid = 'pg_authid'::regclass
          AND refobjid IN (SELECT oid FROM pg_roles WHERE rolname = ANY (%(rollen)s::text[]))""",
    "rol die te veel mag": """
        SELECT rolname FROM pg_roles WHERE rolname = ANY (%(rollen)s::text[] || ARRAY['gd_systeem', 'gd_eigenaar'])
          AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreaterole
               OR (rolname <> 'gd_eigenaar' AND rolcreatedb) OR (rolname IN ('gd_lezer', 'gd_systeem') AND rolcanlogin))""",
    "lidmaatschap van rollen dat niet hoort": """
        SELECT m.rolname || ' in ' || r.rolname FROM pg_auth_members l
        JOIN pg_roles m ON m.oid = l.member JOIN pg_roles r ON r.oid = l.roleid
        WHERE (m.rolname LIKE 'gd_%%' OR r.rolname LIKE 'gd_%%') AND NOT m.rolsuper
          AND (m.rolname, r.rolname) NOT IN (('gd_app', 'gd_lezer'), ('gd_eigenaar', 'gd_systeem'))""",
    "gd_lezer kan een tabel of kolom wijzigen": """
        SELECT relname || ' ' || recht FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) recht
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace = 'public'::regnamespace
          AND (has_table_privilege('gd_lezer', oid, recht)
               OR (recht IN ('INSERT', 'UPDATE') AND has_any_column_privilege('gd_lezer', oid, recht)))""",
    "gd_lezer kan een teller verzetten": """
        SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
          AND CASE relkind WHEN 'S' THEN has_sequence_privilege('gd_lezer', oid, 'USAGE')
                                  OR has_sequence_privilege('gd_lezer', oid, 'UPDATE') END""",
    "gd_app mag leegmaken, verwijzen of triggers zetten": """
        SELECT relname || ' ' || recht FROM pg_class, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) recht
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND has_table_privilege('gd_app', oid, recht)""",
    "teller die gd_app terug kan zetten": """
        SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
          AND CASE relkind WHEN 'S' THEN has_sequence_privilege('gd_app', oid, 'UPDATE') END""",
    "iets in public waar iedereen aan mag": """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
          AND EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee = 0)""",
    "schema waarin iedereen of de toepassing kan maken": """
        SELECT nspname || ' ' || rol FROM pg_namespace, unnest(%(rollen)s::text[] || ARRAY['public']) rol
        WHERE nspname NOT LIKE 'pg\\_temp%%' AND nspname NOT LIKE 'pg\\_toast%%' AND has_schema_privilege(rol, oid, 'CREATE')""",
    "standaardrecht dat vanzelf iets weggeeft": """
        SELECT pg_get_userbyid(defaclrole) || ' ' || defaclobjtype::text FROM pg_default_acl d, aclexplode(defaclacl) a
        WHERE a.grantee = 0 OR a.grantee IN (SELECT oid FROM pg_roles WHERE rolname = ANY (%(rollen)s::text[]))""",
}


def uitzonderingen(cursor) -> list[str]:
    """Elke uitzondering als "vraag: ding". Een cursor van psycopg of van Django."""
    gevonden = []
    gegevens = {
        "globaal": sorted(GLOBAAL),
        "verborgen": sorted(VERBORGEN),
        "rollen": list(ROLLEN),
        "partner": sorted(PARTNER),
        "schrijft": sorted(SCHRIJFT),
    }
    for vraag, sql in VRAGEN.items():
        cursor.execute(sql, gegevens)
        gevonden += [f"{vraag}: {ding}" for (ding,) in cursor.fetchall()]
    return gevonden
