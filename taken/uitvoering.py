"""Eén genomen taak uitvoeren. Dezelfde code in een Celery-werker en in een opdracht zonder werker."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.db import Error as DatabaseFout
from django.db import close_old_connections, connection
from django.db.models.functions import Now

from organisaties.isolatie import namens
from taken import stappen
from taken.enums import OPEN
from taken.models import Taak
from taken.register import VERWERKERS

logboek = structlog.get_logger("taken")


GEDULD = 3  # mislukte pogingen waarna een opdracht niet langer wacht


class TeLang(Exception):
    """De poging duurde langer dan de tijdslimiet van haar verwerker."""


class Werk:
    """Wat een verwerker krijgt: korte transacties in zijn bestuur, voortgang, en één manier om af te ronden."""

    def __init__(self, taak: Taak):
        self.taak, self.afgerond = taak, False

    def transactie(self):
        return namens(bestuur=self.taak.bestuur_id, verzoek=f"taak {self.taak.pk}")

    def voortgang(self, gedaan: int, totaal: int, *, fase: int | None = None) -> None:
        """Hoe ver het werk staat. Met `fase` begint hier dat deel van het werk, en `gedaan` telt daarin."""
        nieuw = {} if fase is None else {"fase": fase, "fase_op": Now()}
        stappen.verleng(self.taak, gedaan=gedaan, totaal=totaal, **nieuw)

    @contextmanager
    def afronden(self) -> Iterator[None]:
        """Het resultaat en "klaar" in één transactie: allebei of geen van beide, en alleen met onze claim."""
        with self.transactie():
            stappen.rond_af(self.taak)  # eerst: vergrendelt de rij tegen annuleren en overnemen
            yield
        self.afgerond = True


def voer_uit(taak_id: int | None = None) -> bool:
    """Neemt één taak en voert ze uit; False als er geen was."""
    if not connection.in_atomic_block:  # binnen een transactie (een test) is er geen oude verbinding
        close_old_connections()
    taak = stappen.neem(taak_id)
    if taak is None:
        return False
    verwerker = VERWERKERS.get(taak.naam)
    if verwerker is None or taak.pogingen > verwerker.pogingen:
        reden = "onbekende verwerker" if verwerker is None else taak.fout or "de werker viel telkens weg"
        stappen.mislukt(taak, reden, opgeven=True)
        return True
    werk, begin = Werk(taak), time.monotonic()
    try:
        with hartslag(taak, verwerker.tijdslimiet), tijdslimiet(verwerker.tijdslimiet):
            verwerker.functie(werk, *taak.argumenten)
            if not werk.afgerond:
                with werk.afronden():
                    pass
        logboek.info("taak klaar", **_regel(taak, begin))
    except stappen.ClaimKwijt:
        logboek.info("niet meer van ons", taak=taak.pk, taaknaam=taak.naam)
    except Exception as fout:
        logboek.warning("taak mislukt", exc_info=fout, **_regel(taak, begin))
        _meld_mislukt(taak, fout, opgeven=taak.pogingen >= verwerker.pogingen)
    return True


def _regel(taak: Taak, begin: float) -> dict:
    duur = round((time.monotonic() - begin) * 1000)
    return {"taak": taak.pk, "taaknaam": taak.naam, "poging": taak.pogingen, "bestuur_id": taak.bestuur_id, "ms": duur}


def _meld_mislukt(taak: Taak, fout: Exception, *, opgeven: bool) -> None:
    if not connection.in_atomic_block:
        connection.close()  # in welke toestand ze ook was
    try:
        stappen.mislukt(taak, beschrijf(fout), opgeven=opgeven)
    except DatabaseFout:
        logboek.warning("mislukken niet te noteren: de lease loopt vanzelf af", taak=taak.pk, taaknaam=taak.naam)
        connection.close()


def voer_alles_uit(*taak_ids: int) -> list[Taak]:
    """Helpt in het eigen proces tot deze taken gedaan zijn; claims zijn exclusief, dus een werker mag meedoen.

    Geeft de taken terug die niet klaar raakten: opgegeven, geannuleerd, of na `GEDULD` mislukte pogingen (de werker
    blijft die proberen; wie een opdracht gaf hoort het nu). Zonder nummers: al wat aan de beurt is.
    """
    if not taak_ids:
        while voer_uit():
            pass
        return []
    kansrijk = Taak.objects.filter(pk__in=taak_ids, status__in=OPEN).exclude(pogingen__gte=GEDULD, fout__gt="")
    while open_ := list(kansrijk.order_by("pk").values_list("pk", flat=True)):
        if sum(voer_uit(pk) for pk in open_) == 0:
            time.sleep(0.2)
    return list(Taak.objects.filter(pk__in=taak_ids).exclude(status="klaar").order_by("pk"))


def beschrijf(fout: BaseException) -> str:
    """Soort en plaats. Nooit de tekst: die kan persoonsgegevens aanhalen, en deze tabel is globaal."""
    spoor = fout.__traceback__
    while spoor is not None and spoor.tb_next:
        spoor = spoor.tb_next
    if spoor is None:
        return type(fout).__name__
    return f"{type(fout).__name__} in {Path(spoor.tb_frame.f_code.co_filename).name}:{spoor.tb_lineno}"


@contextmanager
def hartslag(taak: Taak, hoogstens: float) -> Iterator[None]:
    """Verlengt de lease zolang de verwerker loopt, nooit voorbij zijn limiet: leven is nog geen vooruitgang."""
    gedaan, einde = threading.Event(), time.monotonic() + hoogstens

    def klop() -> None:
        while not gedaan.wait(stappen.LEASE.total_seconds() / 4) and time.monotonic() < einde:
            try:
                stappen.verleng(taak)
            except stappen.ClaimKwijt:
                break
            except DatabaseFout:
                logboek.info("hartslag overgeslagen", taak=taak.pk, taaknaam=taak.naam)
            finally:
                connection.close()

    threading.Thread(target=klop, daemon=True).start()
    try:
        yield
    finally:
        gedaan.set()


@contextmanager
def tijdslimiet(seconden: float) -> Iterator[None]:
    """Een alarm in de hoofddraad, waar zowel de kinderen van Celery als opdrachten een verwerker uitvoeren."""

    def te_lang(*_):
        raise TeLang

    vorige = signal.signal(signal.SIGALRM, te_lang)
    signal.setitimer(signal.ITIMER_REAL, seconden)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, vorige)
