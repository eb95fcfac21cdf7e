"""Namens wie werkt deze transactie? PostgreSQL beslist daarmee welke rijen bestaan (beslissing 0002)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction
from django.db.utils import IntegrityError

LEZER = "gd_lezer"
VAN_DE_PARTNER = "glowpartner_id = (SELECT gd_glowpartner())"
# Een partner schrijft enkel eigen rijen, en enkel bij een bestuur waarmee zijn samenwerking vandaag loopt.
PARTNER_SCHRIJFT = f"{VAN_DE_PARTNER} AND bestuur_id = ANY ((SELECT gd_partner_besturen())::bigint[])"
_bezig: ContextVar[bool] = ContextVar("namens", default=False)


class TenantModel(models.Model):
    """Een rij van één bestuur. Sleutels, RLS, policies en rechten legt `schema.pas_toe` na elke migrate.

    Een model kan deze klasse-attributen zetten:
    `ook_zichtbaar`  SQL: welke rijen nog te lezen zijn, naast die van het eigen bestuur;
    `bestuur_ziet`   False: het eigen bestuur ziet de rijen niet, enkel wie `ook_zichtbaar` noemt; schrijven gaat dan
                     door een benoemde functie van gd_systeem;
    `partner_voegt_toe`, `partner_wijzigt`   SQL: welke rijen een GLOW-partner mag maken en wijzigen (met
                     `PARTNER_SCHRIJFT`); wat zo'n rij dan mag worden, bewaakt een trigger van de app;
    `rechten`        wat gd_app met de tabel mag; lezen mag altijd, onder RLS.

    En moet elke kolom indelen voor het logboek (een test houdt dat bij; wat niet ingedeeld is, blijft verzwegen):
    `logboek_waarden`    de waarde mag erin: geen persoonsgegeven en geen vrije tekst;
    `logboek_verzwijgt`  enkel dat ze wijzigde: namen, vrije tekst, criteria van een deelnemer;
    `logboek_negeert`    technisch: alleen dit wijzigen is geen wijziging;
    `logboek_onder`      de verwijzing naar het ding in wiens geschiedenis deze rij getoond wordt (leeg: zichzelf).
    `in_logboek = False` houdt een tabel eruit; zeg erbij waarom.
    """

    bestuur = models.ForeignKey("organisaties.Bestuur", models.PROTECT, related_name="+")

    ook_zichtbaar: str | None = None
    partner_voegt_toe: str | None = None
    partner_wijzigt: str | None = None
    bestuur_ziet = True
    rechten = "INSERT, UPDATE, DELETE"
    in_logboek = True
    logboek_waarden = logboek_verzwijgt = logboek_negeert = logboek_onder = ""

    class Meta:
        abstract = True


@contextmanager
def namens(
    *,
    bestuur: int = 0,
    gebruiker: int = 0,
    glowpartner: int = 0,
    alleen_lezen: bool = False,
    verzoek: str = "",
) -> Iterator[None]:
    """Eén transactie voor één actor: `with isolatie.namens(bestuur=b.pk): ...`.

    Nooit genest (RuntimeError). `alleen_lezen` werkt als de rol gd_lezer: de database weigert elke schrijfactie.
    `verzoek`: het nummer van het verzoek, de taak of de opdracht waarin dit gebeurt; het logboek neemt het over.
    """
    if _bezig.get():
        raise RuntimeError("namens() binnen namens(): één transactie, één actor")
    merk = _bezig.set(True)
    try:
        with transaction.atomic():
            _zet(bestuur, gebruiker, glowpartner, verzoek, LEZER if alleen_lezen else "none")
            yield
            if connection.savepoint_ids and not connection.needs_rollback:  # in een TestCase loopt de buitenste door
                _zet("", "", "", "", "none")
    finally:
        _bezig.reset(merk)


def kies(*, bestuur: int = 0, glowpartner: int = 0, alleen_lezen: bool = False) -> None:
    """Binnen `namens(gebruiker=…)`: voor welk bestuur of welke partner deze persoon nu handelt.

    `alleen_lezen` maakt de rest van de transactie lezend; terug kan niet.
    """
    if not _bezig.get():
        raise RuntimeError("kies() hoort binnen namens()")
    with connection.cursor() as c:
        c.execute(
            "SELECT set_config('app.bestuur', %s, true), set_config('app.glowpartner', %s, true)",
            [str(bestuur), str(glowpartner)],
        )
        if alleen_lezen:
            c.execute("SELECT set_config('role', %s, true)", [LEZER])


def kijk_nu_na(constraint: str) -> None:
    """Laat een uitgestelde controle van de database meteen oordelen, zodat de stap zelf de weigering krijgt."""
    with connection.cursor() as c:
        c.execute(f"SET CONSTRAINTS {connection.ops.quote_name(constraint)} IMMEDIATE")
        c.execute(f"SET CONSTRAINTS {connection.ops.quote_name(constraint)} DEFERRED")


@contextmanager
def als_partner(glowpartner: int) -> Iterator[None]:
    """Binnen `namens(…)`: even ook voor deze GLOW-partner, voor wat alleen die partner mag zien of schrijven.

    Voor opdrachten van de installateur en de import; een scherm handelt voor de partner van wie aangemeld is.
    """
    if not _bezig.get():
        raise RuntimeError("als_partner() hoort binnen namens()")
    with connection.cursor() as c:
        c.execute("SELECT current_setting('app.glowpartner')")
        (vorige,) = c.fetchone()
        with transaction.atomic():  # een fout draait ook de instelling terug
            c.execute("SELECT set_config('app.glowpartner', %s, true)", [str(glowpartner)])
            yield
        c.execute("SELECT set_config('app.glowpartner', %s, true)", [vorige])


@contextmanager
def als_bezoeker_van(bestuur: int) -> Iterator[None]:
    """Binnen `namens(…)`: even voor dit bestuur lezen, voor een pagina die het zelf publiek maakte (beslissing 0031).

    Wie kijkt is daarna weer voor niemand of voor de eigen organisatie aan het werk: tekenen gebeurt erbuiten.
    """
    if not _bezig.get():
        raise RuntimeError("als_bezoeker_van() hoort binnen namens()")
    with connection.cursor() as c:
        c.execute("SELECT current_setting('app.bestuur'), current_setting('app.glowpartner')")
        vorige = c.fetchone()
        with transaction.atomic():  # een fout draait ook de instelling terug
            zet = "SELECT set_config('app.bestuur', %s, true), set_config('app.glowpartner', %s, true)"
            c.execute(zet, [str(bestuur), "0"])
            yield
        c.execute(zet, vorige)


def word(gebruiker: int) -> None:
    """Binnen `namens()`: deze persoon meldde zich net aan; haar eigen lidmaatschappen zijn vanaf nu te zien."""
    if not _bezig.get():
        raise RuntimeError("word() hoort binnen namens()")
    with connection.cursor() as c:
        c.execute("SELECT set_config('app.gebruiker', %s, true)", [str(gebruiker)])


def _zet(bestuur: int | str, gebruiker: int | str, glowpartner: int | str, verzoek: str, rol: str) -> None:
    with connection.cursor() as c:
        c.execute(
            "SELECT set_config('app.bestuur', %s, true), set_config('app.gebruiker', %s, true),"
            " set_config('app.glowpartner', %s, true), set_config('app.verzoek', %s, true),"
            " set_config('role', %s, true)",
            [str(bestuur), str(gebruiker), str(glowpartner), verzoek, rol],
        )


class Geweigerd(Exception):
    """Een regel of de database weigert; de tekst is een zin voor het scherm. `veld` zegt bij welk veld ze hoort.

    `alle` bevat elke reden als (zin, veld), ook als er maar één is.
    """

    def __init__(self, zin: str, veld: str | None = None, *, alle: list[tuple[str, str | None]] | None = None):
        super().__init__(zin)
        self.zin, self.veld = zin, veld
        self.alle = alle or [(zin, veld)]

    @classmethod
    def om(cls, redenen: list[tuple[str, str | None]]) -> "Geweigerd":
        """Eén uitzondering voor meer redenen; de eerste is de hoofdreden."""
        return cls(*redenen[0], alle=redenen)


ZINNEN: dict[str, tuple[str, str | None]] = {}  # naam van de constraint → zin en veld; elke app vult aan


def zinnen(**per_constraint: str | tuple[str, str]) -> None:
    """Een app noemt de zin (en het veld) bij haar constraints."""
    for naam, zin in per_constraint.items():
        ZINNEN[naam] = (zin, None) if isinstance(zin, str) else zin


@contextmanager
def grenzen() -> Iterator[None]:
    """Vertaalt een rij die de database weigert naar haar zin (`Geweigerd`); de transactie blijft bruikbaar."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fout:
        naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", None)
        if naam not in ZINNEN:
            raise
        raise Geweigerd(*ZINNEN[naam]) from fout
