"""Iemand met alle rechten op de databank die het logboek vervalst. Elke poging is één daad; wie kijkt moet ze zien."""

import random
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import DatabaseError

LOGTABELLEN = {"g": "logboek_gebeurtenis", "l": "logboek_leesregel", "w": "logboek_wijziging"}
HERSCHRIJF = """
    DO $$ DECLARE s logboek_schakel; vorig text := COALESCE((SELECT hash FROM logboek_schakel
                    WHERE bestuur_id = {b} AND nr = {nr} - 1), repeat('0', 64)); BEGIN
        FOR s IN SELECT * FROM logboek_schakel WHERE bestuur_id = {b} AND nr >= {nr} ORDER BY nr LOOP
            UPDATE logboek_schakel SET vorige = vorig,
                   rij_hash = COALESCE(logboek_rij_hash(s.soort, s.rij_id), s.rij_hash) WHERE id = s.id;
            UPDATE logboek_schakel q SET hash = logboek_sha256(q.id::text, q.bestuur_id::text, q.nr::text, q.soort,
                   q.rij_id::text, q.rij_hash, q.vorige, q.grens::text, extract(epoch FROM q.geschakeld_op)::text)
             WHERE id = s.id RETURNING hash INTO vorig;
        END LOOP; END $$"""


class Kan_niet(Exception):
    """Deze poging liet zelf niets achter (de databank weigerde ze); kies een andere."""


