"""Het leven van een fiche, van boven naar onder: indienen, terugsturen of intrekken, ondertekenen."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documenten import huisstijl
from fiches import aftekenen, melden
from fiches import inhoud as fiche_inhoud
from fiches.aftekenen import ogenblik
from fiches.enums import VERKLARING, Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche, Handtekening, Tekenronde
from fiches.regels import Gezag, bezwaar, gezag, onvolledig
from kern import bevroren
from leerwerkplekken.enums import Status as Plekstatus
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import Ontbreekt, ontbrekend
from logboek.stappen import schrijf
from organisaties.enums import Tekenwijze
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis
from taken.stappen import plan

WACHT_OP_SCAN = "Er ligt een scan van een getekende fiche te bevestigen. Wacht daarop, of trek ze in."
NIET_HIER = "Dit bestuur ondertekent niet in de toepassing. Kies een andere manier op de pagina van de fiche."


def wat_ontbreekt(plek: Leerwerkplek, op: date) -> list[Ontbreekt]:
    """Wat er nog ontbreekt om de fiche van deze plek in te dienen, ook de banner (bron 002)."""
    gevonden = ontbrekend(plek, op)
    if not huisstijl.voor(plek.bestuur).banner_tekst:
        gevonden.append(Ontbreekt("banner", "De logobanner ontbreekt. Vraag de beheerder om die in te stellen."))
    return gevonden


@dataclass(frozen=True)
class Voorstel:
    """Wat er ingediend zou worden, en wat dat tegenhoudt.

    `geldig`: de ondertekende versie; `open`: die ter ondertekening ligt; `bezwaar`: waarom indienen nu niets doet.
    """

    inhoud: dict
    ontbreekt: list[Ontbreekt]
    geldig: Fiche | None
    open: Fiche | None
    bezwaar: str = ""


def stel_voor(plek: Leerwerkplek, op: date) -> Voorstel:
    """De volgende versie van de fiche van deze plek, zoals ze er die dag uit zou zien; schrijft niets."""
    versies = list(Fiche.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek).order_by("versie"))
    nummer = versies[-1].versie + 1 if versies else 1
    inhoud = fiche_inhoud.stel_samen(plek, versie=nummer, op=op, stijl=huisstijl.voor(plek.bestuur))
    geldig = next((fiche for fiche in versies if fiche.status == Status.ONDERTEKEND), None)
    wachtend = next((fiche for fiche in versies if fiche.status == Status.TER_ONDERTEKENING), None)
    bezwaar = ""
    if wachtend:
        bezwaar = f"Versie {wachtend.versie} van deze fiche ligt al ter ondertekening."
    elif plek.status == Plekstatus.GESLOTEN:
        bezwaar = "Deze plek is gesloten. Heropen ze om een nieuwe fiche in te dienen."
    elif geldig and fiche_inhoud.zelfde(geldig.inhoud, inhoud):
        bezwaar = f"Er is niets gewijzigd sinds versie {geldig.versie}. Die blijft gelden."
    return Voorstel(inhoud, wat_ontbreekt(plek, op), geldig, wachtend, bezwaar)


def indienen(door: Actor, plek: Leerwerkplek, *, op: date | None = None) -> Fiche:
    """Bevriest plek, plan en aanbod in een nieuwe versie, ter ondertekening. Geweigerd met alles wat ontbreekt."""
    eis(door, "fiche.indienen")
    op = op or timezone.localdate()
    with grenzen():
        plek = (
            Leerwerkplek.objects.select_for_update(of=("self",))
            .select_related(
                "bestuur",
                "project__oproep",
                "organisatie",
                "mentor__lidmaatschap__gebruiker",
                "begeleider__gebruiker",
            )
            .get(pk=plek.pk)
        )
        voorstel = stel_voor(plek, op)
        if voorstel.ontbreekt:
            raise Geweigerd.om([(o.zin, o.sectie) for o in voorstel.ontbreekt])
        if voorstel.bezwaar:
            raise Geweigerd(voorstel.bezwaar)
        if Aanlevering.objects.filter(
            bestuur=plek.bestuur_id, leerwerkplek=plek, fiche=None, status=Aanleverstatus.TE_BEVESTIGEN
        ).exists():
            raise Geweigerd(WACHT_OP_SCAN)
        assert plek.mentor is not None  # wat_ontbreekt noemt een plek zonder mentor
        tekst = bevroren.canoniek(voorstel.inhoud)
        fiche = Fiche.objects.create(
            bestuur=plek.bestuur,
            leerwerkplek=plek,
            mentor=plek.mentor,
            versie=voorstel.inhoud["versie"],
            inhoud=tekst,
            inhoud_sha256=bevroren.sha256(tekst),
            ingediend_op=op,
            ingediend_door=door.lidmaatschap,
        )
        schrijf(door, "fiche.ingediend", fiche, versie=fiche.versie, sha256=fiche.inhoud_sha256)
        plan("fiches.leeskopie", fiche.pk, bestuur_id=fiche.bestuur_id)
        melden.ingediend(fiche)
    return fiche


def terugsturen(door: Actor, fiche: Fiche, *, reden: str, op: date | None = None) -> Fiche:
    """Stuurt een fiche terug naar HR, met een reden. Enkel wie ze ook had mogen tekenen."""
    lid = persoon(door)
    if not reden.strip():
        raise Geweigerd("Zeg waarom je de fiche terugstuurt.", "reden")
    op = op or timezone.localdate()
    with grenzen():
        fiche = slot(fiche)
        if fiche.status != Status.TER_ONDERTEKENING:
            raise Geweigerd(f"Deze fiche is al {fiche.get_status_display()}.")
        if not gezag(fiche, lid, op):
            raise Geweigerd("Je mag deze fiche niet aftekenen, en dus ook niet terugsturen.")
        fiche.status, fiche.teruggestuurd_op = Status.TERUGGESTUURD, op
        fiche.teruggestuurd_door, fiche.teruggestuurd_reden = lid, reden.strip()
        fiche.save(update_fields=["status", "teruggestuurd_op", "teruggestuurd_door", "teruggestuurd_reden"])
        schrijf(door, "fiche.teruggestuurd", fiche, versie=fiche.versie)
        aftekenen.laat_vervallen(fiche)
        melden.teruggestuurd(fiche, lid)
    return fiche


def intrekken(door: Actor, fiche: Fiche, *, reden: str, op: date | None = None) -> Fiche:
    """HR haalt een ingediende versie terug voor ze ondertekend is, met een reden.

    Geweigerd zonder reden, en zodra ze ondertekend of teruggestuurd is: dan helpt enkel een nieuwe versie (besluit 3).
    """
    eis(door, "fiche.indienen")
    if not reden.strip():
        raise Geweigerd("Zeg waarom je de fiche intrekt.", "reden")
    with grenzen():
        fiche = slot(fiche)
        if fiche.status != Status.TER_ONDERTEKENING:
            raise Geweigerd(f"Deze fiche is al {fiche.get_status_display()}.")
        fiche.status, fiche.teruggestuurd_op = Status.INGETROKKEN, op or timezone.localdate()
        fiche.teruggestuurd_door, fiche.teruggestuurd_reden = door.lidmaatschap, reden.strip()
        fiche.save(update_fields=["status", "teruggestuurd_op", "teruggestuurd_door", "teruggestuurd_reden"])
        schrijf(door, "fiche.ingetrokken", fiche, versie=fiche.versie)
        aftekenen.laat_vervallen(fiche)
        melden.ingetrokken(fiche)
    return fiche


def verklaring(gezag: Gezag, organisatie: str) -> str:
    """Wat de ondertekenaar verklaart; een plaatsvervanger noemt wie, in welke hoedanigheid en op welke opdracht."""
    return VERKLARING.format(hoedanigheid=gezag.als, organisatie=organisatie)


def ondertekenen(
    door: Actor,
    fiche: Fiche,
    *,
    hoedanigheid: str,
    inhoud_sha256: str,
    op: date | None = None,
    ronde: Tekenronde | None = None,
) -> Handtekening:
    """Tekent de bevroren inhoud af. `inhoud_sha256` is wat de ondertekenaar op het scherm zag.

    `hoedanigheid`: de sleutel van het gekozen gezag (`Gezag.sleutel`), dus ook in wiens plaats.

    De vorige ondertekende versie wordt in dezelfde stap `vervangen` (besluit 3); verzegelen volgt uit de taak.
    `op`: een andere dag dan vandaag kan enkel de import van een demo geven. `ronde`: deze fiche is er een van meer die
    samen getekend worden; het ogenblik is dat van de ronde, en die handelt ook de berichten af.
    """
    lid = persoon(door)
    dag = op or timezone.localdate()
    with grenzen():
        fiche = slot(fiche)
        if Tekenwijze.TOEPASSING not in fiche.bestuur.wijzen:
            raise Geweigerd(NIET_HIER)
        grond = grond_voor(fiche, lid, hoedanigheid, inhoud_sha256, dag)
        handtekening = aftekenen.teken_af(
            door,
            fiche,
            wijze=Tekenwijze.TOEPASSING,
            ondertekenaar=lid,
            hoedanigheid=grond.hoedanigheid,
            naam=door.naam,
            functie=lid.functie,
            organisatie=door.organisatie_naam,
            gezag=grond.bevroren(),
            verklaring=verklaring(grond, door.organisatie_naam),
            ondertekend_op=ronde.op if ronde else ogenblik(op),
            ronde=ronde,
        )
    return handtekening


def grond_voor(fiche: Fiche, lid: Lidmaatschap, hoedanigheid: str, inhoud_sha256: str, op: date) -> Gezag:
    """Het gezag waarmee dit lid tekent wat het zag, in de toepassing of met een eigen certificaat. Binnen `slot`.

    Geweigerd als de fiche niet (meer) ter ondertekening ligt, anders is dan getoond, onvolledig is, of dit lid ze in
    deze hoedanigheid (`Gezag.sleutel`) niet mag tekenen.
    """
    if fiche.status != Status.TER_ONDERTEKENING:
        raise Geweigerd(f"Deze fiche is al {fiche.get_status_display()}.")
    if fiche.inhoud_sha256 != inhoud_sha256:
        raise Geweigerd("Deze fiche is niet die welke je gelezen hebt. Lees ze opnieuw.")
    if zin := onvolledig(fiche.gegevens):
        raise Geweigerd(zin)
    grond = next((g for g in gezag(fiche, lid, op) if g.sleutel == hoedanigheid), None)
    if grond is None:
        raise Geweigerd(bezwaar(fiche, lid, hoedanigheid, op), "hoedanigheid")
    return grond


def persoon(door: Actor) -> Lidmaatschap:
    """Wie tekent. Aftekenen en terugsturen doet een persoon van het bestuur, nooit de installatie zelf."""
    eis(door, "fiche.ondertekenen")
    if door.lidmaatschap is None:
        raise PermissionDenied("fiche.ondertekenen: enkel een persoon van het bestuur")
    return door.lidmaatschap


def slot(fiche: Fiche) -> Fiche:
    """De fiche zoals ze nu is, op slot tot het einde van de stap."""
    rijen = Fiche.objects.select_for_update(of=("self",)).select_related("leerwerkplek__mentor", "mentor", "bestuur")
    return rijen.get(pk=fiche.pk)
