"""Hoe ver een bewijspakket staat: afgeleid uit de taak en het document, nergens bewaard (besluit 6)."""

from dataclasses import dataclass

from kern.onderdelen import Moment
from kern.opmaak import meervoud
from rapportage.enums import PakketStatus
from rapportage.models import Bewijspakket
from taken.enums import Status
from taken.models import Taak

VAN_TAAK = {
    Status.WACHT: PakketStatus.AANGEVRAAGD,
    Status.BEZIG: PakketStatus.IN_OPBOUW,
    Status.KLAAR: PakketStatus.KLAAR,
    Status.MISLUKT: PakketStatus.MISLUKT,
    Status.GEANNULEERD: PakketStatus.GEANNULEERD,
}
FASEN = ("Cijfers tellen", "Rapport tekenen en verzegelen", "Bestanden schrijven", "Pakket verzegelen")


@dataclass(frozen=True)
class Stand:
    """`gedaan` en `totaal` zijn bestanden; `totaal` is 0 zolang de cijfers geteld worden (zie `tasks`)."""

    status: PakketStatus
    gedaan: int = 0
    totaal: int = 0
    pogingen: int = 0
    reden: str = ""
    code: str = ""  # soort en plaats van een fout, voor de beheerder

    @property
    def loopt(self) -> bool:
        return self.status in (PakketStatus.AANGEVRAAGD, PakketStatus.IN_OPBOUW)

    @property
    def nieuwe_poging(self) -> bool:
        """Een vorige poging mislukte en er komt nog een."""
        return self.loopt and bool(self.code)

    @property
    def fase(self) -> int:
        """De plaats in FASEN; -1 zolang er niemand aan begonnen is."""
        if self.status == PakketStatus.AANGEVRAAGD:
            return -1
        if not self.totaal:
            return 0
        return 1 if not self.gedaan else 2 if self.gedaan < self.totaal else 3

    @property
    def bestanden(self) -> str:
        return f"{self.gedaan} van {meervoud(self.totaal, 'bestand', 'bestanden')}"

    @property
    def zin(self) -> str:
        """Wat er nu gebeurt, in één zin; ook voor wie het scherm laat voorlezen."""
        if self.status == PakketStatus.KLAAR:
            return "Het pakket is klaar om op te halen."
        if self.status == PakketStatus.IN_OPBOUW:
            return f"{self.bestanden} geschreven." if self.fase == 2 else f"{FASEN[self.fase]}."
        if self.status == PakketStatus.AANGEVRAAGD:
            return (
                "Een poging mislukte. We proberen opnieuw." if self.nieuwe_poging else "Het pakket wacht op zijn beurt."
            )
        return "Het maken is gestopt." if self.status == PakketStatus.GEANNULEERD else "Het maken is mislukt."

    @property
    def momenten(self) -> list[Moment]:
        uit = []
        for plaats, wat in enumerate(FASEN):
            stand = "gedaan" if plaats < self.fase else "nu" if plaats == self.fase else "komt"
            uit.append(Moment(wat, wie=self.bestanden if plaats == self.fase == 2 else "", stand=stand))
        return uit

    @property
    def teken(self) -> str:
        """Verandert wanneer er iets anders te tonen is; het deel voor de punt wanneer er iets te zeggen is."""
        return f"{self.status}{self.fase}{'x' if self.nieuwe_poging else ''}.{self.gedaan}.{self.totaal}"


def stand(pakket: Bewijspakket, taak: Taak | None) -> Stand:
    if pakket.document_id:
        return Stand(PakketStatus.KLAAR)
    if taak is None:
        return Stand(PakketStatus.AANGEVRAAGD)
    status = VAN_TAAK[Status(taak.status)]
    reden = pakket.reden if taak.fout else ""
    return Stand(status, taak.gedaan, taak.totaal, taak.pogingen, reden, taak.fout)
