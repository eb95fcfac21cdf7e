"""Logs: één regel JSON per gebeurtenis, met enkel wat op de lijst staat. Geen naam, geen inhoud, geen tekst van fouten.

Eigen code: `logboek = structlog.get_logger("taken")`, dan `logboek.warning("taak mislukt", taak=7, exc_info=fout)`.
De zin is een vaste tekst in de code; wat verschilt staat in de sleutels. Van een ander pakket houden we enkel de naam
van de logger, de plaats, en het sjabloon van zijn zin zonder de ingevulde waarden.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

WORTEL = Path(__file__).resolve().parent.parent

# Wat in een regel mag, buiten zin, logger, niveau en tijd. Getallen mogen; tekst moet een code zijn, geen naam.
SLEUTELS = frozenset("methode url status ms vragen verzoek bestuur_id gebruiker_id taak taaknaam poging aantal".split())
CODE = re.compile(r"[a-z0-9_.:-]{0,80}|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS")
KADERS = 6  # hoeveel plaatsen per uitzondering, van waar ze ontstond naar boven


def plaats(bestand: str, lijn: int | None) -> str:
    """Waar in de code, kort: `fiches/stappen.py:41` van ons, `psycopg/cursor.py:97` van een ander."""
    pad = Path(bestand)
    if pad.is_relative_to(WORTEL) and "site-packages" not in pad.parts:
        return f"{pad.relative_to(WORTEL)}:{lijn}"
    return f"{'/'.join(pad.parts[-2:])}:{lijn}"


def keten(fout: BaseException | None) -> list[dict[str, Any]]:
    """Elke uitzondering met haar oorzaken: soort en plaatsen. De tekst niet: die haalt ingevoerde waarden aan."""
    uit: list[dict[str, Any]] = []
    while fout is not None and len(uit) < 5:
        spoor = traceback.extract_tb(fout.__traceback__)[-KADERS:]
        uit.append(
            {"soort": type(fout).__qualname__, "plaats": [plaats(k.filename, k.lineno) for k in reversed(spoor)]}
        )
        fout = fout.__cause__ or (None if fout.__suppress_context__ else fout.__context__)
    return uit


def zeef(velden: dict[str, Any]) -> dict[str, Any]:
    """Enkel wat op de lijst staat; tekst die geen code is wordt een streepje."""
    uit: dict[str, Any] = {}
    for sleutel in sorted(SLEUTELS & velden.keys()):
        waarde = velden[sleutel]
        if waarde is None or isinstance(waarde, bool | int | float):
            uit[sleutel] = waarde
        else:
            uit[sleutel] = str(waarde) if CODE.fullmatch(str(waarde)) else "-"
    return uit


def zin_van_een_ander(record: logging.LogRecord) -> str:
    """Het sjabloon als er waarden in te vullen waren; een zin die al ingevuld binnenkomt kan alles bevatten."""
    return record.msg if isinstance(record.msg, str) and record.args and "%" in record.msg else ""


class Gebeurtenis(dict[str, Any]):
    """Van onze eigen code, langs structlog; een dict die een ander pakket logt is er geen."""


class Regel(logging.Formatter):
    """Een record als één regel JSON, of (leesbaar) als tekst voor wie ontwikkelt."""

    def __init__(self, *args: Any, leesbaar: bool = False, **_: Any) -> None:
        super().__init__()
        self.leesbaar = leesbaar

    def velden(self, record: logging.LogRecord) -> dict[str, Any]:
        regel: dict[str, Any] = {"tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")}
        regel["niveau"] = record.levelname.lower()
        regel["logger"] = record.name
        regel |= zeef(structlog.contextvars.get_contextvars())  # het nummer van het verzoek, ook bij een ander pakket
        if isinstance(record.msg, Gebeurtenis):  # van structlog
            regel["zin"] = str(record.msg.get("event", ""))
            regel |= zeef(record.msg)
        else:
            if zin := zin_van_een_ander(record):
                regel["zin"] = zin
            regel["plaats"] = plaats(record.pathname, record.lineno)
        fout = record.exc_info[1] if record.exc_info else None
        if isinstance(record.msg, Gebeurtenis) and record.msg.get("exc_info"):
            info = record.msg["exc_info"]
            fout = info if isinstance(info, BaseException) else sys.exc_info()[1]
        if fout is not None:
            regel["fouten"] = keten(fout)
        return regel

    def format(self, record: logging.LogRecord) -> str:
        regel = self.velden(record)
        if not self.leesbaar:
            return json.dumps(regel, ensure_ascii=True, default=lambda _: "-")
        kop = f"{regel.pop('tijd')[11:19]} {regel.pop('niveau')} {regel.pop('logger')} {regel.pop('zin', '')}"
        return " ".join([kop, *(f"{sleutel}={waarde}" for sleutel, waarde in regel.items())])


def instellingen(niveau: str, *, leesbaar: bool) -> dict[str, Any]:
    """LOGGING van Django: één uitgang. structlog geeft zijn gebeurtenis als dict door."""
    logging.raiseExceptions = False  # een regel die niet te maken is mag zichzelf niet met inhoud uitschrijven
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, als_record],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    stil: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"regel": {"()": "kern.logs.Regel", "leesbaar": leesbaar}},
        "handlers": {"uit": {"class": "logging.StreamHandler", "formatter": "regel"}},
        "root": {"handlers": ["uit"], "level": "WARNING"},
        "loggers": {
            **{naam: {"level": niveau} for naam in ("verzoek", "taken", "logboek", "aanmelding")},
            "django": stil,
            "django.server": stil,
            # een weigering (4xx) staat al in de regel van het verzoek
            "django.request": stil | {"level": "ERROR"},
        },
    }


def als_record(_logger: Any, _methode: str, velden: MutableMapping[str, Any]) -> tuple[Any, ...]:
    return (Gebeurtenis(velden),), {}


def vang_alles() -> None:
    """Ook wat niemand opving wordt een regel: een hoofdprogramma, een draad of een opruimende __del__."""

    def meld(soort: type[BaseException], fout: BaseException | None, spoor: TracebackType | None) -> None:
        if soort is KeyboardInterrupt:
            sys.__excepthook__(soort, fout or soort(), spoor)
        else:
            logging.getLogger("onopgevangen").error("", exc_info=(soort, fout or soort(), spoor))

    logging.captureWarnings(True)
    sys.excepthook = meld
    threading.excepthook = lambda a: meld(a.exc_type, a.exc_value, a.exc_traceback)
    sys.unraisablehook = lambda a: meld(a.exc_type, a.exc_value, a.exc_traceback)
