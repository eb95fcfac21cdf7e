"""Een fiche om te tonen: dezelfde secties voor scherm en PDF, enkel uit bevroren inhoud en handtekening."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from fiches.enums import VERKLARING
from fiches.models import Aanlevering, Fiche, Handtekening
from kern.opmaak import datum_woord, kbo, opsomming
from leerwerkplekken.regels import SECTIES
from leerwerkplekken.standaard import LETTERS, rollen
from organisaties.enums import Tekenwijze

# Wat van het plan op papier in twee smalle tabellen naast elkaar past; de rest staat in alinea's.
LINKS, RECHTS = ("risicos", "beschermingsmiddelen", "taalniveau"), ("bus", "fiets", "geschikt")


@dataclass(frozen=True)
class Veld:
    """Eén regel: `waarde` is een tekst, of meer stukken (alinea's, of punten als `punten`).

    `was`: wat de vorige ondertekende versie zei, als dat anders was; `gewijzigd` zegt of er vergeleken en verschil is.
    """

    sleutel: str
    label: str
    waarde: str | tuple[str, ...]
    punten: bool = False
    gewijzigd: bool = False
    was: str | tuple[str, ...] = ""

    @property
    def stukken(self) -> tuple[str, ...]:
        return self.waarde if isinstance(self.waarde, tuple) else ((self.waarde,) if self.waarde else ())

    @property
    def was_stukken(self) -> tuple[str, ...]:
        return self.was if isinstance(self.was, tuple) else ((self.was,) if self.was else ())


@dataclass(frozen=True)
class Matrixrij:
    onderwerp: str
    per_rol: tuple[tuple[str, str], ...]  # (hoe de rol heet, letter), in de volgorde van Blad.rollen
    gewijzigd: bool = False
    was: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(letter for _, letter in self.per_rol)


@dataclass(frozen=True)
class Sectie:
    sleutel: str  # zoals in leerwerkplekken.regels.SECTIES
    kop: str
    velden: tuple[Veld, ...]
    matrix: tuple[Matrixrij, ...] = ()


@dataclass(frozen=True)
class Ondertekening:
    """De handtekening zoals ze op het blad staat; alles komt uit de onwijzigbare rij."""

    naam: str
    functie: str
    hoedanigheid: str
    organisatie: str
    op: datetime
    verklaring: str
    inhoud_sha256: str
    gezag: str
    wijze: str = Tekenwijze.TOEPASSING
    gezet: bool = True  # False: de handtekening komt in de PDF zelf
    enkel_dag: bool = False
    bevestigd: str = ""  # "bevestigd door … op …", van een scan
    scan_sha256: str = ""

    @property
    def hoe(self) -> str:
        """Hoe er getekend is, met de dag, zoals het bovenaan het blad staat."""
        dag = datum_woord(self.op)
        if self.wijze == Tekenwijze.VOORAF:
            return f"Op papier ondertekend op {dag}, vóór ingebruikname"
        if self.wijze == Tekenwijze.PAPIER:
            return f"Op papier ondertekend op {dag}"
        return f"Ondertekend op {dag}" if self.gezet else "Enkel geldig met de eigen handtekening in deze PDF"

    @classmethod
    def van(cls, rij: Handtekening) -> "Ondertekening":
        return cls(
            naam=rij.naam,
            functie=rij.functie,
            hoedanigheid=rij.als,
            organisatie=rij.organisatie,
            op=timezone.localtime(rij.ondertekend_op),
            verklaring=rij.verklaring,
            inhoud_sha256=rij.inhoud_sha256,
            gezag=_grond(rij.gezag),
            wijze=rij.wijze,
            enkel_dag=rij.enkel_dag,
            bevestigd=_bevestigd(rij),
            scan_sha256=rij.scan.sha256 if rij.scan else "",
        )


@dataclass(frozen=True)
class Blad:
    """Alles wat een lezer ziet. `secties` volgt de takenlijst van de leerwerkplek."""

    titel: str
    code: str
    versie: int
    bestuur: str
    organisatie: str
    oproep: str
    fonds: str
    ingediend_op: date
    banner: tuple[str, ...]
    voorlopige_banner: bool
    demo: bool
    gegevens: tuple[Veld, ...]
    additioneel: tuple[Veld, ...]
    taken: Veld
    competenties: Veld
    leerdoelen: tuple[Veld, ...]
    vereisten: tuple[Veld, ...]
    mentor: tuple[Veld, ...]
    plan: tuple[Veld, ...]
    rollen: tuple[str, ...]
    matrix: tuple[Matrixrij, ...]
    aanbod: tuple[Veld, ...]
    inhoud_sha256: str = ""
    ondertekening: Ondertekening | None = None

    letters = tuple(LETTERS.items())

    @property
    def kenmerken(self) -> tuple[Veld, ...]:
        """Wat op papier onder de titel staat: de functie is daar de titel zelf."""
        return (*(veld for veld in self.gegevens if veld.sleutel != "functie"), *self.vereisten)

    @property
    def plan_teksten(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel not in (*LINKS, *RECHTS))

    @property
    def plan_links(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel in LINKS)

    @property
    def plan_rechts(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel in RECHTS)

    @property
    def secties(self) -> tuple["Sectie", ...]:
        """Dezelfde volgorde en namen als de takenlijst van de leerwerkplek, zodat je weet waar je iets wijzigt."""
        velden = {
            "gegevens": (*self.gegevens, *self.additioneel),
            "taken": (self.taken, *self.leerdoelen, self.competenties, *self.vereisten),
            "mentor": self.mentor,
            "plan": self.plan,
            "rollen": (),
            "aanbod": self.aanbod,
        }
        return tuple(
            Sectie(sleutel, SECTIES[sleutel], deel, self.matrix if sleutel == "rollen" else ())
            for sleutel, deel in velden.items()
        )

    @property
    def kort(self) -> bool:
        """Passen taken, leerdoelen en competenties naast elkaar op een blad?"""
        punten = [punt for veld in self.kolommen for punt in veld.stukken]
        return len(punten) <= 24 and all(len(punt) <= 70 for punt in punten)

    @property
    def kolommen(self) -> tuple[Veld, ...]:
        return (self.taken, *self.leerdoelen, self.competenties)

    @property
    def naast_elkaar(self) -> bool:
        """Passen begeleiding en aanbod naast elkaar op een blad?"""
        stukken = [stuk for veld in (*self.aanbod, *self.additioneel) for stuk in veld.stukken]
        return len(self.aanbod) <= 4 and sum(len(stuk) for stuk in stukken) <= 400

    @property
    def gewijzigd(self) -> tuple[str, ...]:
        """De namen van wat anders is dan in de versie waarmee `vergeleken` werd."""
        velden = (
            *self.gegevens,
            *self.additioneel,
            self.taken,
            self.competenties,
            *self.leerdoelen,
            *self.vereisten,
            *self.mentor,
            *self.plan,
            *self.aanbod,
        )
        return tuple(v.label for v in velden if v.gewijzigd) + tuple(r.onderwerp for r in self.matrix if r.gewijzigd)


def van_fiche(fiche: Fiche, handtekening: Handtekening | None = None) -> Blad:
    """Het blad van een ingediende fiche: enkel haar bevroren inhoud telt, niet wat plek of mentor vandaag zegt."""
    blad = van_inhoud(fiche.gegevens, inhoud_sha256=fiche.inhoud_sha256)
    return blad if handtekening is None else replace(blad, ondertekening=Ondertekening.van(handtekening))


def klaargezet(fiche: Fiche, rij: Aanlevering) -> Blad:
    """Het blad dat iemand met een eigen certificaat zal ondertekenen; wie, en als wat, ligt vast."""
    ondertekening = Ondertekening(
        naam=rij.naam,
        functie=rij.functie,
        hoedanigheid=rij.als,
        organisatie=rij.organisatie,
        op=timezone.localtime(rij.vastgelegd_op),
        verklaring=VERKLARING.format(hoedanigheid=rij.als, organisatie=rij.organisatie),
        inhoud_sha256=fiche.inhoud_sha256,
        gezag=_grond(rij.gezag),
        wijze=rij.wijze,
        gezet=False,
    )
    return replace(van_fiche(fiche), ondertekening=ondertekening)


def van_inhoud(inhoud: Mapping[str, Any], *, inhoud_sha256: str = "") -> Blad:
    """Het blad van een inhoud volgens `inhoud.SCHEMA`; ook een nog onvolledige, om na te kijken."""
    plek, banner = inhoud["leerwerkplek"], inhoud["banner"]
    return Blad(
        titel=plek["functie"],
        code=plek["code"],
        versie=inhoud["versie"],
        bestuur=inhoud["bestuur"]["naam"],
        organisatie=plek["organisatie"],
        oproep=f"Oproep {inhoud['oproep']['code']} {inhoud['oproep']['naam']}".strip(),
        fonds=inhoud["oproep"]["fonds"],
        ingediend_op=date.fromisoformat(inhoud["ingediend_op"]),
        banner=tuple(regel for regel in (banner["tekst"], banner["fonds"]) if regel),
        voorlopige_banner=banner.get("voorlopig", True),
        demo=inhoud["demo"],
        gegevens=_gegevens(inhoud),
        additioneel=_additioneel(plek),
        taken=Veld("taken", "Taken", tuple(plek["taken"]), punten=True),
        competenties=Veld("competenties", "Generieke competenties", tuple(plek["competenties"]), punten=True),
        leerdoelen=tuple(v for v in [Veld("leerdoelen", "Leerdoelen", _punten(plek, "leerdoelen"), True)] if v.waarde),
        vereisten=_velden(plek, [("vereisten", "Vereisten", _alineas)]),
        mentor=(*_mentor(inhoud["mentor"]), *_begeleider(inhoud.get("begeleider"))),
        plan=_plan(inhoud["plan"]),
        rollen=tuple(_rollen(inhoud).values()),
        matrix=tuple(
            Matrixrij(rij["onderwerp"], tuple((naam, rij.get(rol, "")) for rol, naam in _rollen(inhoud).items()))
            for rij in inhoud["plan"]["matrix"]
        ),
        aanbod=tuple(Veld(f"aanbod-{a['glowpartner']}", a["glowpartner"], _aanbod(a)) for a in inhoud["aanbod"]),
        inhoud_sha256=inhoud_sha256,
    )


def _aanbod(a: dict) -> str:
    """'aangeboden op 1 maart 2023, gelezen op …, beantwoord op …': de datums van het bewijs."""
    delen = [
        ("aangeboden", a["aangeboden_op"]),
        ("gelezen", a.get("gelezen_op")),
        ("beantwoord", a.get("beantwoord_op")),
    ]
    noot = [f"genoteerd door {a['genoteerd_door']}"] if a.get("genoteerd_door") else []
    return ", ".join([*(f"{wat} op {_dag(dag)}" for wat, dag in delen if dag), *noot])


def vergeleken(nieuw: Blad, oud: Blad) -> Blad:
    """`nieuw`, met bij elk verschil wat `oud` zei."""
    return replace(
        nieuw,
        gegevens=_met_verschil(nieuw.gegevens, oud.gegevens),
        additioneel=_met_verschil(nieuw.additioneel, oud.additioneel),
        taken=_met_verschil([nieuw.taken], [oud.taken])[0],
        competenties=_met_verschil([nieuw.competenties], [oud.competenties])[0],
        leerdoelen=_met_verschil(nieuw.leerdoelen, oud.leerdoelen),
        vereisten=_met_verschil(nieuw.vereisten, oud.vereisten),
        mentor=_met_verschil(nieuw.mentor, oud.mentor),
        plan=_met_verschil(nieuw.plan, oud.plan),
        matrix=_matrix_met_verschil(nieuw.matrix, oud.matrix),
        aanbod=_met_verschil(nieuw.aanbod, oud.aanbod),
    )


def _met_verschil(nieuw: Iterable[Veld], oud: Iterable[Veld]) -> tuple[Veld, ...]:
    vroeger, leeg = {veld.sleutel: veld for veld in oud}, Veld("", "", "")
    uit = [
        veld
        if vroeger.get(veld.sleutel, leeg).waarde == veld.waarde
        else replace(veld, gewijzigd=True, was=vroeger.get(veld.sleutel, leeg).waarde)
        for veld in nieuw
    ]
    over = {veld.sleutel for veld in nieuw}
    return (
        *uit,
        *(replace(v, waarde="", gewijzigd=True, was=v.waarde) for v in vroeger.values() if v.sleutel not in over),
    )


def _matrix_met_verschil(nieuw: Iterable[Matrixrij], oud: Iterable[Matrixrij]) -> tuple[Matrixrij, ...]:
    """Vergelijkt per rol: een kolom die erbij kwam, telt enkel waar ze iets zegt. Wat wegviel, staat onderaan leeg."""
    vroeger = {rij.onderwerp: rij for rij in oud}
    over, leeg = {rij.onderwerp for rij in nieuw}, Matrixrij("", ())
    weg = (rij for rij in vroeger.values() if rij.onderwerp not in over)
    rijen = [*nieuw, *(Matrixrij(rij.onderwerp, tuple((naam, "") for naam, _ in rij.per_rol)) for rij in weg)]
    uit = []
    for rij in rijen:
        was = vroeger.get(rij.onderwerp, leeg)
        gelijk = {naam: letter for naam, letter in was.per_rol if letter} == {
            naam: letter for naam, letter in rij.per_rol if letter
        }
        woorden = " ".join(letter or "–" for letter in was.letters)
        uit.append(rij if gelijk else replace(rij, gewijzigd=True, was=woorden))
    return tuple(uit)


# --- van JSON naar woorden


def _grond(gezag: Mapping[str, Any]) -> str:
    grond, vanaf = gezag.get("grond", ""), gezag.get("vanaf")
    return f"{grond} sinds {_dag(vanaf)}" if vanaf else grond


def _bevestigd(rij: Handtekening) -> str:
    if rij.bevestigd_door is None or rij.bevestigd_op is None:
        return ""
    return f"bevestigd door {rij.bevestigd_door.gebruiker.volledige_naam} op {datum_woord(rij.bevestigd_op)}"


def _dag(iso: str | None) -> str:
    return datum_woord(date.fromisoformat(iso)) if iso else ""


def _periode(van: str | None, tot: str | None) -> str:
    delen = [f"van {_dag(van)}" if van else "", f"tot en met {_dag(tot)}" if tot else ""]
    return " ".join(deel for deel in delen if deel) if van and tot else (f"vanaf {_dag(van)}" if van else delen[1])


def _alineas(tekst: str) -> tuple[str, ...]:
    return tuple(regel.strip() for regel in tekst.splitlines() if regel.strip())


def _velden(waarden: Mapping[str, Any], regels: Iterable[tuple[str, str, Callable[[Any], Any]]]) -> tuple[Veld, ...]:
    """Eén veld per regel (sleutel, label, opmaak); wat leeg is valt weg."""
    alle = (Veld(sleutel, label, opmaak(waarden.get(sleutel) or "")) for sleutel, label, opmaak in regels)
    return tuple(veld for veld in alle if veld.waarde)


def _gegevens(inhoud: Mapping[str, Any]) -> tuple[Veld, ...]:
    plek, project, bestuur = inhoud["leerwerkplek"], inhoud["project"], inhoud["bestuur"]
    waarden = {
        **plek,
        "project": f"{project['titel']} ({project['code']})",
        "periode": _periode(plek["beschikbaar_van"], plek["beschikbaar_tot"]),
        "bestuur": f"{bestuur['naam']} · KBO {kbo(bestuur['kbo_nummer'])}"
        if bestuur["kbo_nummer"]
        else bestuur["naam"],
        "waar": f"{plek['organisatie']} ({plek['soort_organisatie']})",
    }
    return _velden(
        waarden,
        [
            ("functie", "Functie", str),
            ("waar", "Organisatie", str),
            ("dienst", "Dienst", str),
            ("adres", "Adres", str),
            ("uren_per_maand", "Uren", lambda uren: f"{uren} uur per maand" if uren else ""),
            ("uurrooster", "Uurrooster", str),
            ("periode", "Beschikbaar", str),
            ("bestuur", "Bestuur", str),
            ("project", "Project", str),
        ],
    )


def _additioneel(plek: Mapping[str, Any]) -> tuple[Veld, ...]:
    if plek["additioneel"] is None:
        return ()
    antwoord = "Ja, bijkomend ten opzichte van plekken in andere maatregelen" if plek["additioneel"] else "Nee"
    return (
        Veld("additioneel", "Bijkomende plek", antwoord),
        *_velden(plek, [("additioneel_toelichting", "Waarom bijkomend", _alineas)]),
    )


def _mentor(mentor: Mapping[str, Any]) -> tuple[Veld, ...]:
    waarden = {
        "mentor": ", ".join(deel for deel in (mentor["naam"], mentor["functie"]) if deel),
        "code": mentor["code"],
        "dienst": mentor["dienst"],
        "opgeleid": _opgeleid(mentor["certificaat_datum"]) if mentor["naam"] else "",
        "leiding": ", ".join(d for d in (mentor["leidinggevende"], mentor["leidinggevende_functie"]) if d),
    }
    regels = [
        ("mentor", "Mentor", str),
        ("code", "Mentorcode", str),
        ("dienst", "Dienst van de mentor", str),
        ("opgeleid", "Opgeleid", str),
        ("leiding", "Direct leidinggevende", str),
    ]
    return _velden(waarden, regels)


def _opgeleid(dag: str | None) -> str:
    return f"certificaat van deelname van {_dag(dag)}" if dag else "nog geen certificaat van deelname"


def _begeleider(begeleider: Mapping[str, str] | None) -> tuple[Veld, ...]:
    """De werkplekbegeleider, waar er een is; een eerste schema kende die niet."""
    if not begeleider:
        return ()
    woorden = ", ".join(deel for deel in (begeleider["naam"], begeleider["functie"]) if deel)
    return (Veld("begeleider", "Werkplekbegeleider", woorden),)


def _rollen(inhoud: Mapping[str, Any]) -> Mapping[str, str]:
    return rollen(begeleider=bool(inhoud.get("begeleider")))


def _punten(waarden: Mapping[str, Any], sleutel: str) -> tuple[str, ...]:
    return tuple(waarden.get(sleutel, ()))


def _plan(plan: Mapping[str, Any]) -> tuple[Veld, ...]:
    voor = [
        ("informatie", "Informatie voor de deelnemer", _alineas),
        ("onthaal", "Onthaal", _alineas),
        ("veiligheid", "Veiligheid", _alineas),
        ("risicos", "Risico’s", ", ".join),
        ("beschermingsmiddelen", "Beschermingsmiddelen", ", ".join),
        ("bus", "Met de bus", _alineas),
        ("fiets", "Met de fiets", _alineas),
        ("taalniveau", "Nederlands", str),
        ("geschikt", "Geschikt omdat", tuple),
    ]
    redenen = ", ".join(plan.get("geschikt", ()))
    geschikt = [deel for deel in (redenen, *_alineas(plan.get("geschikt_toelichting", ""))) if deel]
    return (*_velden({**plan, "geschikt": geschikt}, voor), *_werkafspraken(plan))


def _werkafspraken(plan: Mapping[str, Any]) -> tuple[Veld, ...]:
    """Eén veld als elke partner hetzelfde afsprak; anders een per tekst, met de partners erbij."""
    per_tekst: dict[str, list[str]] = {}
    for afspraak in plan.get("werkafspraken_per_partner", ()):
        per_tekst.setdefault(afspraak["tekst"], []).append(afspraak["glowpartner"])
    if len(per_tekst) < 2:
        tekst = next(iter(per_tekst), plan["werkafspraken"])
        velden = (Veld("werkafspraken", "Werkafspraken met de GLOW-partner", _alineas(tekst)),)
    else:
        velden = tuple(
            Veld(f"werkafspraken-{'-'.join(wie)}", f"Werkafspraken met {opsomming(wie)}", _alineas(tekst))
            for tekst, wie in per_tekst.items()
        )
    return tuple(veld for veld in velden if veld.waarde)
