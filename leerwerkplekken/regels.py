"""Wanneer een leerwerkplek volledig is. Dezelfde lijst voedt de takenlijst, de nakijkpagina, de import en de status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from leerwerkplekken.enums import Aanbodstand, Antwoord, Status, Taalniveau, Weigerreden
from leerwerkplekken.models import Aanbod, Leerwerkplek, Planinhoud, PlanVanAanpak
from leerwerkplekken.standaard import ONDERWERPEN, rollen
from mentoren.regels import leidinggevende_van, leidinggevenden_van
from projecten.regels import Grenzen, Uitkomst

EIGEN_REGEL = "regel van deze toepassing"
ONBEANTWOORD = (Antwoord.GEEN, Antwoord.BEKIJKT)  # wie kijkt, antwoordde nog niet
VEEL_NEDERLANDS = (Taalniveau.B1, Taalniveau.B2)

SECTIES = {
    "gegevens": "Gegevens",
    "taken": "Taken en competenties",
    "mentor": "Mentor",
    "plan": "Plan van aanpak",
    "rollen": "Rollen",
    "aanbod": "Aanbod",
}


@dataclass(frozen=True)
class Ontbreekt:
    sectie: str
    zin: str


def matrix_bezwaren(matrix: Sequence[Mapping[str, str]], *, begeleider: bool = False) -> list[str]:
    """Elk onderwerp heeft minstens één uitvoerder (R) en precies één eindverantwoordelijke (A) (bron 001).

    Dat geldt voor de vaste onderwerpen en voor wat er bij gezet werd. `begeleider`: telt die kolom mee?
    """
    kolommen = rollen(begeleider=begeleider)
    per_onderwerp = {rij.get("onderwerp", ""): [rij.get(rol, "") for rol in kolommen] for rij in matrix}
    zinnen = []
    for onderwerp in dict.fromkeys([*ONDERWERPEN, *per_onderwerp]):
        letters = per_onderwerp.get(onderwerp, [])
        if "R" not in letters:
            zinnen.append(f"{onderwerp}: kies wie dit uitvoert (R).")
        if letters.count("A") != 1:
            zinnen.append(f"{onderwerp}: kies precies één eindverantwoordelijke (A).")
    return zinnen


def begeleider_bezwaar(plek: Leerwerkplek) -> str:
    """Een werkplekbegeleider begeleidt naast de mentor: het is iemand anders. Leeg: geen bezwaar."""
    if plek.mentor and plek.begeleider_id and plek.begeleider_id == plek.mentor.lidmaatschap_id:
        return "Dit is de mentor zelf. Kies iemand anders, of laat dit leeg."
    return ""


def nog_aan_te_vullen(plan: Planinhoud) -> list[str]:
    """Wat een goed plan ook zegt, maar de fiche niet tegenhoudt."""
    vragen = [
        (plan.risicos, "risico’s"),
        (plan.beschermingsmiddelen, "beschermingsmiddelen"),
        (plan.bus or plan.fiets, "bereikbaarheid"),
        (plan.taalniveau, "taalniveau"),
        (plan.geschikt or plan.geschikt_toelichting, "voor wie de plek past"),
    ]
    return [woord for waarde, woord in vragen if not waarde]


def ontbrekend(plek: Leerwerkplek, dag: date) -> list[Ontbreekt]:
    """Wat er op die dag nog ontbreekt om de fiche in te dienen (besluit 21), per sectie van de takenlijst."""
    aangeboden = Aanbod.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek).exists()
    geleid = plek.mentor is not None and leidinggevende_van(plek.mentor, dag) is not None
    return _ontbrekend(plek, plek.plan, geleid=geleid, aangeboden=aangeboden)


def ontbrekend_van(plekken: Iterable[Leerwerkplek], dag: date) -> dict[int, list[Ontbreekt]]:
    """Zoals `ontbrekend`, per plek (pk) voor een hele lijst; altijd evenveel vragen."""
    per = {plek.pk: plek for plek in plekken}
    plannen = {plan.leerwerkplek_id: plan for plan in PlanVanAanpak.objects.filter(leerwerkplek__in=per).order_by("pk")}
    leiding = leidinggevenden_van([plek.mentor_id for plek in per.values() if plek.mentor_id], dag)
    aangeboden = set(Aanbod.objects.filter(leerwerkplek__in=per).order_by().values_list("leerwerkplek", flat=True))
    return {
        pk: _ontbrekend(plek, plannen[pk], geleid=plek.mentor_id in leiding, aangeboden=pk in aangeboden)
        for pk, plek in per.items()
    }


def _ontbrekend(plek: Leerwerkplek, plan: PlanVanAanpak, *, geleid: bool, aangeboden: bool) -> list[Ontbreekt]:
    gevonden = [*_gegevens(plek), *_taken(plek), *_mentor(plek, geleid=geleid), *_plan(plek, plan)]
    if not aangeboden:
        gevonden.append(Ontbreekt("aanbod", "Bied de plek aan minstens één GLOW-partner aan."))
    return gevonden


def _gegevens(plek: Leerwerkplek) -> list[Ontbreekt]:
    vragen = [
        (plek.functie, "Vul de functie in."),
        (plek.uren_per_maand, "Vul het aantal uren per maand in."),
        (plek.beschikbaar_van, "Vul in vanaf wanneer de plek beschikbaar is."),
    ]
    zinnen = [zin for waarde, zin in vragen if not waarde]
    if plek.additioneel is None:
        zinnen.append("Zeg of de plek bijkomend is ten opzichte van andere maatregelen.")
    elif plek.additioneel and not plek.additioneel_toelichting.strip():
        zinnen.append("Leg kort uit waarom de plek bijkomend is.")
    return [Ontbreekt("gegevens", zin) for zin in zinnen]


def _taken(plek: Leerwerkplek) -> list[Ontbreekt]:
    vragen = [(plek.taken, "Noem minstens één taak."), (plek.competenties, "Kies minstens één competentie.")]
    return [Ontbreekt("taken", zin) for waarde, zin in vragen if not waarde]


def _mentor(plek: Leerwerkplek, *, geleid: bool) -> list[Ontbreekt]:
    if plek.mentor_id is None:
        return [Ontbreekt("mentor", "Kies een mentor.")]
    if not geleid:
        return [Ontbreekt("mentor", "Noteer wie de direct leidinggevende van de mentor is.")]
    return []


def _plan(plek: Leerwerkplek, plan: PlanVanAanpak) -> list[Ontbreekt]:
    vragen = [
        (plan.informatie, "Schrijf de informatie voor de deelnemer."),
        (plan.onthaal, "Beschrijf het onthaal."),
        (plan.veiligheid, "Beschrijf de veiligheid op de plek."),
        (plan.werkafspraken, "Noteer de werkafspraken met de GLOW-partner."),
    ]
    return [Ontbreekt("plan", zin) for waarde, zin in vragen if not waarde.strip()] + [
        Ontbreekt("rollen", zin) for zin in matrix_bezwaren(plan.matrix, begeleider=plek.met_begeleider)
    ]


# --- aanbod


def loopt(aanbod: Aanbod, dag: date) -> bool:
    """Kan de partner er op die dag nog iemand voor voorstellen? De laatste dag telt mee (niet gevonden: een keuze)."""
    return aanbod.ingetrokken_op is None and (aanbod.vervalt_op is None or aanbod.vervalt_op >= dag)


def lopend(dag: date, via: str = "") -> Q:
    """`loopt`, voor een lijst. `via`: het pad naar het aanbod, bv. `aanbiedingen__`."""
    niet_voorbij = Q(**{f"{via}vervalt_op": None}) | Q(**{f"{via}vervalt_op__gte": dag})
    return Q(**{f"{via}ingetrokken_op": None}) & niet_voorbij


def aanbodstand(aanbod: Aanbod, dag: date) -> str:
    """Hoe het op die dag met een aanbod staat. Wat voorbij is, is voorbij, ook na een antwoord."""
    if aanbod.ingetrokken_op is not None:
        return Aanbodstand.INGETROKKEN
    if not loopt(aanbod, dag):
        return Aanbodstand.VERVALLEN
    if aanbod.antwoord in (Antwoord.AANVAARD, Antwoord.GEWEIGERD):
        return Aanbodstand(aanbod.antwoord)
    gezien = aanbod.gelezen_op is not None or aanbod.antwoord == Antwoord.BEKIJKT
    return Aanbodstand.GELEZEN if gezien else Aanbodstand.OPEN


def in_aanbodstand(gekozen: str, dag: date) -> Q:
    """De aanbiedingen die op die dag zo staan: dezelfde regels als `aanbodstand`, voor een lijst."""
    gezien = Q(gelezen_op__isnull=False) | Q(antwoord=Antwoord.BEKIJKT)
    zonder = Q(antwoord__in=[Antwoord.GEEN, Antwoord.BEKIJKT])
    return {
        Aanbodstand.INGETROKKEN: Q(ingetrokken_op__isnull=False),
        Aanbodstand.VERVALLEN: Q(ingetrokken_op=None, vervalt_op__lt=dag),
        Aanbodstand.GELEZEN: lopend(dag) & zonder & gezien,
        Aanbodstand.OPEN: lopend(dag) & zonder & ~gezien,
    }.get(Aanbodstand(gekozen), lopend(dag) & Q(antwoord=gekozen))


def wachtend(dag: date) -> Q:
    """Het aanbod waarop die dag nog een antwoord kan komen en er geen kwam: tegel, bord, lijst en herinnering."""
    plek_open = ~Q(leerwerkplek__status=Status.GESLOTEN)
    nog = Q(leerwerkplek__beschikbaar_tot=None) | Q(leerwerkplek__beschikbaar_tot__gte=dag)
    return lopend(dag) & Q(antwoord__in=ONBEANTWOORD) & plek_open & nog


def wacht(aanbod: Aanbod, dag: date) -> bool:
    """`wachtend`, voor één rij met haar plek."""
    plek = aanbod.leerwerkplek
    nog = plek.status != Status.GESLOTEN and (plek.beschikbaar_tot is None or plek.beschikbaar_tot >= dag)
    return nog and loopt(aanbod, dag) and aanbod.antwoord in ONBEANTWOORD


def veel_nederlands(taalniveau: str) -> bool:
    """Of zoveel Nederlands het moeilijk maakt om iemand te vinden: B1 of hoger (keuze van dit product)."""
    return taalniveau in VEEL_NEDERLANDS


def vervaldag(dag: date, grenzen: Grenzen) -> date | None:
    """De laatste dag van een aanbod van die dag (keuze van het bestuur: niet gevonden). None: vervalt niet."""
    grens = grenzen.get("aanbod_dagen")
    return dag + timedelta(days=grens.waarde) if grens else None


def weigering(reden: str, nota: str) -> list[Uitkomst]:
    """Een reden uit de lijst; *een andere reden* vraagt enkele woorden."""
    zonder = reden == Weigerreden.ANDERE and not nota.strip()
    return [
        Uitkomst(
            reden in Weigerreden.values, reden, bron=EIGEN_REGEL, uitleg="Kies een reden uit de lijst.", veld="reden"
        ),
        Uitkomst(not zonder, bron=EIGEN_REGEL, uitleg="Zeg in enkele woorden wat de reden is.", veld="nota"),
        Uitkomst(len(nota) <= 150, bron=EIGEN_REGEL, uitleg="Houd de nota op 150 tekens.", veld="nota"),
    ]


def te_noteren(aanbod: Aanbod) -> str:
    """Waarom HR er geen antwoord van de partner bij noteert; leeg: het mag. Wat de partner zelf zei, gaat voor."""
    if aanbod.antwoord_door_id is not None and aanbod.antwoord_op:
        return f"De partner antwoordde zelf al, op {aanbod.antwoord_op:%d/%m/%Y}. Er is niets veranderd."
    return ""


def notitie(aanbod: Aanbod, antwoord: str, op: date, naam: str, vandaag: date) -> list[Uitkomst]:
    """Een antwoord dat langs telefoon of mail kwam: door iemand, en op een dag waarop het aanbod liep."""
    tot = min((dag for dag in (aanbod.vervalt_op, aanbod.ingetrokken_op) if dag), default=vandaag)
    return [
        Uitkomst(antwoord in (Antwoord.AANVAARD, Antwoord.GEWEIGERD), antwoord, bron=EIGEN_REGEL,
                 uitleg="Kies wat de partner antwoordde.", veld="antwoord"),
        Uitkomst(bool(naam), bron=EIGEN_REGEL, uitleg="Vul in wie van de partner antwoordde.", veld="naam"),
        Uitkomst(len(naam) <= 120, bron=EIGEN_REGEL, uitleg="Houd de naam op 120 tekens.", veld="naam"),
        Uitkomst(op <= vandaag, op, vandaag, EIGEN_REGEL,
                 "Deze dag moet nog komen. Vul de dag in waarop de partner antwoordde.", "op"),
        Uitkomst(op >= aanbod.laatst_op, op, aanbod.laatst_op, EIGEN_REGEL,
                 f"Je bood de plek aan op {aanbod.laatst_op:%d/%m/%Y}. Kies die dag of later.", "op"),
        Uitkomst(op <= tot or tot >= vandaag, op, tot, EIGEN_REGEL,
                 f"Het aanbod liep tot en met {tot:%d/%m/%Y}. Kies die dag of vroeger, of bied opnieuw aan.", "op"),
    ]  # fmt: skip
