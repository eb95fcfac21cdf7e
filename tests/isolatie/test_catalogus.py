"""Belofte 2: de database zelf weigert. Nul uitzonderingen in de catalogus, en elke vraag ziet de fout waarvoor ze er is."""

import pytest
from django.db import connection

from organisaties import checks, schema
from tests.isolatie import catalogus
from tests.isolatie.eigenaar import teruggedraaid

pytestmark = pytest.mark.django_db

# Wat er fout gezet wordt → het begin van de vraag die het moet zien.
FOUTEN = {
    "ALTER TABLE plaatsingen_deelnemer NO FORCE ROW LEVEL SECURITY": "tabel zonder afgedwongen rijbeveiliging",
    "ALTER TABLE plaatsingen_deelnemer DISABLE ROW LEVEL SECURITY": "tabel zonder afgedwongen rijbeveiliging",
    "CREATE TABLE vergeten (id int)": "tabel zonder afgedwongen rijbeveiliging",
    "ALTER TABLE taken_taak ENABLE ROW LEVEL SECURITY": "globaal genoemd",
    "ALTER TABLE projecten_oproep ADD bestuur_id bigint": "globaal genoemd",
    "ALTER TABLE mentoren_mentor ALTER bestuur_id DROP NOT NULL": "tenanttabel zonder verplicht bestuur",
    "DROP POLICY bestuur ON mentoren_mentor": "tenanttabel zonder (of",
    "CREATE POLICY bestuur ON plaatsingen_indicatie TO gd_lezer USING (bestuur_id = (SELECT gd_bestuur()))": (
        "tenanttabel zonder (of"
    ),
    "CREATE POLICY open ON mentoren_mentor TO gd_lezer USING (true)": "policy die niet op de context beslist",
    "CREATE POLICY open ON mentoren_mentor USING (bestuur_id = (SELECT gd_bestuur()))": (
        "policy die niet op de context beslist"
    ),
    "CREATE POLICY traag ON mentoren_mentor TO gd_lezer USING (bestuur_id = gd_bestuur())": (
        "policy die niet op de context beslist"
    ),
    "CREATE POLICY schrijf ON mentoren_mentor FOR UPDATE TO gd_lezer USING (code = 'x' OR id = (SELECT gd_gebruiker()))": (
        "policy die niet op de context beslist"
    ),
    "CREATE POLICY partner_wijzigt ON plaatsingen_plaatsing FOR UPDATE TO gd_lezer"
    " USING (glowpartner_id = (SELECT gd_glowpartner()))": ("policy die niet op de context beslist"),
    "CREATE POLICY erbij ON plaatsingen_deelnemer FOR INSERT TO gd_lezer"
    " WITH CHECK (glowpartner_id = (SELECT gd_glowpartner()))": "policy die niet op de context beslist",
    "DROP POLICY partner_voegt_toe ON plaatsingen_deelnemer; CREATE POLICY partner_voegt_toe ON plaatsingen_deelnemer"
    " FOR INSERT TO gd_lezer WITH CHECK (glowpartner_id = (SELECT gd_glowpartner()))": (
        "policy die niet op de context beslist"
    ),
    "DROP POLICY partner ON organisaties_partnerlid": "partnertabel zonder policy",
    "ALTER TABLE organisaties_partnerlid NO FORCE ROW LEVEL SECURITY": "tabel zonder afgedwongen rijbeveiliging",
    "CREATE POLICY erbij ON organisaties_partnerlid FOR INSERT TO gd_lezer"
    " WITH CHECK (glowpartner_id = (SELECT gd_gebruiker()))": "policy die niet op de context beslist",
    "ALTER TABLE mentoren_leiding DROP CONSTRAINT mentoren_leiding_mentor_id_bestuur_fk": "sleutel naar een tenanttabel",
    "ALTER TABLE taken_taak ADD plek bigint REFERENCES leerwerkplekken_leerwerkplek": "sleutel",
    "CREATE UNIQUE INDEX verraad ON mentoren_mentor (code)": "unieke index zonder bestuur",
    "ALTER TABLE mentoren_mentor ADD CONSTRAINT verraad UNIQUE (code)": "unieke index zonder bestuur",
    "CREATE UNIQUE INDEX verraad ON mentoren_mentor (lower(code)) WHERE vertrokken_op IS NULL": "unieke index zonder",
    "ALTER TABLE mentoren_leiding ADD CONSTRAINT v EXCLUDE USING gist (mentor_id WITH =)": "uitsluiting zonder bestuur",
    "ALTER TABLE mentoren_leiding ALTER id DROP IDENTITY": "primaire sleutel die iemand kan kiezen",
    "CREATE VIEW kijk AS SELECT * FROM plaatsingen_deelnemer": "view die niet als de lezer kijkt",
    "CREATE MATERIALIZED VIEW kijk AS SELECT 1 AS x; GRANT SELECT ON kijk TO gd_lezer": "leesbare materialized view",
    "CREATE FUNCTION lek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": "functie die meer mag",
    "SET ROLE gd_systeem; ALTER FUNCTION gd_besturen RESET search_path": "functie die meer mag",
    "SET ROLE gd_systeem; GRANT EXECUTE ON FUNCTION gd_besturen TO PUBLIC": "functie die meer mag",
    "SET ROLE gd_systeem; ALTER FUNCTION gd_besturen SECURITY INVOKER": "functie van gd_systeem",
    "GRANT CREATE ON SCHEMA public TO gd_app": "schema waarin",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "schema waarin",
    "GRANT INSERT ON mentoren_mentor TO gd_lezer": "gd_lezer kan een tabel",
    "GRANT UPDATE (dienst) ON mentoren_mentor TO gd_lezer": "gd_lezer kan een tabel",
    "GRANT USAGE ON SEQUENCE mentoren_mentor_id_seq TO gd_lezer": "gd_lezer kan een teller",
    "GRANT TRUNCATE ON mentoren_mentor TO gd_app": "gd_app mag leegmaken",
    "GRANT UPDATE ON SEQUENCE mentoren_mentor_id_seq TO gd_app": "teller die gd_app",
    "GRANT SELECT ON mentoren_mentor TO PUBLIC": "iets in public",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO gd_app": "standaardrecht",
}