@dataclass
class Knoeier:
    bestuur: int
    ander: int
    toeval: random.Random

    def sql(self, opdracht, *waarden):
        with connection.cursor() as c:
            c.execute(opdracht, waarden or None)
            return c.fetchall() if c.description else c.rowcount

    def een(self, opdracht, *waarden):
        return self.sql(opdracht, *waarden)[0]

    def rij(self, *soorten):
        """Een willekeurige geschakelde regel: (soort, tabel, id, nr)."""
        soort, rij_id, nr = self.toeval.choice(
            self.sql(
                "SELECT soort, rij_id, nr FROM logboek_schakel WHERE bestuur_id = %s AND soort = ANY (%s)",
                self.bestuur,
                list(soorten or LOGTABELLEN),
            )
        )
        return soort, LOGTABELLEN[soort], rij_id, nr

    def hoogste(self):
        return self.een("SELECT max(nr) FROM logboek_schakel WHERE bestuur_id = %s", self.bestuur)[0]

    def kolom(self, tabel):
        return self.toeval.choice(
            self.sql(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1", tabel
            )
        )

    # --- de daden

    def wijzig_een_kolom(self, tabel="", rij_id=0):
        if not tabel:
            tabel = self.toeval.choice([*LOGTABELLEN.values(), "logboek_schakel"])
            rij_id = self.toeval.choice(self.sql(f"SELECT id FROM {tabel} WHERE bestuur_id = %s", self.bestuur))[0]
        kolom, soort = self.kolom(tabel)
        waarde = {
            "bigint": str(self.ander if kolom == "bestuur_id" else self.toeval.randrange(10**6, 10**7)),
            "timestamp with time zone": f"{kolom} - interval '{self.toeval.choice([1, 60, 10**6])} seconds'",
            "jsonb": "'{\"x\": 1}'",
            "ARRAY": "ARRAY['x']",
        }.get(soort, f"left(reverse({kolom}) || 'x', 1)" if kolom == "soort" else f"left('x' || {kolom}, 60)")
        if not self.sql(
            f"UPDATE {tabel} SET {kolom} = {waarde} WHERE id = %s AND {kolom} IS DISTINCT FROM {waarde}", rij_id
        ):
            raise Kan_niet
        return tabel

    def verwijder(self):
        if self.toeval.random() < 0.3:
            nr = self.toeval.randrange(1, self.hoogste() + 1)
            self.sql("DELETE FROM logboek_schakel WHERE bestuur_id = %s AND nr = %s", self.bestuur, nr)
        else:
            _, tabel, rij_id, _ = self.rij()
            self.sql(f"DELETE FROM {tabel} WHERE id = %s", rij_id)

    def verwijder_en_hernummer(self):
        _, tabel, rij_id, nr = self.rij()
        self.sql(f"DELETE FROM {tabel} WHERE id = %s", rij_id)
        for (volgende,) in self.sql(
            f"SELECT id FROM {tabel} WHERE id > %s AND bestuur_id = %s ORDER BY id", rij_id, self.bestuur
        ):
            self.sql(f"UPDATE {tabel} SET id = %s WHERE id = %s", rij_id, volgende)
            rij_id = volgende
        if self.toeval.random() < 0.5:
            self.sql("DELETE FROM logboek_schakel WHERE bestuur_id = %s AND nr = %s", self.bestuur, nr)
            for n in range(nr + 1, self.hoogste() + 1):
                self.sql("UPDATE logboek_schakel SET nr = nr - 1 WHERE bestuur_id = %s AND nr = %s", self.bestuur, n)

    def verwijder_hernummer_en_herreken(self):
        """Een regel en haar schakel weg, alles erna opgeschoven en alle hashes opnieuw: de keten zelf klopt."""
        _, tabel, rij_id, nr = self.rij()
        self.sql(f"DELETE FROM {tabel} WHERE id = %s", rij_id)
        self.sql("DELETE FROM logboek_schakel WHERE bestuur_id = %s AND nr = %s", self.bestuur, nr)
        for n in range(nr + 1, self.hoogste() + 1):
            self.sql("UPDATE logboek_schakel SET nr = nr - 1 WHERE bestuur_id = %s AND nr = %s", self.bestuur, n)
        self.herreken(nr)

    def knip_de_staart_af(self):
        vanaf = self.hoogste() - self.toeval.randrange(0, min(20, self.hoogste()))
        self._knip(vanaf)

    def _knip(self, vanaf):
        for soort, tabel in LOGTABELLEN.items():
            self.sql(
                f"DELETE FROM {tabel} WHERE id IN (SELECT rij_id FROM logboek_schakel WHERE bestuur_id = %s AND soort = %s AND nr >= %s)",
                self.bestuur, soort, vanaf,
            )  # fmt: skip
        self.sql("DELETE FROM logboek_schakel WHERE bestuur_id = %s AND nr >= %s", self.bestuur, vanaf)

    def _kopie(self, dagen, txid):
        """Een vervalste regel naar het model van een echte, zoveel dagen vroeger."""
        soort, tabel, rij_id, _ = self.rij()
        kolommen = [
            k for (k,) in self.sql("SELECT column_name FROM information_schema.columns WHERE table_name = %s", tabel)
        ]
        vast = {"id": f"nextval('{tabel}_id_seq')", "op": f"op - interval '{dagen} days'", "txid": txid}
        waarden = ", ".join(vast.get(k, k) for k in kolommen)
        (nieuw,) = self.een(
            f"INSERT INTO {tabel} ({', '.join(kolommen)}) SELECT {waarden} FROM {tabel} WHERE id = %s RETURNING id",
            rij_id,
        )
        return soort, nieuw

    def voeg_tussen(self):
        self._kopie(self.toeval.randrange(0, 300), self.toeval.choice(["txid", "txid - 1", "0"]))

    def voeg_tussen_en_schakel(self):
        """Geantedateerd, met een transactie van nu en een schakel die klopt."""
        soort, nieuw = self._kopie(self.toeval.randrange(1, 300), "logboek_txid()")
        nr = self.hoogste() + 1
        self.sql(
            "INSERT INTO logboek_schakel (bestuur_id, nr, soort, rij_id, rij_hash, vorige, hash, grens, geschakeld_op)"
            " VALUES (%s, %s, %s, %s, '', '', '', logboek_grens(), clock_timestamp())",
            self.bestuur, nr, soort, nieuw,
        )  # fmt: skip
        self.herreken(nr)

    def herschrijf_de_keten(self):
        _, tabel, rij_id, nr = self.rij()
        for _ in range(20):  # een kolom waarna de schakel nog naar de regel wijst
            try:
                with transaction.atomic():
                    kolom, soort = self.kolom(tabel)
                    if kolom in ("id", "bestuur_id") or soort not in ("bigint", "character varying"):
                        continue
                    waarde = "left('z' || {0}, 60)" if soort != "bigint" else "COALESCE({0}, 0) + 1"
                    self.sql(f"UPDATE {tabel} SET {kolom} = {waarde.format(kolom)} WHERE id = %s", rij_id)
            except DatabaseError:
                continue
            return self.herreken(nr)
        raise Kan_niet

    def herreken(self, nr):
        self.sql(HERSCHRIJF.format(b=self.bestuur, nr=nr))

    def verwissel(self):
        soort, tabel, een, _ = self.rij()
        _, _, ander, _ = self.rij(soort)
        if een == ander:
            raise Kan_niet
        self.sql(f"UPDATE {tabel} SET id = -1 WHERE id = %s", een)
        self.sql(f"UPDATE {tabel} SET id = %s WHERE id = %s", een, ander)
        self.sql(f"UPDATE {tabel} SET id = %s WHERE id = -1", ander)

    def zet_de_trigger_uit(self):
        tabel, opdracht = self.toeval.choice(
            [
                ("organisaties_organisatie", "UPDATE {} SET kbo_nummer = '0123456749' WHERE bestuur_id = {}"),
                ("leerwerkplekken_leerwerkplek", "UPDATE {} SET uren_per_maand = 33 WHERE bestuur_id = {}"),
                ("organisaties_lidmaatschap", "UPDATE {} SET rollen = ARRAY['beheerder'] WHERE bestuur_id = {}"),
                ("leerwerkplekken_planvanaanpak", "DELETE FROM {} WHERE bestuur_id = {}"),
                ("mentoren_opleiding", "INSERT INTO {} (bestuur_id, code, titel, aanbieder, datum) VALUES ({}, 'v', 'v', '', now())"),
            ]
        )  # fmt: skip
        weer_aan = self.toeval.random() < 0.6
        # eerst wat nog wacht, anders weigert PostgreSQL de ALTER
        self.sql(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {tabel} DISABLE TRIGGER USER")
        if not self.sql(opdracht.format(tabel, self.bestuur)):
            raise Kan_niet
        if weer_aan:
            self.sql(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {tabel} ENABLE TRIGGER USER")

    def haal_de_trigger_weg(self):
        naam, tabel = self.toeval.choice(
            self.sql("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'logboek%%' ORDER BY 2, 1")
        )
        self.sql(f"DROP TRIGGER {naam} ON {tabel}")

    def laat_de_trigger_minder_zeggen(self):
        tabel = self.toeval.choice(["organisaties_lidmaatschap", "plaatsingen_prestatie", "fiches_fiche"])
        self.sql(
            f"CREATE OR REPLACE TRIGGER logboek_om AFTER UPDATE ON {tabel} REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw"
            " FOR EACH STATEMENT EXECUTE FUNCTION logboek_wijziging('', '', '')"
        )

    def vervang_de_functie(self):
        self.sql(
            "SET LOCAL ROLE gd_systeem; CREATE OR REPLACE FUNCTION logboek_wijziging() RETURNS trigger LANGUAGE plpgsql"
            " SECURITY DEFINER SET search_path = public, pg_temp AS 'BEGIN RETURN NULL; END'; RESET ROLE"
        )

    def zet_een_oude_kopie_terug(self):
        """De boeken van een tijd geleden, en daarna gewoon verder: nieuwe regels krijgen dezelfde nummers."""
        vanaf = self.toeval.randrange(2, self.hoogste() + 1)
        einde = self.hoogste()
        self._knip(vanaf)
        if self.toeval.random() < 0.6:
            for nr in range(vanaf, einde + self.toeval.randrange(0, 3)):
                soort, nieuw = self._kopie(0, "logboek_txid()")
                self.sql(
                    "INSERT INTO logboek_schakel (bestuur_id, nr, soort, rij_id, rij_hash, vorige, hash, grens, geschakeld_op)"
                    " VALUES (%s, %s, %s, %s, '', '', '', logboek_grens(), clock_timestamp())",
                    self.bestuur, nr, soort, nieuw,
                )  # fmt: skip
            if vanaf < self.hoogste():
                self.herreken(vanaf)

    def maak_leeg(self):
        self.sql(f"TRUNCATE {self.toeval.choice([*LOGTABELLEN.values(), 'logboek_schakel'])}")


HULP = ("hoogste", "rij")
DADEN = [n for n, f in vars(Knoeier).items() if callable(f) and not n.startswith("_") and f.__code__.co_argcount == 1]
DADEN = ["wijzig_een_kolom", *(n for n in DADEN if n not in HULP), "wijzig_een_kolom"]  # de gewoonste het vaakst
