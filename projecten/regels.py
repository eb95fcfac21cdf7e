"""De grenzen van een oproep op een dag, en de vorm waarin elke regel haar antwoord geeft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from django.db.models import QuerySet, Value

from organisaties.isolatie import Geweigerd
from projecten.enums import Meting
from projecten.models import Oproep, OproepInstelling, OproepRegel, Subsidieproject


@dataclass(frozen=True)
class Keuze:
    """Wat een bestuur zelf kiest omdat geen bron het zegt. `soort`: ja_nee, uren (in minuten), dagen of werkdagen."""

    label: str
    uitleg: str
    soort: str
    minimum: int = 0
    maximum: int = 1
    stap: int = 1


# Wat de bronnen niet zeggen, kiest een bestuur zelf (OproepInstelling); de rest wijzigt enkel de installateur.
KEUZES = {
    "minuten_per_dag_max": Keuze(
        "Hoogstens per dag", "Meer uren op één dag worden geweigerd.", "uren", minimum=60, maximum=24 * 60, stap=15
    ),
    "minimum_naar_rato": Keuze(
        "Minimum naar rato",
        "In een onvolledige maand telt het minimum naar rato van de kalenderdagen. Bij nee geldt het volle minimum.",
        "ja_nee",
    ),
    "reservatie_werkdagen": Keuze(
        "Plek vrijhouden voor een kandidaat",
        "Zo lang blijft een plek vrij voor een voorgestelde kandidaat.",
        "werkdagen",
        minimum=1,
        maximum=60,
    ),
    "aanbod_dagen": Keuze(
        "Een aanbod loopt",
        "Zo lang kan een GLOW-partner iemand voorstellen voor een aangeboden plek. Vernieuwen kan altijd.",
        "dagen",
        minimum=7,
        maximum=365,
    ),
    "leeg_dagen": Keuze(
        "Een plek blijft leeg",
        "Staat een plek zo lang leeg, dan zie je ze met wat in de weg staat.",
        "dagen",
        minimum=1,
        maximum=365,
    ),
    "leidinggevende_bevestigt": Keuze(
        "Leidinggevende bevestigt ook",
        "De direct leidinggevende van een mentor mag diens maandstaten bevestigen, naast HR en de coördinator.",
        "ja_nee",
    ),
}
INSTELBAAR = frozenset(KEUZES)


@dataclass(frozen=True)
class Grens:
    waarde: int
    bron: str
    uitleg: str


@dataclass(frozen=True)
class Uitkomst:
    """Het antwoord van een regel: klopt het, wat was de waarde, wat de grens, waar komt ze vandaan, wat te doen."""

    ok: bool
    waarde: object = None
    grens: object = None
    bron: str = ""
    uitleg: str = ""
    veld: str | None = None
    weigert: bool = True  # False: een signaal


class Grenzen:
    """De grenzen die op één dag gelden: `grenzen["minuten_per_maand_max"].waarde`."""

    def __init__(self, per_sleutel: dict[str, Grens]):
        self._per_sleutel = per_sleutel

    def __getitem__(self, sleutel: str) -> Grens:
        return self._per_sleutel[sleutel]

    def waarde(self, sleutel: str) -> int:
        return self._per_sleutel[sleutel].waarde

    def get(self, sleutel: str) -> Grens | None:
        """De grens, of None als deze oproep er op die dag geen heeft (een vergoeding bijvoorbeeld)."""
        return self._per_sleutel.get(sleutel)


class Regelrij(NamedTuple):
    """Wat Regelboek van een OproepRegel leest."""

    oproep_id: int
    sleutel: str
    vanaf: date
    waarde: int
    bron: str
    uitleg: str


class Keuzerij(NamedTuple):
    """Wat Regelboek van een OproepInstelling leest."""

    oproep_id: int
    sleutel: str
    vanaf: date
    waarde: int


class Regelboek:
    """Alle grenzen van enkele oproepen in één query; `op(oproep_id, dag)` geeft die van één dag.

    De jongste waarde van elke regel telt; de instelling van het bestuur gaat voor waar dat mag.
    """

    def __init__(self, oproep_ids: Iterable[int] | QuerySet, bestuur_id: int | None = None):
        ids = oproep_ids if isinstance(oproep_ids, QuerySet) else set(oproep_ids)
        velden = ("oproep_id", "sleutel", "vanaf", "waarde")
        regels = OproepRegel.objects.filter(oproep__in=ids).values_list(*velden, "bron", "uitleg")
        keuzes = OproepInstelling.objects.filter(bestuur_id=bestuur_id or 0, oproep__in=ids, sleutel__in=INSTELBAAR)
        # één vraag voor beide: wie een maand invult, stelt er al genoeg
        rijen = regels.union(keuzes.values_list(*velden, Value(""), Value("")), all=True) if bestuur_id else regels
        op_dag = sorted(rijen, key=lambda rij: rij[2])
        self._regels = [Regelrij(*rij) for rij in op_dag if rij[4]]
        self._keuzes = [Keuzerij(*rij[:4]) for rij in op_dag if not rij[4]]

    @classmethod
    def uit(cls, regels: Sequence[Regelrij], keuzes: Sequence[Keuzerij]) -> "Regelboek":
        """Een boek uit rijen die al gelezen zijn, elk op `vanaf`; wat geen keuze van een bestuur is telt niet."""
        boek = cls([])
        boek._regels, boek._keuzes = list(regels), [keuze for keuze in keuzes if keuze.sleutel in INSTELBAAR]
        return boek

    @property
    def oproepen(self) -> set[int]:
        return {regel.oproep_id for regel in self._regels}

    def op(self, oproep_id: int, dag: date) -> Grenzen:
        gevonden: dict[str, Grens] = {}
        for regel in self._regels:
            if regel.oproep_id == oproep_id and regel.vanaf <= dag:
                gevonden[regel.sleutel] = Grens(regel.waarde, regel.bron, regel.uitleg)
        for keuze in self._keuzes:
            if keuze.oproep_id == oproep_id and keuze.vanaf <= dag:
                uitleg = gevonden[keuze.sleutel].uitleg
                gevonden[keuze.sleutel] = Grens(keuze.waarde, "keuze van het bestuur", uitleg)
        return Grenzen(gevonden)


def grenzen(oproep: Oproep, op: date, bestuur_id: int | None = None) -> Grenzen:
    """De grenzen van één oproep op één dag."""
    return Regelboek([oproep.pk], bestuur_id).op(oproep.pk, op)


def oproepen_met(sleutel: str, bestuur_id: int, op: date) -> set[int]:
    """De oproepen waaronder dit bestuur werkt en waar die keuze op die dag aan staat."""
    boek = Regelboek(Subsidieproject.objects.filter(bestuur=bestuur_id).values("oproep"), bestuur_id)
    return {pk for pk in boek.oproepen if (grens := boek.op(pk, op).get(sleutel)) and grens.waarde}


def keuze(sleutel: str, waarde: int) -> Uitkomst:
    """Of een bestuur deze waarde mag kiezen; de grenzen zijn technisch, geen bron noemt er."""
    k = KEUZES[sleutel]
    zinnen = {
        "ja_nee": "Kies ja of nee.",
        "uren": f"Vul {k.minimum // 60} tot {k.maximum // 60} uur in, per kwartier.",
        "dagen": f"Vul een aantal dagen in van {k.minimum} tot en met {k.maximum}.",
        "werkdagen": f"Vul een aantal werkdagen in van {k.minimum} tot en met {k.maximum}.",
    }
    return Uitkomst(
        ok=k.minimum <= waarde <= k.maximum and waarde % k.stap == 0,
        waarde=waarde,
        grens=(k.minimum, k.maximum),
        bron="niet gevonden",
        uitleg=zinnen[k.soort],
        veld="waarde",
    )


def weigeringen(uitkomsten: list[Uitkomst]) -> list[Uitkomst]:
    return [u for u in uitkomsten if not u.ok and u.weigert]


def eis(*uitkomsten: Uitkomst) -> None:
    """`Geweigerd` met elke regel die weigert; signalen laten door."""
    if redenen := weigeringen(list(uitkomsten)):
        raise Geweigerd.om([(u.uitleg, u.veld) for u in redenen])


def uren_per_maand(uren: int | None, grenzen: Grenzen, veld: str = "uren_per_maand") -> Uitkomst:
    """Geplande uren van een plek of plaatsing: 32 tot en met 64 (bron 000, 001). Leeg mag: dan ontbreekt het nog."""
    minimum = grenzen.waarde("minuten_per_maand_min") // 60
    maximum = grenzen.waarde("minuten_per_maand_max") // 60
    return Uitkomst(
        ok=uren is None or minimum <= uren <= maximum,
        waarde=uren,
        grens=(minimum, maximum),
        bron=grenzen["minuten_per_maand_max"].bron,
        uitleg=f"Kies {minimum} tot {maximum} uur per maand.",
        veld=veld,
    )


VERDEELD = (("doel_leerwerkplekken", "leerwerkplekken"), ("doel_mentoren", "mentoren"))


def keur_verdeling(
    project: Subsidieproject, delen: Mapping[int, Mapping[str, int | None]]
) -> list[tuple[str, str | None]]:
    """De delen van alle organisaties (pk → veld → deel) zijn samen hoogstens het doel van het project; minder mag.

    Uit: per doel dat overschreden wordt de zin, en als veld (`veld_pk`) het deel waarmee de som erover gaat. Geen bron
    zegt hoe een doel verdeeld moet worden; dat het gebeurt, zegt bron 003.
    """
    uit: list[tuple[str, str | None]] = []
    for veld, woord in VERDEELD:
        doel, tot_hier = getattr(project, veld), accumulate(deel[veld] or 0 for deel in delen.values())
        sommen = dict(zip(delen, tot_hier, strict=True))
        if over := [pk for pk, som in sommen.items() if som > doel]:
            zin = f"Samen zijn dit {max(sommen.values())} {woord}. Verdeel er hoogstens {doel}: dat is het doel."
            uit.append((zin, f"{veld}_{over[0]}"))
    return uit


INWONERS_SAMEN = 60_000  # zoveel inwoners telt een groep gemeenten die subsidie voor de regierol kan krijgen (bron 004)


def minder_plekken(vorig_jaar: int | None, dit_jaar: int | None) -> bool:
    """Signaal: er zijn minder plekken in andere maatregelen dan het jaar ervoor (bron 001, 004). Zonder cijfer: nee."""
    return vorig_jaar is not None and dit_jaar is not None and dit_jaar < vorig_jaar


def meting_van(indicator: str) -> Meting | None:
    """Welke telling achter deze indicator zit ("plekken art60", "Overleg VDAB"); None als het systeem ze niet kent."""
    woorden = indicator.strip().lower().replace("-", "_").split()
    sleutel = " ".join([*woorden[:1], "_".join(woorden[1:])])
    return next((m for m in Meting if sleutel == m.value or indicator.strip().lower() == m.label.lower()), None)


def keur_beleidsdoel(indicator: str, realisatie: int | None, bron: str) -> list[tuple[str, str | None]]:
    """Wat de telling van een beleidsdoel nog mist: een cijfer heeft een bron, of het systeem telt het zelf."""
    if realisatie is not None and not bron.strip():
        return [("Zeg waar dit cijfer vandaan komt, bijvoorbeeld: jaarverslag.", "bron")]
    if not bron.strip() and meting_van(indicator) is None:
        return [("Dit telt het systeem niet zelf. Vul in waar het cijfer vandaan zal komen.", "bron")]
    return []
