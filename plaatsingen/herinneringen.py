"""Wat over uren en plaatsingen blijft liggen. Nooit een naam van een deelnemer: hoeveel, of de code."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models.functions import Coalesce
from django.urls import reverse

from berichten.herinneringen import Brief, Zaak, herinnering, opgesomd
from berichten.ritmes import RITMES
from kern.opmaak import datum_woord, maand, meervoud
from kern.periodes import eerste_van_maand, plus_maanden
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from plaatsingen import wachtend
from plaatsingen.maandregels import Maandregel
from plaatsingen.models import Plaatsing

MAAND = "maand_door_te_sturen"
EERST = 30  # dagen voor het einde: de vroegste herinnering (zie `berichten.ritmes`)


def maandsleutel(plaatsing_id: int, maand_: date) -> str:
    return f"{plaatsing_id} {maand_:%Y-%m}"


def _maandbrief(zaken: Sequence[Zaak], dag: date) -> Brief:
    """Aan een mentor: de maand is voorbij en nog niet doorgestuurd."""
    per_maand: dict[str, list[Zaak]] = {}
    for zaak in zaken:
        per_maand.setdefault(zaak.kort, []).append(zaak)
    alineas = [
        f"De maand {wanneer} van {meervoud(len(rij), 'deelnemer', 'deelnemers')} is nog niet doorgestuurd."
        for wanneer, rij in per_maand.items()
    ]
    if dagen := sum(zaak.aantal for zaak in zaken):
        alineas.append(f"{meervoud(dagen, 'werkdag is', 'werkdagen zijn')} nog niet ingevuld.")
    alineas.append("Stuurde je de maand intussen door? Dan hoef je niets te doen.")
    return Brief(f"Nog door te sturen: uren van {zaken[0].kort}", tuple(alineas), zaken[0].knop)


def _alle_maanden(bestuur_id: int, dag: date) -> list[Zaak]:
    return _maandzaken(bestuur_id, wachtend.alle_per_lid(bestuur_id, dag))


@herinnering(MAAND, brief=_maandbrief, kop="Maand door te sturen", alle=_alle_maanden)
def vorige_maand(bestuur_id: int, dag: date) -> list[Zaak]:
    """De maand die net voorbij is. Voor de eerste drempel vraagt dit niets aan de database."""
    ritme, vorige = RITMES[MAAND], plus_maanden(eerste_van_maand(dag), -1)
    if not ritme.aan_de_beurt(eerste_van_maand(dag), None, dag):
        return []
    return _maandzaken(bestuur_id, wachtend.per_lid(bestuur_id, vorige, dag))


def _maandzaken(bestuur_id: int, per_lid: dict[int, list[Maandregel]]) -> list[Zaak]:
    if not per_lid:
        return []
    leden = Lidmaatschap.objects.filter(bestuur=bestuur_id, pk__in=per_lid, gebruiker__is_active=True)
    per_pk = {lid.pk: lid for lid in leden.select_related("gebruiker")}
    return [
        Zaak(
            maandsleutel(regel.plaatsing.pk, regel.maand),
            maand(regel.maand),
            plus_maanden(regel.maand, 1),
            regels=(f"{regel.plaatsing.deelnemer.code}, {regel.plaatsing.leerwerkplek.functie}",),
            knop=("Maand nakijken en doorsturen", f"{reverse('plaatsingen:maand')}?maand={regel.maand:%Y-%m}"),
            leden=(per_pk[lid],),
            aantal=len(regel.open_dagen),
        )
        for lid, regels in sorted(per_lid.items())
        for regel in regels
        if lid in per_pk
    ]


# --- een plaatsing die afloopt


@herinnering(
    "plaatsing_loopt_af",
    brief=opgesomd(
        "Plaatsing loopt af",
        ("plaatsing", "plaatsingen"),
        ("Deze plaatsing loopt binnenkort af.", "lopen binnenkort af."),
        lambda: ("Naar je startpagina", reverse("start")),
    ),
)
def lopen_af(bestuur_id: int, dag: date) -> list[Zaak]:
    """Plaatsingen die lopen en binnen dertig dagen eindigen: voor HR, wie er mentor is en de GLOW-partner."""
    lopend = Plaatsing.objects.annotate(laatste_dag=Coalesce("beeindigd_op", "tot")).filter(
        bestuur=bestuur_id, van__lte=dag, laatste_dag__range=(dag, dag + timedelta(days=EERST))
    )
    met = (
        "deelnemer", "leerwerkplek", "glowpartner", "leerwerkplek__mentor__lidmaatschap__gebruiker",
        "vervangend_mentor__lidmaatschap__gebruiker",
    )  # fmt: skip
    return [zaak for p in lopend.select_related(*met).order_by("laatste_dag", "pk") for zaak in _einde(p, dag)]


def _einde(p: Plaatsing, dag: date) -> Iterable[Zaak]:
    code, over = p.deelnemer.code, (p.einde - dag).days
    wanneer = "vandaag" if not over else f"over {meervoud(over, 'dag', 'dagen')}"
    basis = {
        "sleutel": str(p.pk),
        "kort": f"{code}, {datum_woord(p.einde)}",
        "sinds": p.einde,
        "regels": (f"{code}, {p.leerwerkplek.functie}: {wanneer}, op {datum_woord(p.einde)}.",),
    }
    if mentoren := mentoren_van(p, dag):
        yield Zaak(**basis, leden=mentoren, knop=("Evaluaties bekijken", reverse("evaluaties:lijst")))
    yield Zaak(**basis, rol=Rol.HR, knop=("Plaatsing bekijken", reverse("plaatsingen:plaatsing", args=[p.pk])))
    pad = reverse("kandidaten:persoon", args=[p.deelnemer_id])
    yield Zaak(**basis, partner=p.glowpartner, knop=("Kandidaat bekijken", pad))


def mentoren_van(p: Plaatsing, dag: date) -> tuple[Lidmaatschap, ...]:
    """Wie de plaatsing begeleidt en die dag toegang heeft: de mentor van de plek en de vervangende."""
    mentoren = [m.lidmaatschap for m in (p.leerwerkplek.mentor, p.vervangend_mentor) if m is not None]
    return tuple(lid for lid in mentoren if _heeft_toegang(lid, dag))


def _heeft_toegang(lid: Lidmaatschap, dag: date) -> bool:
    return lid.ingetrokken_op is None and (lid.tot is None or lid.tot >= dag) and lid.gebruiker.is_active
