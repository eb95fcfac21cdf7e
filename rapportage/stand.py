"""Hoe ver een bewijspakket of een rapport staat: afgeleid uit de taak en het document, nergens bewaard (besluit 6)."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kern.onderdelen import Moment
from kern.opmaak import meervoud
from rapportage.enums import Fase, PakketStatus, RapportFase
from rapportage.models import Gevraagd, Rapport
from taken.enums import Status
from taken.models import Taak

VAN_TAAK = {
    Status.WACHT: PakketStatus.AANGEVRAAGD,
    Status.BEZIG: PakketStatus.IN_OPBOUW,
    Status.KLAAR: PakketStatus.KLAAR,
    Status.MISLUKT: PakketStatus.MISLUKT,
    Status.GEANNULEERD: PakketStatus.GEANNULEERD,
}
GETELD = {  # wat er in een fase geteld wordt, en wat ermee gebeurt
    Fase.URENSTATEN: ("urenstaat", "urenstaten", "gemaakt"),
    Fase.SCHRIJVEN: ("bestand", "bestanden", "geschreven"),
}
EERST_METEN, EERST_GEDAAN = 3, 3  # seconden en stukken: eerder is een tempo toeval


@dataclass(frozen=True)
class Stand:
    """`gedaan` en `totaal` tellen wat de fase maakt (`GETELD`); `bezig` is hoe lang ze al duurt."""

    status: PakketStatus
    fase: Fase | RapportFase = Fase.TELLEN
    gedaan: int = 0
    totaal: int = 0
    pogingen: int = 0
    reden: str = ""
    code: str = ""  # soort en plaats van een fout, voor de beheerder
    bezig: float = 0  # seconden sinds de fase begon

    @property
    def ding(self) -> str:
        return "rapport" if isinstance(self.fase, RapportFase) else "pakket"

    @property
    def loopt(self) -> bool:
        return self.status in (PakketStatus.AANGEVRAAGD, PakketStatus.IN_OPBOUW)

    @property
    def nieuwe_poging(self) -> bool:
        """Een vorige poging mislukte en er komt nog een."""
        return self.loopt and bool(self.code)

    @property
    def plaats(self) -> int:
        """De fase; -1 zolang er niemand aan begonnen is."""
        return -1 if self.status == PakketStatus.AANGEVRAAGD else int(self.fase)

    @property
    def aantal(self) -> str:
        """Zoals "12 van 40 urenstaten"; leeg in een fase waarin er niets te tellen is."""
        if not isinstance(self.fase, Fase) or self.fase not in GETELD or not self.totaal:
            return ""
        enkel, veel, _ = GETELD[self.fase]
        return f"{self.gedaan} van {meervoud(self.totaal, enkel, veel)}"

    @property
    def nog(self) -> str:
        """Hoe lang deze fase nog duurt aan het tempo tot nu toe; leeg zolang dat niet te weten is."""
        meetbaar = self.bezig >= EERST_METEN and EERST_GEDAAN <= self.gedaan < self.totaal
        if self.status != PakketStatus.IN_OPBOUW or not self.aantal or not meetbaar:
            return ""
        return f"Nog {duur(self.bezig / self.gedaan * (self.totaal - self.gedaan))} voor deze stap."

    @property
    def zin(self) -> str:
        """Wat er nu gebeurt, in één zin; ook voor wie het scherm laat voorlezen."""
        if self.status == PakketStatus.KLAAR:
            return f"Het {self.ding} is klaar om op te halen."
        if self.status == PakketStatus.IN_OPBOUW:
            gedaan = GETELD[Fase(self.fase)][2] if self.aantal and self.gedaan else ""
            return f"{self.aantal} {gedaan}." if gedaan else f"{self.fase.label}."
        if self.status == PakketStatus.AANGEVRAAGD:
            return (
                "Een poging mislukte. We proberen opnieuw."
                if self.nieuwe_poging
                else f"Het {self.ding} wacht op zijn beurt."
            )
        return "Het maken is gestopt." if self.status == PakketStatus.GEANNULEERD else "Het maken is mislukt."

    @property
    def momenten(self) -> list[Moment]:
        uit = []
        for fase in type(self.fase):
            nu = fase == self.plaats
            stand = "gedaan" if fase < self.plaats else "nu" if nu else "komt"
            uit.append(Moment(fase.label, wie=self.aantal if nu else "", stand=stand, uitleg=self.nog if nu else ""))
        return uit

    @property
    def teken(self) -> str:
        """Verandert wanneer er iets anders te tonen is; het deel voor de punt wanneer er iets te zeggen is."""
        zeggen = f"{self.status}{self.plaats}{'b' if self.gedaan else ''}{'x' if self.nieuwe_poging else ''}"
        return f"{zeggen}.{self.gedaan}.{self.totaal}.{''.join(c for c in self.nog if c.isalnum())}"


def duur(seconden: float) -> str:
    """Ruwe woorden: "enkele seconden", "ongeveer 40 seconden", "ongeveer 2 minuten", "ongeveer 2 uur"."""
    if seconden < 10:
        return "enkele seconden"
    if seconden <= 50:
        return f"ongeveer {10 * math.ceil(seconden / 10)} seconden"
    if seconden < 90 * 60:
        return f"ongeveer {meervoud(max(1, round(seconden / 60)), 'minuut', 'minuten')}"
    return f"ongeveer {round(seconden / 3600)} uur"


def stand(gevraagd: Gevraagd, taak: Taak | None, nu: datetime | None = None) -> Stand:
    fasen = RapportFase if isinstance(gevraagd, Rapport) else Fase
    if gevraagd.document_id:
        return Stand(PakketStatus.KLAAR, fasen.TELLEN)
    if taak is None:
        return Stand(PakketStatus.AANGEVRAAGD, fasen.TELLEN)
    return Stand(
        VAN_TAAK[Status(taak.status)],
        fasen(taak.fase),
        taak.gedaan,
        taak.totaal,
        taak.pogingen,
        gevraagd.reden if taak.fout else "",
        taak.fout,
        ((nu or timezone.now()) - taak.fase_op).total_seconds() if taak.fase_op else 0,
    )
