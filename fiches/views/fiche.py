"""De pagina van één fiche: lezen, de documenten, de geschiedenis, en (voor wie mag) ondertekenen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten.http import antwoord
from fiches import blad_inhoud, regels, toegang, verschil
from fiches.enums import LOPEND, Aanleverstatus, Bevestiging, SoortBlad, Status
from fiches.forms import OndertekenForm
from fiches.models import Aanlevering, Fiche, FicheBlad, Handtekening
from kern.onderdelen import Moment
from organisaties.enums import Rol, Tekenwijze
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from taken.enums import Status as Taakstatus
from taken.models import Taak

TAAK = {SoortBlad.LEESKOPIE: "fiches.leeskopie", SoortBlad.VERZEGELD: "fiches.verzegel"}


def haal_fiche(request: HttpRequest, pk: int) -> Fiche:
    """De fiche, of 404 buiten het bereik van wie kijkt."""
    fiches = toegang.zichtbaar_voor(request.actor).select_related(
        "bestuur",
        "leerwerkplek__mentor",
        "ingediend_door__gebruiker",
        "teruggestuurd_door__gebruiker",
    )
    return get_object_or_404(fiches, pk=pk)


def gezag_van(actor: Actor, fiche: Fiche) -> list[regels.Gezag]:
    """In welke hoedanigheden deze persoon de fiche vandaag kan ondertekenen; leeg als er niets te tekenen is."""
    if fiche.status != Status.TER_ONDERTEKENING or actor.lidmaatschap is None or not actor.mag("fiche.ondertekenen"):
        return []
    return regels.gezag(fiche, actor.lidmaatschap, timezone.localdate(), vervangt=actor.vervangt)


def onderteken_form(request: HttpRequest, fiche: Fiche, data: Any = None) -> OndertekenForm | None:
    """Het tekenformulier voor wie nu mag tekenen, met de manier waarop die bevestigt."""
    actor = request.actor
    gezag = gezag_van(actor, fiche)
    if not gezag or Tekenwijze.TOEPASSING not in fiche.bestuur.wijzen:
        return None
    begin = {"inhoud_sha256": fiche.inhoud_sha256}
    return OndertekenForm(
        data,
        gezag=gezag,
        organisatie=actor.organisatie_naam,
        bevestiging=bevestiging_van(request),
        initial=begin,
        terug_url="",
    )


def bevestiging_van(request: HttpRequest) -> Bevestiging:
    if herbevestig.onlangs(request, aanmelden_telt=False):
        return Bevestiging.KLAAR
    ter_plaatse = herbevestig.met_wachtwoord_ter_plaatse(request.user)
    return Bevestiging.WACHTWOORD if ter_plaatse else Bevestiging.ELDERS


@daad("fiche.zien")
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden = haal_fiche(request, pk)
    return toon(request, gevonden, onderteken_form(request, gevonden))


def toon(request: HttpRequest, fiche: Fiche, form: OndertekenForm | None, status: int = 200) -> HttpResponse:
    stand_nu = stand_van(fiche)
    versies, handtekening = stand_nu["versies"], stand_nu["handtekening"]
    vorige, verschillen = regels.vorige(fiche, versies), []
    getoond = blad_inhoud.van_fiche(fiche, handtekening)
    if vorige:
        oud = blad_inhoud.van_fiche(vorige)
        verschillen, getoond = verschil.tussen(getoond, oud), verschil.vergeleken(getoond, oud)
    aangeleverd = _aangeleverd(fiche)
    context = {
        "fiche": fiche,
        "blad": getoond,
        "form": form,
        "vorige": vorige,
        "verschillen": verschillen,
        "nieuwste": versies[0],
        "waarom_niet": waarom_niet(request.actor, fiche),
        "mentor_veranderd": fiche.status == Status.ONDERTEKEND and fiche.leerwerkplek.mentor_id != fiche.mentor_id,
        "daden": {daad for daad in ("fiche.ondertekenen", "fiche.indienen") if request.actor.mag(daad)},
        "bevestig_adres": herbevestig.adres(f"{reverse('fiches:fiche', args=[fiche.pk])}#ondertekenen"),
        "op_papier": _kan_op_papier(request.actor, fiche) and not any(rij.wacht_op_iemand for rij in aangeleverd),
        "aangeleverd": aangeleverd,
        "eigen_certificaat": bool(gezag_van(request.actor, fiche)) and Tekenwijze.CERTIFICAAT in fiche.bestuur.wijzen,
        "klaargezet": next((rij for rij in aangeleverd if _is_eigen(rij, request.actor)), None),
        "kan_bevestigen": set(toegang.te_bevestigen(request.actor).filter(fiche=fiche).values_list("pk", flat=True)),
        "nog_te_doen": toegang.te_ondertekenen(request.actor).exclude(pk=fiche.pk).count(),
        **stand_nu,
    }
    return render(request, "fiches/fiche.html", context, status=status)


def _kan_op_papier(actor: Actor, fiche: Fiche) -> bool:
    """Kan deze persoon een scan van deze versie opladen?"""
    mag = actor.mag("fiche.aanleveren") and fiche.status == Status.TER_ONDERTEKENING
    return (
        mag and Tekenwijze.PAPIER in fiche.bestuur.wijzen and (Rol.HR in actor.rollen or bool(gezag_van(actor, fiche)))
    )


def _aangeleverd(fiche: Fiche) -> list[Aanlevering]:
    """Wat voor deze versie opgeladen is en nog telt: wat wacht, en anders de laatste weigering."""
    if fiche.status != Status.TER_ONDERTEKENING:
        return []
    rijen = Aanlevering.objects.filter(bestuur=fiche.bestuur_id, fiche=fiche)
    rijen = rijen.select_related("door__gebruiker", "beoordeeld_door__gebruiker", "klaar")
    alle = list(rijen.exclude(status=Aanleverstatus.VERVALLEN).order_by("-pk"))
    return [rij for rij in alle if rij.status != Aanleverstatus.GEWEIGERD or rij is alle[0]]


def _is_eigen(rij: Aanlevering, actor: Actor) -> bool:
    """Zette deze persoon ze zelf klaar, en loopt dat nog?"""
    return rij.wijze == Tekenwijze.CERTIFICAAT and rij.status in LOPEND and rij.door == actor.lidmaatschap


def waarom_niet(actor: Actor, fiche: Fiche) -> str:
    """Waarom iemand die anders tekent, deze fiche niet kan ondertekenen; leeg als er niets te zeggen valt."""
    lid = actor.lidmaatschap
    if fiche.status != Status.TER_ONDERTEKENING or lid is None or not actor.mag("fiche.ondertekenen"):
        return ""
    return regels.IS_MENTOR if regels.is_mentor(fiche, lid) else ""


def stand_van_documenten(fiche: Fiche) -> dict:
    """Welke documenten er zijn, en of er nog een komt. `mislukt`: de taak gaf het op; de beheerder ziet ze."""
    bladen = FicheBlad.objects.filter(bestuur=fiche.bestuur_id, fiche=fiche).select_related("document")
    per_soort = {rij.soort: rij.document for rij in bladen}
    verwacht = SoortBlad.VERZEGELD if fiche.is_afgetekend else SoortBlad.LEESKOPIE
    opgegeven = verwacht not in per_soort and Taak.objects.filter(
        naam=TAAK[verwacht], argumenten=[fiche.pk], bestuur_id=fiche.bestuur_id, status=Taakstatus.MISLUKT
    ).exists()  # fmt: skip
    return {
        "leeskopie": per_soort.get(SoortBlad.LEESKOPIE),
        "verzegeld": per_soort.get(SoortBlad.VERZEGELD),
        "mislukt": opgegeven,
        "onderweg": verwacht not in per_soort and not opgegeven,
    }


def stand_van(fiche: Fiche) -> dict:
    """Wat verandert zonder dat de lezer iets doet: de documenten en het verloop."""
    versies = list(toegang.versies_van(fiche.leerwerkplek))
    handtekening = next((h for v in versies if v.pk == fiche.pk for h in v.handtekeningen.all()), None)
    documenten = stand_van_documenten(fiche)
    verloop = momenten(fiche, handtekening, documenten["verzegeld"], versies)
    return {"versies": versies, "handtekening": handtekening, "momenten": verloop, **documenten}


def momenten(fiche: Fiche, handtekening: Handtekening | None, zegel: Any, versies: list[Fiche]) -> list[Moment]:
    """De geschiedenis in woorden, van indienen tot vandaag."""
    door = fiche.ingediend_door.gebruiker.volledige_naam if fiche.ingediend_door else ""
    lijst = [Moment(f"Versie {fiche.versie} ingediend", door, fiche.ingediend_op)]
    if fiche.status in (Status.TERUGGESTUURD, Status.INGETROKKEN):
        wie = fiche.teruggestuurd_door.gebruiker.volledige_naam if fiche.teruggestuurd_door else ""
        lijst.append(
            Moment(
                fiche.get_status_display().capitalize(), wie, fiche.teruggestuurd_op, uitleg=fiche.teruggestuurd_reden
            )
        )
    if handtekening is None:
        komt = [Moment("Ondertekenen", stand="nu"), Moment("Verzegelen", stand="komt")]
        return lijst + (komt if fiche.status == Status.TER_ONDERTEKENING else [])
    wie = f"{handtekening.naam}, {handtekening.als}"
    op = handtekening.ondertekend_op
    getekend = [Moment("Ondertekend", wie, timezone.localdate(op) if handtekening.enkel_dag else op)]
    if handtekening.bevestigd_door:
        tweede = handtekening.bevestigd_door.gebruiker.volledige_naam
        getekend.append(Moment("Bevestigd door een tweede persoon", tweede, handtekening.bevestigd_op))
    lijst = getekend if handtekening.wijze == Tekenwijze.VOORAF else [*lijst, *getekend]
    if zegel:
        lijst.append(Moment("Verzegeld", f"niveau {zegel.zegel_niveau}", zegel.vastgelegd_op))
    else:
        lijst.append(Moment("Verzegelen", stand="nu"))
    if fiche.status == Status.VERVANGEN:
        opvolger = min((v.versie for v in versies if v.versie > fiche.versie and v.is_afgetekend), default=None)
        lijst.append(Moment(f"Vervangen door versie {opvolger}" if opvolger else "Vervangen"))
    return lijst


@daad("fiche.zien")
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Het stukje met documenten en verloop, dat zichzelf ververst tot alles er is."""
    gevonden = haal_fiche(request, pk)
    return render(request, "fiches/_stand.html", {"fiche": gevonden, **stand_van(gevonden)})


@daad("fiche.zien")
def document(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    """De PDF: `leeskopie` of `verzegeld`, of de `scan`; `?bewaar` biedt ze aan om te bewaren."""
    gevonden = haal_fiche(request, pk)
    if soort == "scan":
        getekend = Handtekening.objects.filter(fiche=gevonden, scan__isnull=False).select_related("scan").first()
        if getekend is None or getekend.scan is None:
            raise Http404
        return antwoord(getekend.scan, bijlage="bewaar" in request.GET)
    rij = FicheBlad.objects.filter(bestuur=gevonden.bestuur_id, fiche=gevonden, soort=soort)
    gevraagd = rij.select_related("document").first()
    if gevraagd is None:
        raise Http404
    return antwoord(gevraagd.document, bijlage="bewaar" in request.GET)
