"""Wie wat hoort over een controle. Nooit een naam van een deelnemer.

De controleur leest enkel: hij heeft geen inbox om af te vinken, en krijgt een mail. Zijn startpagina zegt wat er ligt.
"""

from django.urls import reverse

from berichten.stappen import Inhoud, aan_adres, aan_rol, handel_af
from controles.enums import Soort
from controles.models import Regel, Vraag
from kern.opmaak import datum_woord
from organisaties.enums import Rol
from rapportage.models import Controle

NAAR_HET_BESTUUR = {
    Soort.VRAAG: ("stelde een vraag", "Lees de vraag en antwoord."),
    Soort.HEROPEND: ("heropende een vraag", "Lees wat nog ontbreekt en antwoord opnieuw."),
    Soort.AFGESLOTEN: ("sloot een vraag af", "Je hoeft niets meer te doen."),
}


def _sleutel(vraag: Vraag) -> str:
    return f"controlevraag {vraag.pk}"


def _waarover(vraag: Vraag) -> str:
    plek = f", over leerwerkplek {vraag.leerwerkplek.code}" if vraag.leerwerkplek else ""
    return f"vraag {vraag.nummer}, project {vraag.controle.project.code}{plek}"


def nieuwe_controle(controle: Controle) -> None:
    """Aan wie al kan aanmelden; een ander krijgt de uitnodiging."""
    project = controle.project
    inhoud = Inhoud(
        "controle",
        f"controle {controle.pk}",
        f"Je kan project {project.code} controleren",
        (
            f"{project.bestuur.naam} gaf je toegang tot project {project.code}, {project.titel}.",
            f"Je toegang loopt van {datum_woord(controle.van)} tot en met {datum_woord(controle.tot)}.",
        ),
        ("Controle openen", reverse("controles:controle", args=[controle.pk])),
    )
    aan_adres(controle.bestuur_id, controle.email, inhoud)


def gevraagd(regel: Regel) -> None:
    """Aan HR en de coördinatoren: een nieuwe, heropende of afgesloten vraag. Wie beide is, hoort het één keer."""
    vraag = regel.vraag
    wat, doe = NAAR_HET_BESTUUR[Soort(regel.soort)]
    if regel.soort == Soort.AFGESLOTEN:
        handel_af(vraag.bestuur_id, *(f"{_sleutel(vraag)} {pk}" for pk in vraag.regels.values_list("pk", flat=True)))
    inhoud = Inhoud(
        "controle_vraag",
        f"{_sleutel(vraag)} {regel.pk}",
        f"De ESF-controleur {wat}: {vraag.nummer}",
        (f"{vraag.controle.volledige_naam} {wat}: {_waarover(vraag)}.", doe),
        ("Vraag openen", reverse("controles:vraag", args=[vraag.pk])),
    )
    for rol in (Rol.HR, Rol.COORDINATOR):
        aan_rol(vraag.bestuur_id, rol, inhoud)


def beantwoord(vraag: Vraag, regel: Regel) -> None:
    """Aan de controleur; wie de vraag nog moest lezen, hoeft niet meer."""
    handel_af(vraag.bestuur_id, *(f"{_sleutel(vraag)} {pk}" for pk in vraag.regels.values_list("pk", flat=True)))
    inhoud = Inhoud(
        "controle",
        f"{_sleutel(vraag)} antwoord {regel.pk}",
        f"Antwoord op vraag {vraag.nummer}",
        (f"Er is een antwoord op {_waarover(vraag)}.", "Lees het. Sluit de vraag af, of vraag verder."),
        ("Antwoord lezen", reverse("controles:vraag", args=[vraag.pk])),
    )
    aan_adres(vraag.bestuur_id, vraag.controle.email, inhoud)
