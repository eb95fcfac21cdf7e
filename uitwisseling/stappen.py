"""Een bestand importeren: alles of niets, elke rij door dezelfde stappen en regels als de schermen."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from documenten import opslag
from documenten.models import Document
from organisaties import isolatie
from organisaties.models import Bestuur
from taken.enums import OPEN
from taken.models import Taak
from uitwisseling import certificaten, controles
from uitwisseling.context import Context
from uitwisseling.fouten import BestandGeweigerd, Fout, ImportFouten
from uitwisseling.lijsten import IN_EENS, PER_RIJ, evaluaties
from uitwisseling.omzetten import zet_om
from uitwisseling.rijen import Bestand
from uitwisseling.schema import SCHEMA
from uitwisseling.toelating import eis_toegelaten
from uitwisseling.verschuiving import verschuif, weken_tot
from uitwisseling.verslag import Verslag

EEN_TEGELIJK = 0x67642D696D70  # "gd-imp": twee imports van hetzelfde bestand zien elkaars rijen


def importeer(
    bestand: Bestand, vormfouten: Sequence[Fout] = (), *, demo: bool, verschoven: bool
) -> tuple[Verslag, int]:
    """Importeert een gelezen bestand in één transactie; geeft het verslag en het nummer van het bestuur.

    `vormfouten`: wat de lezer al vond. `verschoven`: schuif elke datum zodat de peildatum vandaag (of net ervoor) valt.
    `ImportFouten` met elke fout, `BestandGeweigerd` als het hier niet mag; dan is er niets geschreven.
    """
    fouten = [*vormfouten, *zet_om(bestand)]
    bestuur = bestand.lijsten.get("bestuur", [])
    if bestand.peildatum is None or len(bestuur) != 1 or bestuur[0].afgekeurd:
        raise ImportFouten(_op_volgorde(fouten))  # zonder bestuur of dag is de rest niet na te kijken
    bewaard: list[Document] = []
    try:
        with isolatie.namens(bestuur=0):
            ctx = _begin(bestand, demo=demo, verschoven=verschoven)
            ctx.fouten += fouten
            _verwerk(ctx, demo, bewaard)
            if ctx.fouten:
                raise ImportFouten(_op_volgorde(ctx.fouten))
    except BaseException:
        _ruim_op(bewaard)
        raise
    return ctx.verslag, ctx.bestuur.pk


def _begin(bestand: Bestand, *, demo: bool, verschoven: bool) -> Context:
    """Het bestuur, gevonden of gemaakt in deze transactie, met de datums op hun plaats."""
    with connection.cursor() as c:
        c.execute("SELECT pg_advisory_xact_lock(%s)", [EEN_TEGELIJK])
    eis_toegelaten(demo)
    rij = bestand.lijsten["bestuur"][0]
    pk, nieuw = _zoek_of_maak(rij["slug"], rij["naam"], rij["soort"], demo)
    isolatie.kies(bestuur=pk)
    bestuur = Bestuur.objects.get(pk=pk)
    _verschuif(bestand, bestuur, nieuw=nieuw, verschoven=verschoven)
    return Context(bestuur, bestand, timezone.localdate(), nieuw, Verslag(bestuur.naam), demo)


def _zoek_of_maak(slug: str, naam: str, soort: str, demo: bool) -> tuple[int, bool]:
    with connection.cursor() as c:
        c.execute("SELECT gd_bestuur_zoek(%s)", [slug])
        if (gevonden := c.fetchone()[0]) is not None:
            return gevonden, False
        c.execute("SELECT gd_bestuur_maak(%s, %s, %s, %s)", [slug, naam, soort, demo])
        return c.fetchone()[0], True


def _verschuif(bestand: Bestand, bestuur: Bestuur, *, nieuw: bool, verschoven: bool) -> None:
    """De verschuiving van de eerste keer blijft gelden: anders stonden dezelfde uren er twee keer."""
    eerder = bestuur.demo_verschuiving_weken
    if eerder is not None and not verschoven:
        raise BestandGeweigerd("Dit bestuur is geladen met verschoven datums: voeg --peildatum vandaag toe.")
    if eerder is None and verschoven and not nieuw:
        raise BestandGeweigerd("Dit bestuur staat er zonder verschoven datums: laat --peildatum weg.")
    if not verschoven:
        return
    weken = weken_tot(bestand.peildatum, timezone.localdate()) if eerder is None else eerder
    if eerder is None:
        bestuur.demo_verschuiving_weken = weken
        bestuur.save(update_fields=["demo_verschuiving_weken"])
    verschuif(bestand, weken)


def _verwerk(ctx: Context, demo: bool, bewaard: list[Document]) -> None:
    for lijst in SCHEMA:
        if lijst == "fiches":
            if demo and not ctx.fouten:
                certificaten.vul_aan(ctx, bewaard)
                evaluaties.verlevendig(ctx)
                controles.open_een(ctx)
                if bewaard:
                    ctx.verslag.meld(f"{len(bewaard)} toegezegde certificaten kregen een voorbeeldbestand.")
            if not demo:
                _kijk_fiches_na(ctx)
                continue
        if lijst in IN_EENS:
            IN_EENS[lijst](ctx, ctx.rijen(lijst))
            continue
        for rij in ctx.rijen(lijst):
            ctx.verwerk(rij, PER_RIJ[lijst])


def _kijk_fiches_na(ctx: Context) -> None:
    """Zonder --demo neemt niemand stappen namens een ander: alles nagekeken, niets bewaard."""
    if not (rijen := ctx.rijen("fiches")):
        return
    with transaction.atomic():
        for rij in rijen:
            ctx.verwerk(rij, PER_RIJ["fiches"])
        transaction.set_rollback(True)
    ctx.verslag.tellers.pop("fiches", None)
    ctx.verslag.meld(f"fiches: {len(rijen)} nagekeken en niet uitgevoerd; dat gebeurt alleen met --demo.")


def _ruim_op(bewaard: list[Document]) -> None:
    """De bytes van certificaten waarvan de rij er niet kwam."""
    for document in bewaard:
        opslag.pad(document).unlink(missing_ok=True)


def _op_volgorde(fouten: Sequence[Fout]) -> list[Fout]:
    """In de volgorde van het formaat, per lijst op rij."""
    plaats = {lijst: nummer for nummer, lijst in enumerate(SCHEMA)}
    return sorted(fouten, key=lambda f: (plaats.get(f.lijst, -1), f.lijst, f.rij or 0))


def open_taken(bestuur_id: int) -> list[int]:
    """De taken van fiches die nog te doen zijn, de oudste eerst; ook wat een vorige, afgebroken import achterliet."""
    taken = Taak.objects.filter(bestuur_id=bestuur_id, naam__startswith="fiches.", status__in=OPEN)
    return list(taken.order_by("pk").values_list("pk", flat=True))
