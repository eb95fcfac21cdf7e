"""De regels van een kandidatuur. Zuivere functies over de grenzen van de oproep; elke weigering noemt haar bron."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from kandidaten.enums import OVERGANGEN, Reden, Status
from kern.kalender import plus_werkdagen
from kern.opmaak import datum_woord
from organisaties.isolatie import Geweigerd
from plaatsingen.regels import BRUSSEL
from projecten.regels import Grenzen, Uitkomst, weigeringen

DOMEIN = "volgt uit “unieke leerwerkplek”"
EIGEN_REGEL = "regel van deze toepassing"


def eis(uitkomsten: Iterable[Uitkomst]) -> None:
    """`Geweigerd` met elke regel die weigert, bij haar veld en met haar bron: een partner moet ze kunnen opzoeken."""
    if redenen := weigeringen(list(uitkomsten)):
        raise Geweigerd.om([(met_bron(u), u.veld) for u in redenen])


def met_bron(uitkomst: Uitkomst) -> str:
    """De zin met de bron erachter; een keuze van onszelf heeft er geen."""
    return uitkomst.uitleg if uitkomst.bron == EIGEN_REGEL else f"{uitkomst.uitleg} ({uitkomst.bron})"


def mag_over(van: str, naar: str) -> bool:
    return (van, naar) in OVERGANGEN


# --- voorstellen


def start(
    op: date,
    *,
    vandaag: date,
    beschikbaar_van: date | None = None,
    beschikbaar_tot: date | None = None,
    bezet_tot: date | None = None,
    persoon_tot: date | None = None,
) -> list[Uitkomst]:
    """Kan deze persoon op die dag op deze plek beginnen? Laatste dagen tellen mee: starten kan de dag erna.

    `bezet_tot`: laatste dag van wie er nu staat; `persoon_tot`: laatste dag van een andere plaatsing van deze persoon.
    """
    vragen = [
        (op >= vandaag, vandaag, "Die dag is voorbij. Kies vandaag of later.", EIGEN_REGEL),
        (
            beschikbaar_van is None or op >= beschikbaar_van,
            beschikbaar_van,
            f"De plek is beschikbaar vanaf {_dag(beschikbaar_van)}. Kies die dag of later.",
            EIGEN_REGEL,
        ),
        (
            beschikbaar_tot is None or op <= beschikbaar_tot,
            beschikbaar_tot,
            f"De plek is beschikbaar tot en met {_dag(beschikbaar_tot)}. Kies een vroegere dag.",
            EIGEN_REGEL,
        ),
        (
            bezet_tot is None or op > bezet_tot,
            bezet_tot,
            f"De plek is bezet tot en met {_dag(bezet_tot)}. Kies een latere dag.",
            DOMEIN,
        ),
        (
            persoon_tot is None or op > persoon_tot,
            persoon_tot,
            f"Deze persoon is geplaatst tot en met {_dag(persoon_tot)}. Kies een latere dag.",
            DOMEIN,
        ),
    ]
    return [Uitkomst(ok, op, grens, bron, zin, "start") for ok, grens, zin, bron in vragen]


def _dag(dag: date | None) -> str:
    return datum_woord(dag) if dag else ""


def te_krijgen(gereserveerd_tot: date | None, *, gesloten: bool) -> list[Uitkomst]:
    """Een plek die gesloten is of voor iemand vrijgehouden wordt, krijgt geen nieuwe kandidaten."""
    return [
        Uitkomst(not gesloten, bron=EIGEN_REGEL, uitleg="Deze plek is gesloten. Kies een andere plek."),
        Uitkomst(
            gereserveerd_tot is None,
            grens=gereserveerd_tot,
            bron=EIGEN_REGEL,
            uitleg=f"Deze plek is gereserveerd tot en met {_dag(gereserveerd_tot)}. Kies een andere plek.",
        ),
    ]


# --- behandelen


def intake(dag: date, uur: time, nu: datetime) -> list[Uitkomst]:
    """Een intake ligt niet in het verleden (tijd van Brussel), en niet verder dan een jaar."""
    moment = datetime.combine(dag, uur, tzinfo=BRUSSEL)
    voorbij = dag < timezone.localdate(nu, BRUSSEL)
    return [
        Uitkomst(not voorbij, dag, nu, EIGEN_REGEL, "Die dag is voorbij. Kies vandaag of later.", "datum"),
        Uitkomst(voorbij or moment >= nu, uur, nu, EIGEN_REGEL, "Dat uur is voorbij. Kies een later uur.", "uur"),
        Uitkomst(
            (dag - timezone.localdate(nu, BRUSSEL)).days <= 366,
            dag,
            366,
            EIGEN_REGEL,
            "Dat is meer dan een jaar ver. Kijk het jaartal na.",
            "datum",
        ),
    ]


def reservatie_tot(dag: date, grenzen: Grenzen) -> date:
    """De laatste dag van een reservatie die op `dag` begint: zoveel Belgische werkdagen later (instelling)."""
    return plus_werkdagen(dag, grenzen.waarde("reservatie_werkdagen"))


def weigering(reden: str, nota: str) -> list[Uitkomst]:
    """Een reden uit de lijst; *een andere reden* vraagt enkele woorden."""
    gekozen = reden in Reden.values
    zonder = reden == Reden.ANDERE and not nota.strip()
    return [
        Uitkomst(gekozen, reden, bron=EIGEN_REGEL, uitleg="Kies een reden uit de lijst.", veld="reden"),
        Uitkomst(not zonder, bron=EIGEN_REGEL, uitleg="Zeg in enkele woorden wat de reden is.", veld="nota"),
        Uitkomst(len(nota) <= 150, bron=EIGEN_REGEL, uitleg="Houd de nota op 150 tekens.", veld="nota"),
    ]


def nog_te_beslissen(status: str, naar: str) -> Uitkomst:
    """Of deze stap kan vanuit de stand waarin de kandidatuur nu is."""
    zin = {
        Status.GEWEIGERD: "Deze kandidatuur is intussen geweigerd. Er is niets veranderd.",
        Status.INGETROKKEN: "De partner trok deze kandidatuur intussen in. Er is niets veranderd.",
        Status.AANVAARD: "Deze kandidaat is al aanvaard. Er is niets veranderd.",
    }.get(Status(status), "Dit kan nu niet voor deze kandidatuur.")
    return Uitkomst(mag_over(status, naar), status, naar, EIGEN_REGEL, zin)
