"""Wie wat hoort over een fiche: wie ze moet tekenen, en HR als ze terugkomt. In de transactie van de stap."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from berichten.stappen import Inhoud, aan_leden, aan_rol, handel_af
from fiches.models import Fiche
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.enums import Rol, Vervangbaar
from organisaties.models import Lidmaatschap, Plaatsvervanging
from organisaties.toegang import geldig

KNOP = "Fiche nakijken en ondertekenen"


def _sleutel(fiche: Fiche) -> str:
    return f"fiche {fiche.pk} te ondertekenen"


def ingediend(fiche: Fiche) -> None:
    """Aan op wie de fiche nu wacht. Is er niemand met toegang, dan blijft ze in de lijst van HR staan."""
    plek = fiche.leerwerkplek
    inhoud = Inhoud(
        "fiche_te_ondertekenen",
        _sleutel(fiche),
        f"Fiche {plek.code} wacht op je handtekening",
        (
            f"De fiche van leerwerkplek {plek.code}, {plek.functie}, is ingediend (versie {fiche.versie}).",
            "Lees ze na. Klopt ze, teken ze dan af; klopt ze niet, stuur ze terug met een reden.",
        ),
        (KNOP, reverse("fiches:fiche", args=[fiche.pk])),
    )
    aan_leden(fiche.bestuur_id, wacht_op(fiche, timezone.localdate()), inhoud)


def teruggestuurd(fiche: Fiche, door: Lidmaatschap) -> None:
    """Aan HR, met de reden; niet aan wie ze zelf terugstuurde. Wie nog moest tekenen, hoeft niet meer."""
    handel_af(fiche.bestuur_id, _sleutel(fiche))
    plek = fiche.leerwerkplek
    inhoud = Inhoud(
        "fiche_terug",
        f"fiche {fiche.pk} terug",
        f"Fiche {plek.code} kwam terug",
        (
            f"{door.gebruiker.volledige_naam} stuurde de fiche van leerwerkplek {plek.code}, {plek.functie}, terug.",
            f"De reden: {fiche.teruggestuurd_reden}",
            "Pas de plek aan en dien een nieuwe versie in.",
        ),
        ("Fiche bekijken", reverse("fiches:fiche", args=[fiche.pk])),
    )
    aan_rol(fiche.bestuur_id, Rol.HR, inhoud, behalve=door)


def ondertekend(fiche: Fiche) -> None:
    """Wie ook had mogen tekenen, hoeft niet meer."""
    handel_af(fiche.bestuur_id, _sleutel(fiche))


def wacht_op(fiche: Fiche, dag: date) -> list[Lidmaatschap]:
    """De direct leidinggevende van de mentor en wie die vervangt; is er zo niemand met toegang, de directeur en HR.

    Nooit de mentor van de plek zelf (bron 000), ook niet als plaatsvervanger.
    """
    leiding = Leiding.objects.filter(leiding_op(dag), bestuur=fiche.bestuur_id, mentor=fiche.mentor_id)
    baas = Q(pk__in=leiding.values("leidinggevende"), rollen__contains=[Rol.LEIDINGGEVENDE])
    eerst = _met_vervangers(fiche, baas, Vervangbaar.LEIDINGGEVENDE, dag)
    if eerst:
        return eerst
    directeur = Q(rollen__contains=[Rol.DIRECTEUR])
    return _met_vervangers(fiche, directeur, Vervangbaar.DIRECTEUR, dag) + _leden(
        fiche, Q(rollen__contains=[Rol.HR]), dag
    )


def _met_vervangers(fiche: Fiche, wie: Q, hoedanigheid: str, dag: date) -> list[Lidmaatschap]:
    """Een opdracht geldt zolang de vervangene toegang heeft; diens eigen plekken tekent niemand in zijn plaats."""
    gevonden = _leden(fiche, wie, dag)
    vervangt = Plaatsvervanging.objects.filter(
        bestuur=fiche.bestuur_id,
        voor__in=[lid.pk for lid in gevonden],
        hoedanigheid=hoedanigheid,
        van__lte=dag,
        tot__gte=dag,
        beeindigd_op=None,
    )
    return gevonden + _leden(fiche, Q(pk__in=vervangt.values("plaatsvervanger")), dag)


def _leden(fiche: Fiche, wie: Q, dag: date) -> list[Lidmaatschap]:
    huidig = fiche.leerwerkplek.mentor
    mentoren = {fiche.mentor.lidmaatschap_id, huidig.lidmaatschap_id if huidig else None}
    leden = Lidmaatschap.objects.filter(wie, geldig(dag), bestuur=fiche.bestuur_id, gebruiker__is_active=True)
    return [lid for lid in leden.order_by("pk") if lid.pk not in mentoren]
