from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor
from plaatsingen.enums import InzendingUitkomst
from plaatsingen.models import Inzending, Maandstaat, MaandstaatVersie, Ondertekening, Plaatsing
from projecten.regels import oproepen_met


def _met_alles(plaatsingen: QuerySet[Plaatsing]) -> QuerySet[Plaatsing]:
    return plaatsingen.select_related(
        "deelnemer", "leerwerkplek__project__oproep", "leerwerkplek__mentor__lidmaatschap__gebruiker",
        "vervangend_mentor__lidmaatschap__gebruiker", "glowpartner",
    )  # fmt: skip


def eigen(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen waarvan deze persoon nu de mentor of de vervangend mentor is."""
    lid = actor.lidmaatschap
    if not actor.mag("uren.invoeren") or lid is None:
        return Plaatsing.objects.none()
    van_mij = Q(leerwerkplek__mentor__lidmaatschap=lid) | Q(vervangend_mentor__lidmaatschap=lid)
    return _met_alles(Plaatsing.objects.filter(van_mij, bestuur_id=actor.bestuur_id))


def is_eigen(actor: Actor, plaatsing: Plaatsing) -> bool:
    """Dezelfde regel als `eigen`, voor een plaatsing die er al is."""
    lid, mentoren = actor.lidmaatschap, (plaatsing.leerwerkplek.mentor, plaatsing.vervangend_mentor)
    return lid is not None and actor.mag("uren.invoeren") and lid.pk in {m.lidmaatschap_id for m in mentoren if m}


def in_te_vullen(actor: Actor) -> QuerySet[Plaatsing]:
    """Waar HR uren invult voor een mentor zonder telefoon: alle plaatsingen van het bestuur."""
    if not actor.mag("uren.namens"):
        return Plaatsing.objects.none()
    return _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))


def zichtbaar_voor(actor: Actor) -> QuerySet[Plaatsing]:
    """Plaatsingen die deze actor mag zien: HR en coördinator alle, een mentor de eigen, een partner de zijne."""
    if actor.glowpartner:
        return _met_alles(Plaatsing.objects.filter(glowpartner=actor.glowpartner))
    if actor.mag("maandstaat.bevestigen") or actor.mag("plaatsing.bewerken"):
        return _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))
    return eigen(actor)


def maandstaten(actor: Actor, op: date | None = None) -> QuerySet[Maandstaat]:
    """De maandstaten die deze actor mag nakijken, bevestigen of terugsturen.

    HR en coördinator alle; een leidinggevende die van wie hij op die dag (vandaag) rechtstreeks leidt, waar het bestuur
    dat koos, en nooit die van een plek waarvan hij zelf de mentor is.
    """
    staten = Maandstaat.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "plaatsing__deelnemer",
        "plaatsing__leerwerkplek__project__oproep",
        "plaatsing__leerwerkplek__mentor__lidmaatschap__gebruiker",
        "doorgestuurd_door__gebruiker",
        "bevestigd_door__gebruiker",
    )
    if actor.mag("maandstaat.bevestigen"):
        return staten
    if not actor.mag("maandstaat.nakijken") or actor.lidmaatschap is None:
        return staten.none()
    return staten.filter(_geleid("plaatsing__", actor.lidmaatschap, op or timezone.localdate()))


def mag_nakijken(actor: Actor, op: date | None = None) -> bool:
    """Of deze actor iets kan nakijken: een leidinggevende enkel als het bestuur dat koos."""
    if not actor.mag("maandstaat.nakijken") or actor.mag("maandstaat.bevestigen"):
        return actor.mag("maandstaat.nakijken")
    return bool(oproepen_met("leidinggevende_bevestigt", actor.bestuur_id, op or timezone.localdate()))


def te_sluiten(actor: Actor, op: date | None = None) -> QuerySet[Plaatsing]:
    """De plaatsingen waarvan deze actor de maanden mag bevestigen; dezelfde grens als `maandstaten`."""
    plaatsingen = _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))
    if actor.mag("maandstaat.bevestigen"):
        return plaatsingen
    if not actor.mag("maandstaat.nakijken") or actor.lidmaatschap is None:
        return plaatsingen.none()
    return plaatsingen.filter(_geleid("", actor.lidmaatschap, op or timezone.localdate()))


def _geleid(via: str, lid: Lidmaatschap, op: date) -> Q:
    geleid = Leiding.objects.filter(leiding_op(op), bestuur=lid.bestuur_id, leidinggevende=lid)
    mentor = f"{via}leerwerkplek__mentor"
    oproepen = oproepen_met("leidinggevende_bevestigt", lid.bestuur_id, op)
    keuze = {f"{mentor}__in": geleid.values("mentor"), f"{via}leerwerkplek__project__oproep__in": oproepen}
    return Q(**keuze) & ~Q(**{f"{mentor}__lidmaatschap": lid})


def versies(actor: Actor) -> QuerySet[MaandstaatVersie]:
    """De bevestigde versies die deze actor mag zien: HR en coördinator alle, een mentor en een partner de eigen."""
    if not actor.mag("urenstaat.ophalen"):
        return MaandstaatVersie.objects.none()
    staten = Maandstaat.objects.filter(plaatsing__in=zichtbaar_voor(actor).values("pk"))
    return MaandstaatVersie.objects.filter(staat__in=staten.values("pk")).select_related(
        "staat__plaatsing__deelnemer", "staat__plaatsing__leerwerkplek", "urenstaat", "bestuur"
    )


def ingezonden(actor: Actor) -> QuerySet[Inzending]:
    """Wat deze persoon met een eigen nummer instuurde."""
    if actor.lidmaatschap is None:
        return Inzending.objects.none()
    return Inzending.objects.filter(bestuur_id=actor.bestuur_id, lidmaatschap=actor.lidmaatschap)


def niet_aanvaard(actor: Actor) -> QuerySet[Inzending]:
    """Wat daarvan niet aanvaard werd en nog niet weggelegd is; de oudste dag eerst."""
    open_ = ingezonden(actor).filter(uitkomst=InzendingUitkomst.GEWEIGERD, weggelegd_op=None)
    paden = ("plaatsing__deelnemer", "plaatsing__leerwerkplek__mentor", "plaatsing__vervangend_mentor")
    return open_.select_related(*paden).order_by("datum", "pk")


def dossiers(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen met hun afspraken, voor wie ze opvolgt: HR en coördinator, enkel van het eigen bestuur."""
    if not actor.mag("plaatsing.zien") or not actor.bestuur_id:
        return Plaatsing.objects.none()
    return _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))


def ondertekeningen(actor: Actor) -> QuerySet[Ondertekening]:
    """Wat besturen een GLOW-partner ter ondertekening voorlegden, zonder wat ze introkken voor het getekend was."""
    if actor.glowpartner is None or not actor.mag("werkafspraken.tekenen"):
        return Ondertekening.objects.none()
    rijen = Ondertekening.objects.filter(Q(ingetrokken_op=None) | Q(getekend_op__isnull=False))
    return rijen.filter(glowpartner=actor.glowpartner).select_related(
        "bestuur", "document", "plaatsing__deelnemer", "plaatsing__leerwerkplek"
    )


def te_tekenen(actor: Actor) -> QuerySet[Ondertekening]:
    """Wat daarvan nog op een handtekening wacht."""
    return ondertekeningen(actor).filter(getekend_op=None)