def test_nul_uitzonderingen():
    with connection.cursor() as c:
        assert catalogus.uitzonderingen(c) == []


@pytest.mark.parametrize(("fout", "vraag"), FOUTEN.items())
def test_elke_vraag_ziet_haar_fout(fout, vraag):
    with teruggedraaid() as c:
        c.execute(fout)
        gevonden = catalogus.uitzonderingen(c)
    assert any(regel.startswith(vraag) for regel in gevonden), gevonden


def foto(c) -> dict[str, list]:
    """Alles wat pas_toe legt: policies, rijbeveiliging, constraints, rechten, functies, triggers."""
    vragen = {
        "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
        "rls": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
        "rechten": "SELECT relname, acl::text FROM pg_class, aclexplode(relacl) acl"
        " WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2",
        "constraints": "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
        "functies": "SELECT oid::regprocedure::text, md5(pg_get_functiondef(oid)), proacl::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND proname LIKE ANY"
        " (ARRAY['gd\\_%', 'logboek%', 'fiche%', 'indicatie%', 'prestatie%', 'maandstaat%', 'plaatsing%', 'deelnemer%', 'kandidatuur%']) ORDER BY 1",
        "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2",
    }
    beeld = {}
    for naam, sql in vragen.items():
        c.execute(sql)
        beeld[naam] = c.fetchall()
    return beeld


def test_opnieuw_toepassen_verandert_niets():
    with teruggedraaid() as c:
        ervoor = foto(c)
        assert ervoor["policies"] and ervoor["triggers"] and ervoor["functies"]
        schema.pas_toe(c)
        assert foto(c) == ervoor


def test_wat_een_verwijderde_kolom_of_een_hand_meenam_komt_terug():
    with teruggedraaid() as c:
        ervoor = foto(c)
        c.execute("DROP POLICY bestuur ON mentoren_mentor")
        c.execute("ALTER TABLE mentoren_mentor DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
        c.execute("ALTER TABLE mentoren_leiding DROP CONSTRAINT mentoren_leiding_mentor_id_bestuur_fk")
        c.execute("GRANT UPDATE ON documenten_document TO gd_app")
        # een kolom die verdwijnt neemt de policies mee die haar noemen, ook die van een andere tabel
        c.execute("ALTER TABLE organisaties_samenwerking RENAME glowpartner_id TO oud")
        c.execute("ALTER TABLE organisaties_samenwerking ADD glowpartner_id bigint")
        c.execute("ALTER TABLE organisaties_samenwerking DROP oud CASCADE")
        c.execute(
            "SELECT count(*) FROM pg_policies WHERE tablename = 'organisaties_bestuur' AND policyname = 'bestuur'"
        )
        assert c.fetchone()[0] == 0
        schema.pas_toe(c)
        erna = foto(c)
        assert erna["policies"] == ervoor["policies"]
        assert erna["rls"] == ervoor["rls"]
        kapot = "organisaties_samenwerking"
        assert [r for r in erna["rechten"] if kapot not in r[0]] == [r for r in ervoor["rechten"] if kapot not in r[0]]
        assert "mentoren_leiding_mentor_id_bestuur_fk" in {naam for naam, _ in erna["constraints"]}


def test_check_deploy_zegt_wat_de_rol_te_veel_mag():
    """Voor gd_app niets; de eigenaar als rol van de toepassing faalt op elk punt."""
    assert checks.rol_van_de_app(["default"]) == []
    with teruggedraaid() as c:
        te_veel = []
        for nummer, vraag, *_ in checks.REGELS:
            c.execute(vraag)
            te_veel += [nummer] if c.fetchone()[0] else []
    assert te_veel == ["organisaties.E001", "organisaties.E002", "organisaties.E003"]
