"""Na een test met echte transacties is de databank weer zoals in het sjabloon; enkel de nummers lopen door.

Wat zo'n test achterlaat zijn rijen, en die wissen is twintig keer goedkoper dan een nieuwe kopie van het sjabloon. Wie iets
aan de vorm veranderde (tabel, trigger, policy, recht, functie, statistiek, een rij van een migratie) krijgt die kopie wel.
"""

import os

import psycopg

# Elke wijziging in een catalogus geeft een rij een jonger nummer, of maakt er een meer of minder.
CATALOGI = (
    "pg_attrdef", "pg_attribute", "pg_class", "pg_constraint", "pg_db_role_setting", "pg_default_acl", "pg_depend",
    "pg_enum", "pg_event_trigger", "pg_extension", "pg_index", "pg_namespace", "pg_policy", "pg_proc", "pg_rewrite",
    "pg_sequence", "pg_statistic", "pg_statistic_ext", "pg_trigger", "pg_type",
)  # fmt: skip
TABELLEN = (
    "SELECT format('%I', relname) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
)
TE_VEEL = 5_000  # rijen: wat gewist is blijft op schijf staan, en dan wordt zoeken traag


class Schoonmaak:
    """Eén per proces. Werkt als superuser: RLS en triggers houden het wissen niet tegen, en geen test verbreekt het."""

    def __init__(self):
        from django.db import connection

        from gemeenschapsdienst.settings import database

        self.naam, self.sjabloon = connection.settings_dict["NAME"], os.environ["GD_TEST_SJABLOON"]
        self.eigenaar = database(os.environ["GD_TEST_BEHEER_URL"])
        self.server = self._verbind("postgres")
        self._leer()

    def _verbind(self, databank):
        from opstart.diensten import BEHEERDER

        verbinding = psycopg.connect(host=self.eigenaar["HOST"], user=BEHEERDER, dbname=databank, autocommit=True)
        verbinding.execute("SET session_replication_role = replica")
        return verbinding

    def _leer(self):
        """Welke tabellen van zichzelf leeg zijn, en wat er nu staat aan vorm en aan rijen van migraties."""
        self.hier, self.gewist = self._verbind(self.naam), 0
        tabellen = [tabel for (tabel,) in self.hier.execute(TABELLEN)]
        vol = [t for t in tabellen if self.hier.execute(f"SELECT EXISTS (SELECT FROM {t})").fetchone()[0]]
        self.wis = "; ".join(f"DELETE FROM {t}" for t in tabellen if t not in vol)
        self.kijk = " UNION ALL ".join(
            f"SELECT '{t}', count(*), max(xmin::text::bigint) FROM {t}" for t in (*CATALOGI, *vol)
        )
        self.toen = self.vorm()

    def vorm(self):
        return sorted(self.hier.execute(self.kijk).fetchall())

    def maak_schoon(self):
        """Wie nog verbonden was, is dat niet meer, en kan intussen niet terug."""
        self.server.execute(f'ALTER DATABASE "{self.naam}" ALLOW_CONNECTIONS false')
        self.server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [self.naam, self.hier.info.backend_pid],
        )
        if self.gewist > TE_VEEL or self.vorm() != self.toen:
            self._kopieer()
            return
        uitslag = self.hier.execute(self.wis)
        self.gewist += uitslag.rowcount
        while uitslag.nextset():
            self.gewist += uitslag.rowcount
        self.server.execute(f'ALTER DATABASE "{self.naam}" ALLOW_CONNECTIONS true')

    def _kopieer(self):
        tellers = self.hier.execute(
            "SELECT format('%I', sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
        ).fetchall()
        self.hier.close()
        self.server.execute(f'DROP DATABASE "{self.naam}" WITH (FORCE)')
        self.server.execute(
            f'CREATE DATABASE "{self.naam}" OWNER {self.eigenaar["USER"]} TEMPLATE "{self.sjabloon}" STRATEGY FILE_COPY'
        )
        with self._verbind(self.naam) as verbinding:
            for teller, stand in tellers:
                verbinding.execute("SELECT setval(%s, %s)", [teller, stand])
        self._leer()

    def sluit(self):
        self.hier.close()
        self.server.close()
