"""Een bericht schrijven: een rij in de transactie van wie er aanleiding toe geeft; een taak mailt ze na de commit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from berichten import regels
from berichten.enums import Mail
from berichten.models import Bericht, Voorkeur
from berichten.soorten import SOORTEN
from berichten.toegang import personen_van
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Gebruiker, GlowPartner, Lidmaatschap
from organisaties.toegang import geldig
from taken.stappen import plan


@dataclass(frozen=True)
class Inhoud:
    """Wat er te melden is. `soort`: een naam uit `SOORTEN`; `sleutel`: de aanleiding, bv. "fiche 12 v2".

    `knop`: tekst en pad (`reverse(…)`, zonder host). Nooit een naam van een deelnemer: de code. De aanhef ("Dag An,")
    zet de mail er zelf boven.
    """

    soort: str
    sleutel: str
    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str] = ("", "")


def aan_leden(bestuur_id: int, leden: Iterable[Lidmaatschap], inhoud: Inhoud) -> list[Bericht]:
    """Eén bericht per lid van dit bestuur. Geeft enkel wat nieuw is; wie dit al kreeg, krijgt het niet opnieuw."""
    return _schrijf(bestuur_id, sorted({lid.gebruiker_id for lid in leden}), None, inhoud)


def aan_rol(bestuur_id: int, rol: str, inhoud: Inhoud, *, behalve: Lidmaatschap | None = None) -> list[Bericht]:
    """Aan wie vandaag die rol heeft in dit bestuur; `behalve`: wie het zelf deed hoeft het niet te horen."""
    leden = Lidmaatschap.objects.filter(
        geldig(timezone.localdate()), bestuur_id=bestuur_id, rollen__contains=[rol], gebruiker__is_active=True
    )
    return aan_leden(bestuur_id, leden.exclude(pk=behalve.pk) if behalve else leden, inhoud)


def aan_partner(bestuur_id: int, glowpartner: GlowPartner, inhoud: Inhoud) -> list[Bericht]:
    """Aan wie voor deze GLOW-partner werkt; zonder iemand met een account naar zijn algemene adres."""
    if personen := personen_van(glowpartner):
        return _schrijf(bestuur_id, personen, glowpartner, inhoud)
    bericht = rij(bestuur_id, glowpartner, inhoud, mail=Mail.WACHT)
    bericht.adres = glowpartner.email
    return bewaar([bericht])


def aan_partnerlid(bestuur_id: int, glowpartner: GlowPartner, gebruiker_id: int, inhoud: Inhoud) -> list[Bericht]:
    """Aan één persoon die voor deze GLOW-partner werkt; wie dat niet (meer) doet, krijgt niets."""
    return _schrijf(bestuur_id, [pk for pk in personen_van(glowpartner) if pk == gebruiker_id], glowpartner, inhoud)


def aan_adres(bestuur_id: int, adres: str, inhoud: Inhoud) -> list[Bericht]:
    """Aan iemand van buiten, zonder account: enkel een mail, ook één keer per aanleiding."""
    bericht = rij(bestuur_id, None, inhoud, mail=Mail.WACHT)
    bericht.adres = adres
    return bewaar([bericht])


def in_inbox_van(bestuur_id: int, glowpartner: GlowPartner, adres: str, inhoud: Inhoud) -> list[Bericht]:
    """In de inbox van wie met dit adres voor deze partner werkt, zonder mail: die vertrok al langs een eigen weg."""
    wie = Gebruiker.objects.filter(email=adres.lower(), pk__in=personen_van(glowpartner)).first()
    if wie is None:
        return []
    bericht = rij(bestuur_id, glowpartner, inhoud, mail=Mail.GEEN)
    bericht.ontvanger = wie
    return bewaar([bericht])


def handel_af(bestuur_id: int, *sleutels: str) -> int:
    """De aanleiding is voorbij: wat nog niet gelezen is hoeft niet meer, en wat nog niet gemaild is vertrekt niet.

    Geeft hoeveel berichten nog ongelezen waren.
    """
    rijen = Bericht.objects.filter(bestuur=bestuur_id, sleutel__in=sleutels)
    rijen.filter(mail__in=[Mail.WACHT, Mail.DAGELIJKS]).update(mail=Mail.GEEN)
    return rijen.filter(gelezen_op=None).update(gelezen_op=timezone.now())


def _schrijf(bestuur_id: int, personen: list[int], glowpartner: GlowPartner | None, inhoud: Inhoud) -> list[Bericht]:
    soort = SOORTEN[inhoud.soort]
    keuzes = dict(
        Voorkeur.objects.filter(gebruiker__in=personen, soort=soort.naam).values_list("gebruiker_id", "wanneer")
    )
    rijen = []
    for persoon in personen:
        bericht = rij(bestuur_id, glowpartner, inhoud, mail=regels.mail(soort, keuzes.get(persoon)))
        bericht.ontvanger_id = persoon
        rijen.append(bericht)
    return bewaar(rijen)


def rij(bestuur_id: int, glowpartner: GlowPartner | None, inhoud: Inhoud, *, mail: str) -> Bericht:
    """Een bericht dat nog nergens staat, en nog niet zegt voor wie."""
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


def bewaar(rijen: list[Bericht]) -> list[Bericht]:
    """Geeft wat nieuw is. Wie dit al kreeg, houdt wat er staat: de unieke sleutel beslist, ook tussen twee tegelijk."""
    nieuw = []
    for bericht in rijen:
        try:
            with grenzen():
                bericht.save(force_insert=True)
        except Geweigerd:  # enkel `bericht_eenmalig` heeft een zin; al het andere blijft een fout
            continue
        if bericht.mail == Mail.WACHT:
            plan("berichten.mail", bericht.pk, bestuur_id=bericht.bestuur_id)
        nieuw.append(bericht)
    return nieuw
