"""Wat op iemand wacht: per rol een paar tegels met een getal en een plaats om verder te gaan."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from controles.enums import Status as Vraagstatus
from controles.toegang import vragen as controlevragen
from evaluaties import overzicht as evaluaties
from fiches.enums import Status as FicheStatus
from fiches.models import Fiche
from fiches.toegang import te_bevestigen, te_ondertekenen
from kandidaten import leeg
from kandidaten.stand import TE_DOEN, met_plaatsing
from kandidaten.toegang import zichtbaar_voor as kandidaturen
from leerwerkplekken.models import Aanbodvraag, Leerwerkplek
from mentoren.lijst import ZONDER
from mentoren.models import Mentor
from mentoren.regels import met_opgeleid
from mentoren.toegang import scans_te_bevestigen
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, geldig
from plaatsingen.enums import MaandStatus
from plaatsingen.toegang import eigen, maandstaten, mag_nakijken
from plaatsingen.wachtend import teruggestuurd, vergeten_dagen, voorbije_van
from projecten.enums import OvereenkomstStand
from projecten.models import Subsidieproject
from projecten.overzicht import aflopende_overeenkomsten, open_actiepunten
from projecten.toegang import prospecten
from rapportage.toegang import eigen_controles
from taken.enums import Status as TaakStatus
from taken.models import Taak
from werkblad.lijsten import IN_TE_DIENEN, in_te_dienen
from werkblad.tegel import Tegel
from werkblad.wachtend_partner import partner


def _hr(actor: Actor) -> Iterator[Tegel]:
    zonder = in_te_dienen(Leerwerkplek.objects.filter(bestuur_id=actor.bestuur_id)).count()
    terug = Fiche.objects.filter(bestuur_id=actor.bestuur_id, status=FicheStatus.TERUGGESTUURD).exclude(
        Exists(Fiche.objects.filter(leerwerkplek=OuterRef("leerwerkplek"), versie__gt=OuterRef("versie")))
    )
    zonder_bewijs = met_opgeleid(Mentor.objects.filter(bestuur_id=actor.bestuur_id), timezone.localdate())
    lijst = reverse("leerwerkplekken")
    yield Tegel(
        "Kandidaten te behandelen",
        met_plaatsing(kandidaturen(actor)).filter(TE_DOEN).count(),
        "Plan een intake, aanvaard of weiger.",
        reverse("kandidaten:lijst"),
        "Er wacht geen kandidaat.",
    )
    yield from _aanbod(actor)
    yield Tegel(
        "Teruggestuurde fiches",
        terug.count(),
        "Lees de reden, pas aan en dien opnieuw in.",
        f"{lijst}?fiche=teruggestuurd",
        "Niets kwam terug.",
    )
    yield Tegel(
        "Plekken zonder fiche",
        zonder,
        "Werk ze af en dien de fiche in.",
        f"{lijst}?fiche={IN_TE_DIENEN}",
        "Elke plek heeft een fiche.",
    )
    yield Tegel(
        "Mentoren zonder certificaat",
        zonder_bewijs.filter(is_opgeleid=False).count(),
        "Zonder bestand telt een mentor niet mee.",
        f"{reverse('mentoren:lijst')}?opleiding={ZONDER}",
        "Elke mentor heeft een certificaat.",
    )
    yield _evaluaties(actor)
    yield Tegel(
        "Uitstroom en opvolging",
        evaluaties.op_te_volgen(actor, timezone.localdate()),
        "Noteer waar iemand naartoe ging en hoe het gaat.",
        reverse("evaluaties:opvolging"),
        "Niemand op te volgen.",
    )


def _aanbod(actor: Actor) -> Iterator[Tegel]:
    yield Tegel(
        "Vragen over een plek",
        Aanbodvraag.objects.filter(bestuur=actor.bestuur_id, antwoord="").values("aanbod").distinct().count(),
        "Antwoord de GLOW-partner.",
        f"{reverse('leerwerkplekken:aanbiedingen')}?vraag=open",
        "Er wacht geen vraag.",
    )
    yield Tegel(
        "Plekken die leeg blijven",
        len(leeg.van_bestuur(actor.bestuur_id, timezone.localdate())),
        "Kijk wat er in de weg staat.",
        reverse("kandidaten:lege_plekken"),
        "Geen plek staat te lang leeg.",
    )


def _tekenaar(actor: Actor) -> Iterator[Tegel]:
    yield Tegel(
        "Te ondertekenen",
        te_ondertekenen(actor).count(),
        "Lees de fiche en teken ze af.",
        reverse("fiches:te_ondertekenen"),
        "Alles is afgetekend.",
    )


def _tweede_persoon(actor: Actor) -> Iterator[Tegel]:
    """Wie geen scan te bevestigen heeft, ziet deze tegel niet."""
    if aantal := te_bevestigen(actor).count() + scans_te_bevestigen(actor).count():
        yield Tegel("Scans te bevestigen", aantal, "Leg ze naast de gegevens.", reverse("fiches:te_bevestigen"))


def _maand(actor: Actor) -> Iterator[Tegel]:
    yield Tegel(
        "Maandstaten na te kijken",
        maandstaten(actor).filter(status=MaandStatus.DOORGESTUURD).count(),
        "Bevestig ze of stuur ze terug.",
        reverse("plaatsingen:maandstaten"),
        "Er wacht geen maandstaat.",
    )


def _team(actor: Actor) -> Iterator[Tegel]:
    """Een leidinggevende kijkt enkel na waar het bestuur dat koos."""
    if mag_nakijken(actor):
        yield from _maand(actor)


def _mentor(actor: Actor) -> Iterator[Tegel]:
    vandaag = timezone.localdate()
    plaatsingen, te_doen = eigen(actor), reverse("plaatsingen:te_doen")
    lopend = [p for p in plaatsingen.filter(van__lte=vandaag) if p.einde >= vandaag]
    yield Tegel(
        "Deelnemers vandaag",
        len(lopend),
        "Vul hun uren in.",
        reverse("plaatsingen:vandaag"),
        "Er is nu niemand geplaatst.",
    )
    yield Tegel(
        "Vergeten dagen",
        len(vergeten_dagen(plaatsingen, vandaag)),
        "Werkdagen van de laatste twee weken zonder uren.",
        f"{te_doen}?wat=dagen",
        "Elke dag is ingevuld.",
    )
    yield Tegel(
        "Maanden door te sturen",
        len(voorbije_van(plaatsingen, vandaag)),
        "Vul in wat ontbreekt en stuur de maand door.",
        f"{te_doen}?wat=maanden",
        "Elke voorbije maand is doorgestuurd.",
    )
    yield Tegel(
        "Teruggestuurde maanden",
        teruggestuurd(plaatsingen).count(),
        "Pas aan en stuur opnieuw door.",
        f"{te_doen}?wat=terug",
        "Geen maand kwam terug.",
    )
    yield _evaluaties(actor)


def _evaluaties(actor: Actor) -> Tegel:
    return Tegel(
        "Evaluaties te doen",
        evaluaties.te_doen(actor, timezone.localdate()),
        "Twee minuten, samen met de deelnemer.",
        reverse("evaluaties:lijst"),
        "Geen evaluatie te doen.",
    )


def _coordinator(actor: Actor) -> Iterator[Tegel]:
    projecten = Subsidieproject.objects.filter(bestuur_id=actor.bestuur_id).count()
    yield Tegel("Projecten", projecten, "Doelen, resultaat en wat ontbreekt.", reverse("rapportage:voortgang"))
    yield Tegel(
        "Bewijspakket",
        0,
        "Maak het pakket voor ESF of haal het op.",
        reverse("rapportage:pakketten"),
        "Maak of haal op",
    )


def _controleur(actor: Actor) -> Iterator[Tegel]:
    controles = eigen_controles(actor).count()
    yield Tegel(
        "Controles",
        controles,
        "Steekproef, dossiers en vragen.",
        reverse("controles:lijst"),
        "Er loopt geen controle voor jou. Vraag de projectcoördinator om ze te openen.",
    )
    if not controles:
        return
    vragen = controlevragen(actor)
    yield Tegel(
        "Antwoorden te lezen",
        vragen.filter(status=Vraagstatus.BEANTWOORD).count(),
        "Lees ze. Sluit de vraag af, of vraag verder.",
        f"{reverse('controles:vragen')}?status={Vraagstatus.BEANTWOORD}",
        "Geen nieuw antwoord.",
    )
    yield Tegel(
        "Open vragen",
        vragen.filter(status=Vraagstatus.OPEN).count(),
        "Het bestuur antwoordt nog.",
        f"{reverse('controles:vragen')}?status={Vraagstatus.OPEN}",
        "Geen vraag staat open.",
    )


def _aan_controleur(actor: Actor) -> Iterator[Tegel]:
    """Zonder vraag van een controleur staat deze tegel er niet."""
    if aantal := controlevragen(actor).filter(status=Vraagstatus.OPEN).count():
        yield Tegel(
            "Vragen van de ESF-controleur",
            aantal,
            "Lees ze en antwoord.",
            f"{reverse('controles:vragen')}?status={Vraagstatus.OPEN}",
        )


def _beheerder(actor: Actor) -> Iterator[Tegel]:
    personen = Lidmaatschap.objects.filter(geldig(timezone.localdate()), bestuur_id=actor.bestuur_id).count()
    yield Tegel("Personen", personen, "Wie toegang heeft, met welke rol.", reverse("beheer:personen"))
    yield Tegel(
        "Opgegeven taken",
        Taak.objects.filter(bestuur_id=actor.bestuur_id, status=TaakStatus.MISLUKT).count(),
        "Kijk wat er misging en probeer opnieuw.",
        f"{reverse('beheer:taken')}?status={TaakStatus.MISLUKT}",
        "Alle taken liepen goed af.",
    )


def _iedereen(actor: Actor) -> Iterator[Tegel]:
    """Actiepunten kunnen op iedereen staan; wie er geen heeft, ziet deze tegel niet."""
    if aantal := open_actiepunten(actor).count():
        yield Tegel("Actiepunten", aantal, "Uit overleg. Vink af wat gedaan is.", reverse("overleg:mijn"))


def _relatie(actor: Actor) -> Iterator[Tegel]:
    if aantal := len(aflopende_overeenkomsten(actor.bestuur_id, timezone.localdate())):
        adres = f"{reverse('projecten:overeenkomsten')}?stand={OvereenkomstStand.LOOPT_AF}"
        yield Tegel("Overeenkomsten die aflopen", aantal, "Verleng ze op tijd.", adres)
    if aantal := prospecten(actor).filter(opvolger=actor.lidmaatschap, volgende_op__lte=timezone.localdate()).count():
        adres = f"{reverse('projecten:prospecten')}?opvolging=mijn&sorteer=volgende"
        yield Tegel("Prospecten op te volgen", aantal, "Hun volgende stap is aan de beurt.", adres)


PER_ROL: tuple[tuple[frozenset[str], Callable[[Actor], Iterator[Tegel]]], ...] = (
    (frozenset({Rol.MENTOR}), _mentor),
    (frozenset({Rol.HR, Rol.LEIDINGGEVENDE, Rol.DIRECTEUR}), _tekenaar),
    (frozenset({Rol.HR, Rol.DIRECTEUR, Rol.COORDINATOR}), _tweede_persoon),
    (frozenset({Rol.HR}), _hr),
    (frozenset({Rol.HR, Rol.COORDINATOR}), _aan_controleur),
    (frozenset({Rol.HR, Rol.COORDINATOR}), _maand),
    (frozenset({Rol.HR, Rol.COORDINATOR}), _relatie),
    (frozenset({Rol.LEIDINGGEVENDE}), _team),
    (frozenset({Rol.COORDINATOR}), _coordinator),
    (frozenset({Rol.CONTROLEUR}), _controleur),
    (frozenset({Rol.BEHEERDER}), _beheerder),
    (frozenset({Rol.GLOW}), partner),
    (frozenset(Rol.values), _iedereen),
)


def tegels(actor: Actor) -> list[Tegel]:
    """De tegels van elke rol die deze actor heeft, zonder dubbels."""
    gevonden: dict[str, Tegel] = {}
    for rollen, maak in PER_ROL:
        if rollen & actor.rollen or (maak is _tekenaar and actor.vervangt):
            for tegel in maak(actor):
                gevonden.setdefault(tegel.kop, tegel)
    return list(gevonden.values())
