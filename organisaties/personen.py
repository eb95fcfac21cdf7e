"""Een persoon bij een bestuur of een GLOW-partner brengen. Wie al bestaat houdt naam en wachtwoord."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from organisaties.enums import Rol
from organisaties.isolatie import als_partner
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie, Partnerlid

CONTROLE_DUURT = timedelta(days=365)


def zorg_voor_gebruiker(email: str, voornaam: str, naam: str) -> tuple[Gebruiker, bool]:
    """De gebruiker met dit adres, en of die nieuw is. Een nieuwe kan pas aanmelden met een wachtwoord."""
    adres = email.strip().lower()
    gebruiker = Gebruiker.objects.filter(email=adres).first()
    if gebruiker is not None:
        return gebruiker, False
    return Gebruiker.objects.create_user(adres, voornaam=voornaam, naam=naam), True


def zorg_voor_lid(
    bestuur: Bestuur,
    gebruiker: Gebruiker,
    rollen: Iterable[str],
    *,
    organisatie: Organisatie | None,
    functie: str = "",
    tot: date | None = None,
) -> Lidmaatschap:
    """Het lidmaatschap van deze persoon; ontbrekende rollen komen erbij, geen gaat verloren.

    Wie ingetrokken is, blijft dat. Een controleur zonder `tot` krijgt een jaar.
    """
    rollen = list(rollen)
    lid = Lidmaatschap.objects.filter(bestuur=bestuur, gebruiker=gebruiker).first()
    if lid is None:
        if Rol.CONTROLEUR in rollen and tot is None:
            tot = timezone.localdate() + CONTROLE_DUURT
        return Lidmaatschap.objects.create(
            bestuur=bestuur, gebruiker=gebruiker, rollen=rollen, organisatie=organisatie, functie=functie, tot=tot
        )
    nieuw = [rol for rol in rollen if rol not in lid.rollen]
    if nieuw:
        lid.rollen = [*lid.rollen, *nieuw]
        lid.save(update_fields=["rollen"])
    return lid


def zorg_voor_partnerlid(glowpartner: GlowPartner, gebruiker: Gebruiker, functie: str = "") -> tuple[Partnerlid, bool]:
    """De persoon bij deze partner, en of die er nieuw is. Enkel voor import en opdrachten: zie `als_partner`."""
    with als_partner(glowpartner.pk):
        return Partnerlid.objects.get_or_create(
            glowpartner=glowpartner, gebruiker=gebruiker, defaults={"functie": functie}
        )
