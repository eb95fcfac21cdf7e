"""De mail van één keer per dag, en wat de beheerder beslist over een mail die misschien niet aankwam."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from berichten import regels
from berichten.enums import NA_TE_KIJKEN, Mail, Wanneer
from berichten.geldig import nog_nodig
from berichten.models import Bericht, Voorkeur
from berichten.soorten import SAMENVATTING, SOORTEN
from berichten.stappen.schrijven import Inhoud, bewaar, rij
from kern.kalender import is_werkdag
from kern.opmaak import meervoud
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis
from taken.stappen import plan

PER_SOORT = 15  # regels in de mail; de rest staat in de inbox


def vat_samen(bestuur: Bestuur, dag: date) -> int:
    """Eén mail per persoon met al wat op `dagelijks` wacht, enkel op een werkdag en hoogstens één per dag.

    Geeft hoeveel mails er gepland zijn. Twee keer draaien, of twee tegelijk, geeft er geen tweede.
    """
    if not is_werkdag(dag):
        return 0
    wachtend = (
        Bericht.objects.select_for_update(of=("self",))
        .filter(bestuur=bestuur, mail=Mail.DAGELIJKS, samenvatting=None, ontvanger__isnull=False)
        .order_by("gemaakt_op", "pk")
    )
    per_persoon: dict[int, list[Bericht]] = defaultdict(list)
    for bericht in _wat_nog_nodig_is(_zonder_wat_nu_uit_staat(list(wachtend))):
        per_persoon[bericht.ontvanger_id or 0].append(bericht)
    return sum(_een(bestuur, persoon, rijen, dag) for persoon, rijen in sorted(per_persoon.items()))


def _zonder_wat_nu_uit_staat(rijen: list[Bericht]) -> list[Bericht]:
    """Wie de mail van een soort intussen afzette, krijgt ze niet meer."""
    personen = {bericht.ontvanger_id for bericht in rijen}
    keuzes = {
        (gebruiker, soort): wanneer
        for gebruiker, soort, wanneer in Voorkeur.objects.filter(gebruiker__in=personen)
        .order_by("pk")
        .values_list("gebruiker_id", "soort", "wanneer")
    }

    def uit(bericht: Bericht) -> bool:
        keuze = keuzes.get((bericht.ontvanger_id or 0, bericht.soort))
        return regels.wanneer(SOORTEN[bericht.soort], keuze) == Wanneer.NOOIT

    Bericht.objects.filter(pk__in=[bericht.pk for bericht in rijen if uit(bericht)]).update(mail=Mail.GEEN)
    return [bericht for bericht in rijen if not uit(bericht)]


def _wat_nog_nodig_is(rijen: list[Bericht]) -> list[Bericht]:
    """Waarvan de aanleiding intussen voorbij is, hoeft niet meer gemaild."""
    voorbij = {bericht.pk for bericht in rijen if not nog_nodig(bericht)}
    Bericht.objects.filter(pk__in=voorbij).update(mail=Mail.GEEN)
    return [bericht for bericht in rijen if bericht.pk not in voorbij]


def _een(bestuur: Bestuur, persoon: int, rijen: list[Bericht], dag: date) -> bool:
    inhoud = Inhoud(
        SAMENVATTING,
        f"samenvatting {dag.isoformat()}",
        f"{meervoud(len(rijen), 'bericht', 'berichten')} van {bestuur.naam}",
        tuple(_alineas(rijen)),
        ("Berichten bekijken", reverse("berichten:lijst")),
    )
    mail = rij(bestuur.pk, None, inhoud, mail=Mail.WACHT)
    mail.ontvanger_id, mail.gelezen_op = persoon, timezone.now()  # staat niet in de inbox
    if not bewaar([mail]):
        return False  # vandaag ging er al een weg: dit komt morgen mee
    Bericht.objects.filter(pk__in=[bericht.pk for bericht in rijen]).update(samenvatting=mail)
    return True


def _alineas(rijen: Iterable[Bericht]) -> Iterable[str]:
    """Per soort een kop en een regel per bericht."""
    per_soort: dict[str, list[str]] = defaultdict(list)
    for bericht in rijen:
        per_soort[bericht.soort].append(bericht.onderwerp)
    for soort in SOORTEN.values():
        if regels_ := per_soort.get(soort.naam):
            te_veel = len(regels_) - PER_SOORT
            slot = [f"• en nog {te_veel} in je berichten"] if te_veel > 0 else []
            yield "\n".join([f"{soort.label}:", *(f"• {regel}" for regel in regels_[:PER_SOORT]), *slot])


def verstuur_opnieuw(door: Actor, bericht: Bericht) -> None:
    """Nog eens wat misschien of zeker niet aankwam, met dezelfde Message-ID. Eén keer, ook bij een dubbelklik."""
    eis(door, "taken.beheren")
    _uit_de_lijst(door, bericht, Mail.WACHT)
    plan("berichten.mail", bericht.pk, bestuur_id=bericht.bestuur_id)
    schrijf(door, "bericht.opnieuw", bericht)


def laat_zo(door: Actor, bericht: Bericht) -> None:
    """Niet opnieuw versturen: het bericht staat in de inbox, en de mail verdwijnt uit de lijst van de beheerder."""
    eis(door, "taken.beheren")
    _uit_de_lijst(door, bericht, Mail.GEEN)
    schrijf(door, "bericht.laat_zo", bericht)


def _uit_de_lijst(door: Actor, bericht: Bericht, naar: Mail) -> None:
    lijst = Bericht.objects.filter(bestuur_id=door.bestuur_id, pk=bericht.pk, mail__in=NA_TE_KIJKEN)
    if not lijst.update(mail=naar):
        raise Geweigerd("Dit is intussen al beslist. Herlaad de pagina.")


def ruim_op(bestuur: Bestuur) -> int:
    """Berichten ouder dan de bewaartermijn van de installatie verdwijnen, gelezen of niet; geeft hoeveel."""
    grens = timezone.now() - timedelta(days=settings.GD_BERICHTEN_DAGEN)
    return Bericht.objects.filter(bestuur=bestuur, gemaakt_op__lt=grens).delete()[0]
