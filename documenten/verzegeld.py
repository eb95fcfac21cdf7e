"""Een blad van een bestuur verzegelen en bewaren, in de twee delen van een taak: het trage, en de rij."""

from dataclasses import dataclass
from datetime import datetime

from documenten import opslag
from documenten.enums import Bewaarklasse
from documenten.models import Document
from documenten.opslag import Bewaard
from documenten.zegel import instelling, vertrouwenslijst
from documenten.zegel.afsluiten import sluit_af
from documenten.zegel.controle import looptijd
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from organisaties.isolatie import TenantModel
from organisaties.models import Bestuur


@dataclass(frozen=True)
class Stuk:
    """Verzegelde bytes die al op schijf staan; de rij die ervoor instaat komt bij het afronden."""

    bestuur_id: int
    bewaard: Bewaard
    niveau: str
    certificaat_sha256: str
    archief_tot: datetime | None = None  # enkel bij B-LTA

    def leg_vast(self, *, soort: str, naam: str, bewaarklasse: str = Bewaarklasse.BEWIJS) -> Document:
        """De rij, in de transactie van de aanroeper."""
        return opslag.leg_vast(
            self.bestuur_id,
            self.bewaard,
            soort=soort,
            naam=naam,
            mime="application/pdf",
            bewaarklasse=bewaarklasse,
            zegel_niveau=self.niveau,
            zegel_certificaat=self.certificaat_sha256,
            archief_tot=self.archief_tot,
        )


def met_testzegel(rij: TenantModel) -> bool:
    """Of wat van deze rij verzegeld wordt een testzegel krijgt; een rij zonder bestuur: dat van wie niet genoemd is."""
    return instelling.is_test(rij.bestuur.slug if rij.bestuur_id else "")


def maak(bestuur: Bestuur, blad: bytes, *, hoedanigheid: str, reden: str, naam: str) -> Stuk:
    """Zet het zegel van het bestuur op dit blad en bewaart het. Traag: roep het buiten elke transactie aan.

    `hoedanigheid`, `reden` en `naam` staan in het zegel. Fouten: `zegel.fouten.ZegelFout`, en die van de schijf.
    """
    zegel = zegelaar(bestuur.slug, bestuur.naam, bestuur.kbo_nummer)
    verzegeld = verzegel(blad, zegel, hoedanigheid=hoedanigheid, reden=reden, naam=naam)
    bewaard = opslag.bewaar(bestuur.pk, verzegeld.bytes)
    return Stuk(bestuur.pk, bewaard, verzegeld.niveau, verzegeld.certificaat_sha256, _archief_tot(verzegeld.bytes))


def neem_over(zegel: Document, getekend: bytes) -> Stuk:
    """Wat een persoon ondertekende, bovenop ons document `zegel`: met ons tijdstempel erachter, en bewaard. Traag.

    Fouten: `zegel.fouten.ZegelFout`, en die van de schijf.
    """
    try:
        uitgevers = vertrouwenslijst.lijst().uitgevers
    except vertrouwenslijst.LijstFout:  # nagekeken is ze al: dan komt enkel de uitgever er niet bij
        uitgevers = ()
    uit = sluit_af(getekend, uitgevers)
    bewaard = opslag.bewaar(zegel.bestuur_id, uit)
    return Stuk(zegel.bestuur_id, bewaard, zegel.zegel_niveau, zegel.zegel_certificaat, _archief_tot(uit))


def _archief_tot(pdf: bytes) -> datetime | None:
    tot = looptijd(pdf)
    return tot.archief_tot if tot else None
