"""Een bericht schrijven: een rij in de transactie van wie het aanleiding geeft, en een taak die ze mailt na de commit.

Roep dit aan met het bestuur als context (een stap van het bestuur, of een taak). Wat een GLOW-partner deed,
plant eerst een taak in dat bestuur; die schrijft het bericht.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from berichten.enums import Mail, Wanneer
from berichten.models import Bericht, Voorkeur
from berichten.soorten import SOORTEN
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner, Lidmaatschap
from organisaties.toegang import geldig
from taken.stappen import plan

MAIL = {Wanneer.DIRECT: Mail.WACHT, Wanneer.DAGELIJKS: Mail.DAGELIJKS, Wanneer.NOOIT: Mail.GEEN}


@dataclass(frozen=True)
class Inhoud:
    """Wat er te melden is. `soort`: een naam uit `SOORTEN`; `sleutel`: de aanleiding, bv. "fiche 12 v2".

    `knop`: tekst en pad (`reverse(…)`, zonder host). Nooit een naam van een deelnemer: de code.
    """

    soort: str
    sleutel: str
    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str] = ("", "")


def aan_leden(bestuur_id: int, leden: Iterable[Lidmaatschap], inhoud: Inhoud) -> list[Bericht]:
    """Eén bericht per lid van dit bestuur. Geeft enkel wat nieuw is; wie dit al kreeg, krijgt het niet opnieuw."""
    return _schrijf(bestuur_id, sorted({lid.gebruiker_id for lid in leden}), None, inhoud)


def aan_rol(bestuur_id: int, rol: str, inhoud: Inhoud) -> list[Bericht]:
    """Aan wie vandaag die rol heeft in dit bestuur."""
    leden = Lidmaatschap.objects.filter(
        geldig(timezone.localdate()), bestuur_id=bestuur_id, rollen__contains=[rol], gebruiker__is_active=True
    )
    return aan_leden(bestuur_id, leden, inhoud)


def aan_partner(bestuur_id: int, glowpartner: GlowPartner, inhoud: Inhoud) -> list[Bericht]:
    """Aan wie voor deze GLOW-partner werkt; zonder iemand met een account naar zijn algemene adres."""
    with connection.cursor() as c:
        c.execute("SELECT gebruiker_id FROM gd_partner_ontvangers(%s)", [glowpartner.pk])
        personen = [pk for (pk,) in c.fetchall()]
    if not personen:
        return _naar_adres(bestuur_id, glowpartner, inhoud)
    return _schrijf(bestuur_id, personen, glowpartner, inhoud)


def aan_adres(bestuur_id: int, adres: str, inhoud: Inhoud) -> list[Bericht]:
    """Aan iemand van buiten, zonder account: enkel een mail, ook één keer per aanleiding."""
    rij = _rij(bestuur_id, None, inhoud, mail=Mail.WACHT)
    rij.adres = adres
    return _bewaar([rij])


def _naar_adres(bestuur_id: int, glowpartner: GlowPartner, inhoud: Inhoud) -> list[Bericht]:
    rij = _rij(bestuur_id, glowpartner, inhoud, mail=Mail.WACHT)
    rij.adres = glowpartner.email
    return _bewaar([rij])


def _schrijf(bestuur_id: int, personen: list[int], glowpartner: GlowPartner | None, inhoud: Inhoud) -> list[Bericht]:
    keuzes = dict(
        Voorkeur.objects.filter(gebruiker__in=personen, soort=inhoud.soort).values_list("gebruiker_id", "wanneer")
    )
    rijen = []
    for persoon in personen:
        rij = _rij(bestuur_id, glowpartner, inhoud, mail=MAIL[keuzes.get(persoon, SOORTEN[inhoud.soort].wanneer)])
        rij.ontvanger_id = persoon
        rijen.append(rij)
    return _bewaar(rijen)


def _rij(bestuur_id: int, glowpartner: GlowPartner | None, inhoud: Inhoud, *, mail: str) -> Bericht:
    tekst, pad = inhoud.knop
    return Bericht(
        bestuur_id=bestuur_id,
        glowpartner=glowpartner,
        soort=SOORTEN[inhoud.soort].naam,
        sleutel=inhoud.sleutel,
        onderwerp=inhoud.onderwerp,
        alineas=list(inhoud.alineas),
        knop_tekst=tekst,
        knop_pad=pad,
        mail=mail,
    )


def _bewaar(rijen: list[Bericht]) -> list[Bericht]:
    """Wie dit al kreeg, houdt wat er staat: de unieke sleutel beslist, ook tussen twee taken tegelijk."""
    nieuw = []
    for rij in rijen:
        try:
            with grenzen():
                rij.save(force_insert=True)
        except Geweigerd:  # enkel `bericht_eenmalig` heeft een zin; al het andere blijft een fout
            continue
        if rij.mail == Mail.WACHT:
            plan("berichten.mail", rij.pk, bestuur_id=rij.bestuur_id)
        nieuw.append(rij)
    return nieuw
