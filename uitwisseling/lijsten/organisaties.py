"""Het bestuur zelf, zijn organisaties, GLOW-partners en personen."""

from documenten.huisstijl import BANNER_TEKST, FONDS_TEKST
from documenten.models import Huisstijl
from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie, Samenwerking
from organisaties.personen import zorg_voor_gebruiker, zorg_voor_lid, zorg_voor_partnerlid
from uitwisseling.context import Context, Resultaat
from uitwisseling.lijsten import gewoon
from uitwisseling.rijen import Rij
from uitwisseling.schema import MET


def bestuur(ctx: Context, rij: Rij) -> Resultaat:
    """Het bestuur bestaat al (stappen.py maakte of vond het); hier de rest, en de huisstijl waarmee het begint."""
    Huisstijl.objects.get_or_create(
        bestuur=ctx.bestuur, defaults={"banner_tekst": BANNER_TEKST, "fonds_tekst": FONDS_TEKST}
    )
    velden = gewoon.waarden(Bestuur, rij, "naam", "soort", "nis_code", "kbo_nummer", "contact")
    if gewijzigd := gewoon.verschillen(ctx.bestuur, velden):
        for veld in gewijzigd:
            setattr(ctx.bestuur, veld, velden[veld])
        ctx.bestuur.save(update_fields=gewijzigd)
        schrijf(ctx.door, "bestuur.gewijzigd", ctx.bestuur, velden=gewijzigd)
    return ctx.bestuur, None if ctx.nieuw else gewijzigd


def organisatie(ctx: Context, rij: Rij) -> Resultaat:
    velden = gewoon.waarden(Organisatie, rij, "naam", "soort", "kbo_nummer", "adres")
    return gewoon.bewaar(ctx, Organisatie, {"code__iexact": rij["code"]}, velden)


def glowpartner(ctx: Context, rij: Rij) -> Resultaat:
    """Eén organisatie voor alle besturen, herkend aan haar adres; de code hoort bij de samenwerking (besluit 20)."""
    if rij["code"].lower() in MET:
        raise Geweigerd("Deze code betekent iets anders bij overleg. Kies een andere code.", "code")
    partner = GlowPartner.objects.filter(email__iexact=rij["email"]).first()
    if partner is None:
        partner = GlowPartner.objects.create(
            email=rij["email"], **gewoon.waarden(GlowPartner, rij, "naam", "regio", "trajecten")
        )
        schrijf(ctx.door, "glowpartner.gemaakt", partner)
    elif gewoon.verschillen(partner, gewoon.waarden(GlowPartner, rij, "naam", "regio", "trajecten")):
        ctx.verslag.meld(f"GLOW-partner {rij['email']} bestond al als “{partner.naam}” en is niet gewijzigd.")
    return partner, _samenwerking(ctx, rij, partner)


def _samenwerking(ctx: Context, rij: Rij, partner: GlowPartner) -> list[str] | None:
    rijen = Samenwerking.objects.filter(bestuur=ctx.bestuur).order_by("pk")
    band = rijen.filter(glowpartner=partner).first()
    anders = rijen.filter(code__iexact=rij["code"]).exclude(glowpartner=partner).exists()
    if anders or (band and band.code.lower() != rij["code"].lower()):
        raise Geweigerd(
            "Deze code hoort bij een ander e-mailadres. Gebruik een andere code of hetzelfde adres.", "email"
        )
    if band:
        return []
    with grenzen():
        band = Samenwerking.objects.create(bestuur=ctx.bestuur, glowpartner=partner, code=rij["code"])
        schrijf(ctx.door, "samenwerking.gemaakt", band)
    return None


def persoon(ctx: Context, rij: Rij) -> Resultaat:
    """Personeel wordt lid van het bestuur, een trajectbegeleider lid van zijn GLOW-partner; iemand kan beide zijn."""
    partner, rollen = rij["glowpartner"], rij["rollen"]
    if Rol.GLOW in rollen and partner is None:
        raise Geweigerd("Wie de rol glow heeft, werkt voor een GLOW-partner. Vul de glowpartner in.", "glowpartner")
    if partner is not None and Rol.GLOW not in rollen:
        raise Geweigerd("Wie voor een GLOW-partner werkt, heeft de rol glow. Voeg die rol toe.", "rollen")
    with grenzen():
        gebruiker, nieuw = zorg_voor_gebruiker(rij["email"], rij["voornaam"], rij["naam"])
        if nieuw and ctx.wachtwoord:
            gebruiker.password = ctx.wachtwoord
            gebruiker.save(update_fields=["password"])
        if (gebruiker.voornaam, gebruiker.naam) != (rij["voornaam"], rij["naam"]):
            ctx.verslag.meld(f"{gebruiker.email} bestond al als {gebruiker.volledige_naam} en houdt die naam.")
        delen = []
        if partner is not None:
            delen.append(_partnerlid(partner, gebruiker, rij))
        lid = None
        if eigen := [rol for rol in rollen if rol != Rol.GLOW]:
            lid, gewijzigd = _lid(ctx, gebruiker, eigen, rij)
            delen.append(gewijzigd)
    if None in delen:
        return lid, None
    return lid, [veld for deel in delen if deel for veld in deel]


def _partnerlid(partner: GlowPartner, gebruiker: Gebruiker, rij: Rij) -> list[str] | None:
    _, nieuw = zorg_voor_partnerlid(partner, gebruiker, rij["functie"] or "")
    return None if nieuw else []


def _lid(ctx: Context, gebruiker: Gebruiker, rollen: list[str], rij: Rij) -> tuple[Lidmaatschap, list[str] | None]:
    """Rollen komen erbij, er gaan er geen weg: dat doet de beheerder."""
    lid = ctx.register["personen"].get(gebruiker.email)
    if lid is None:
        lid = zorg_voor_lid(
            ctx.bestuur, gebruiker, rollen, organisatie=rij["organisatie"], functie=rij["functie"] or ""
        )
        schrijf(ctx.door, "lidmaatschap.gemaakt", lid, rollen=rollen)
        if Rol.CONTROLEUR in rollen and lid.tot:
            ctx.verslag.meld(f"{gebruiker.email} is ESF-controleur tot en met {lid.tot:%d/%m/%Y}.")
        return lid, None
    velden = gewoon.waarden(Lidmaatschap, rij, "organisatie", "functie")
    if nieuw := [rol for rol in rollen if rol not in lid.rollen]:
        velden["rollen"] = [*lid.rollen, *nieuw]
    if gewijzigd := gewoon.verschillen(lid, velden):
        for veld in gewijzigd:
            setattr(lid, veld, velden[veld])
        lid.save(update_fields=gewijzigd)
        schrijf(ctx.door, "lidmaatschap.gewijzigd", lid, velden=gewijzigd)
    return lid, gewijzigd
