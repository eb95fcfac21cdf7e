"""Een persoon bij een bestuur of een GLOW-partner brengen. Wie al bestaat houdt naam en wachtwoord."""

from collections.abc import Iterable

from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie, Partnerlid


def zorg_voor_gebruiker(email: str, voornaam: str, naam: str) -> tuple[Gebruiker, bool]:
    """De gebruiker met dit adres, en of die nieuw is. Een nieuwe kan pas aanmelden met een wachtwoord."""
    adres = email.strip().lower()
    gebruiker = Gebruiker.objects.filter(email=adres).first()
    if gebruiker is not None:
        return gebruiker, False
    return Gebruiker.objects.create_user(adres, voornaam=voornaam, naam=naam), True


def zorg_voor_lid(
    bestuur: Bestuur, gebruiker: Gebruiker, rollen: Iterable[str], *, organisatie: Organisatie | None, functie: str = ""
) -> Lidmaatschap:
    """Het lidmaatschap van deze persoon; ontbrekende rollen komen erbij, geen gaat verloren."""
    lid = Lidmaatschap.objects.filter(bestuur=bestuur, gebruiker=gebruiker).first()
    if lid is None:
        return Lidmaatschap.objects.create(
            bestuur=bestuur, gebruiker=gebruiker, rollen=list(rollen), organisatie=organisatie, functie=functie
        )
    nieuw = [rol for rol in rollen if rol not in lid.rollen]
    if nieuw:
        lid.rollen = [*lid.rollen, *nieuw]
        lid.save(update_fields=["rollen"])
    return lid


def zorg_voor_partnerlid(glowpartner: GlowPartner, gebruiker: Gebruiker, functie: str = "") -> Partnerlid:
    lid, _ = Partnerlid.objects.get_or_create(
        glowpartner=glowpartner, gebruiker=gebruiker, defaults={"functie": functie}
    )
    return lid
