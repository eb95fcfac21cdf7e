"""Wat op de achtergrond loopt of opgegeven werd."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aanmelding import herbevestig
from beheer.regels import raad
from beheer.stappen import taken as stappen
from berichten.enums import NA_TE_KIJKEN
from berichten.models import Bericht
from berichten.stappen import mailen
from documenten import werkmap
from kern.lijst import als_werkmap
from kern.lijst import pagina as bladzijde
from kern.tabel import Tabel
from organisaties.formulieren import probeer
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from taken.enums import Status
from taken.models import Taak

NAMEN = {
    "fiches.leeskopie": "Leeskopie van een fiche maken",
    "fiches.verzegel": "Fiche verzegelen",
    "documenten.hernieuw": "Tijdstempel van een document hernieuwen",
    "rapportage.bewijspakket": "Bewijspakket maken",
    "rapportage.rapport": "ESF-rapport maken",
    "beheer.uitnodiging": "Uitnodiging mailen",
    "berichten.mail": "Bericht mailen",
}
HOOGSTENS = 50  # mails om na te kijken; wie er meer heeft, kijkt eerst deze na


@daad("taken.beheren")
@herbevestig.nodig(wanneer=als_werkmap)
def taken(request: HttpRequest) -> HttpResponse:
    """Wat op de achtergrond loopt of opgegeven werd; `?status=mislukt`: enkel dat. De tabel is globaal: hier enkel die
    van het eigen bestuur."""
    rijen = Taak.objects.filter(bestuur_id=request.actor.bestuur_id).exclude(status=Status.KLAAR)
    enkel_mislukt = request.GET.get("status") == Status.MISLUKT
    if enkel_mislukt:
        rijen = rijen.filter(status=Status.MISLUKT)
    rijen = rijen.order_by("-gepland_op", "-pk")
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(list(rijen)))
    pagina = bladzijde(request, rijen)
    for taak in pagina:
        taak.wat = NAMEN.get(taak.naam, taak.naam)
        taak.raad = raad(taak.fout)
    mails = _na_te_kijken(request).select_related("ontvanger").defer("alineas").order_by("-gemaakt_op", "-pk")
    context = {"pagina": pagina, "mails": mails[:HOOGSTENS], "enkel_mislukt": enkel_mislukt}
    return render(request, "beheer/taken.html", context)


def _tabel(rijen: list[Taak]) -> Tabel:
    koppen = ("Nummer", "Taak", "Status", "Gepland op", "Pogingen", "Wat er misging", "Raad")
    return Tabel(
        "taken",
        "Taken",
        koppen,
        [
            (
                t.pk,
                NAMEN.get(t.naam, t.naam),
                t.get_status_display(),
                timezone.localdate(t.gepland_op),
                t.pogingen,
                t.fout,
                raad(t.fout),
            )
            for t in rijen
        ],
    )


def _na_te_kijken(request: HttpRequest) -> QuerySet[Bericht]:
    """Mails die misschien of zeker niet aankwamen. De beheerder ziet aan wie en waarover, nooit wat erin staat."""
    return Bericht.objects.filter(bestuur=request.actor.bestuur_id, mail__in=NA_TE_KIJKEN)


@require_POST
@daad("taken.beheren")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    taak = get_object_or_404(Taak, pk=pk, bestuur_id=request.actor.bestuur_id)
    try:
        stappen.probeer_opnieuw(request.actor, taak)
        messages.success(request, "De taak wordt opnieuw geprobeerd. Kijk straks of ze klaar is.")
    except Geweigerd as fout:
        messages.warning(request, fout.zin)
    return redirect("beheer:taken")


@require_POST
@daad("taken.beheren")
def mail_opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    bericht = _haal_mail(request, pk)
    gelukt = "De mail wordt opnieuw verstuurd."
    return probeer(request, lambda: mailen.verstuur_opnieuw(request.actor, bericht), gelukt, "beheer:taken")


@require_POST
@daad("taken.beheren")
def mail_laat_zo(request: HttpRequest, pk: int) -> HttpResponse:
    bericht = _haal_mail(request, pk)
    gelukt = "De mail gaat niet opnieuw weg. Het bericht blijft in de inbox staan."
    return probeer(request, lambda: mailen.laat_zo(request.actor, bericht), gelukt, "beheer:taken")


def _haal_mail(request: HttpRequest, pk: int) -> Bericht:
    """Ook een die intussen beslist is: dan zegt de stap dat."""
    return get_object_or_404(Bericht, bestuur=request.actor.bestuur_id, pk=pk)
