"""Een project dat afloopt, met wat er nog ontbreekt en wat er op het spel staat."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse

from berichten.herinneringen import Brief, Zaak, herinnering
from fiches.herinneringen import Wachtend, wachtende
from kern.opmaak import datum_woord, euro, meervoud, opsomming
from organisaties.enums import Rol
from projecten.models import Subsidieproject
from rapportage.cijfers import Cijfers, bereken
from rapportage.tellen import tel

EERST = 90  # dagen voor het einde: de vroegste herinnering (zie `berichten.ritmes`)
HOOGSTENS_NAMEN = 5


def _brief(zaken: Sequence[Zaak], dag: date) -> Brief:
    een = len(zaken) == 1
    kop = f"Project {zaken[0].kort}" if een else f"{len(zaken)} projecten lopen af"
    knop = zaken[0].knop if een else ("Voortgang bekijken", reverse("rapportage:voortgang"))
    return Brief(kop, tuple(regel for zaak in zaken for regel in zaak.regels), knop)


@herinnering("project_deadline", brief=_brief)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Projecten die binnen negentig dagen aflopen en hun doelen nog niet haalden: voor coördinator en HR."""
    projecten = list(
        Subsidieproject.objects.filter(bestuur=bestuur_id, van__lte=dag, tot__range=(dag, dag + timedelta(days=EERST)))
        .select_related("oproep")
        .order_by("tot", "code", "pk")
    )
    if not projecten:
        return []
    open_ = bereken([telling.project for telling in tel(projecten, dag) if not telling.gehaald], dag)
    te_tekenen = wachtende(bestuur_id, dag) if open_ else []
    return [zaak for cijfers in open_ for zaak in _zaken(cijfers, te_tekenen)]


def _zaken(cijfers: Cijfers, te_tekenen: Sequence[Wachtend]) -> Iterable[Zaak]:
    project, over = cijfers.project, cijfers.dagen_over
    wanneer = "vandaag" if not over else f"over {meervoud(over, 'dag', 'dagen')}"
    basis = {
        "sleutel": str(project.pk),
        "kort": f"{project.code} loopt {wanneer} af",
        "sinds": project.tot,
        "regels": (
            f"Project {project.code} loopt {wanneer} af, op {datum_woord(project.tot)}.",
            *wat_ontbreekt(cijfers, [rij for rij in te_tekenen if rij.fiche.leerwerkplek.project_id == project.pk]),
        ),
    }
    pad = reverse("rapportage:project", args=[project.pk])
    yield Zaak(**basis, rol=Rol.COORDINATOR, knop=("Voortgang bekijken", pad))
    yield Zaak(**basis, rol=Rol.HR, knop=("Leerwerkplekken bekijken", f"{reverse('leerwerkplekken')}"))


def wat_ontbreekt(cijfers: Cijfers, te_tekenen: Sequence[Wachtend]) -> list[str]:
    """In zinnen: hoe ver elk doel staat, wie nog moet tekenen, wie geen certificaat heeft, en het bedrag."""
    zinnen = [f"{doel.naam}: {doel.resultaat} van {doel.doel}." for doel in cijfers.doelen]
    if te_tekenen:
        wie = Counter(lid.gebruiker.volledige_naam for rij in te_tekenen for lid in rij.op)
        namen = _ingekort([f"{naam} ({n})" for naam, n in sorted(wie.items())])
        bij = f", bij {namen}" if namen else ""
        zinnen.append(f"Te ondertekenen: {meervoud(len(te_tekenen), 'fiche', 'fiches')}{bij}.")
    op_weg = {rij.fiche.leerwerkplek_id for rij in te_tekenen}
    zonder = [a for a in cijfers.ontbrekend if a.soort == "leerwerkplek" and a.sleutel not in op_weg]
    if zonder:
        woord = meervoud(len(zonder), "leerwerkplek", "leerwerkplekken")
        zinnen.append(f"Zonder fiche die telt: {woord}, {_ingekort([a.code for a in zonder])}.")
    if mentoren := [f"{a.code} {a.omschrijving}" for a in cijfers.ontbrekend if a.soort == "mentor"]:
        zinnen.append(f"Zonder certificaat: {_ingekort(mentoren)}.")
    return [*zinnen, *_op_het_spel(cijfers)]


def _op_het_spel(cijfers: Cijfers) -> list[str]:
    """Wat ESF betaalt als een doel niet gehaald wordt, is niet gevonden: daarom beide lezingen."""
    toegekend = cijfers.project.toegekend_bedrag
    return [
        f"Op het spel bij alles of niets: {euro(toegekend - cijfers.alles_of_niets)}.",
        f"Op het spel naar rato van volledige bundels: {euro(toegekend - cijfers.naar_rato)}.",
    ]


def _ingekort(namen: Sequence[str]) -> str:
    rest = len(namen) - HOOGSTENS_NAMEN
    return opsomming([*namen[:HOOGSTENS_NAMEN], f"nog {rest}"] if rest > 0 else namen)
