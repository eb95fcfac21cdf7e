"""Een overleg plannen, wijzigen, uitnodigen, afgelasten en er een verslag van maken.

Wie al uitgenodigd is, hoort elke wijziging van de afspraak vanzelf: dezelfde UID, een hoger volgnummer (RFC 5546).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time

from django.db.models import QuerySet
from django.utils import timezone

from berichten.stappen import Inhoud, aan_adres, aan_leden, aan_partner
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, GlowPartner, Lidmaatschap
from organisaties.toegang import Actor, eis
from projecten import uitnodiging
from projecten.models import Actiepunt, Genodigde, Overleg

AFSPRAAK = frozenset({"datum", "uur", "einduur", "plaats", "onderwerp", "agenda", "met", "glowpartner"})


@dataclass(frozen=True)
class Tafel:
    """Wie erbij is. `anderen`: naam en e-mailadres (mag leeg: dan vertrekt er geen uitnodiging)."""

    leden: tuple[Lidmaatschap, ...] = ()
    partners: tuple[GlowPartner, ...] = ()
    anderen: tuple[tuple[str, str], ...] = field(default=())

    def rijen(self, overleg: Overleg) -> list[Genodigde]:
        """De GLOW-partner met wie het overleg is, zit altijd mee aan tafel."""
        partners = {partner.pk: partner for partner in self.partners}
        if overleg.glowpartner:
            partners[overleg.glowpartner.pk] = overleg.glowpartner
        vast = {"bestuur_id": overleg.bestuur_id, "overleg": overleg}
        return [
            *(Genodigde(**vast, lidmaatschap=lid) for lid in self.leden),
            *(Genodigde(**vast, glowpartner=partner) for partner in partners.values()),
            *(Genodigde(**vast, naam=naam, email=email) for naam, email in self.anderen),
        ]


def plan(door: Actor, bestuur: Bestuur, tafel: Tafel, **gegevens: object) -> Overleg:
    """Een nieuw overleg, gepland of achteraf genoteerd. Nodigt nog niemand uit: dat is een eigen stap."""
    eis(door, "overleg.bewerken")
    overleg = Overleg(bestuur=bestuur, organisator=door.lidmaatschap, **gegevens)
    _controleer(overleg.uur, overleg.einduur)
    with grenzen():
        overleg.save()
        for rij in tafel.rijen(overleg):
            rij.save()
        schrijf(door, "overleg.gemaakt", overleg, datum=str(overleg.datum))
    return overleg


def _controleer(uur: time | None, einduur: time | None) -> None:
    if einduur and not uur:
        raise Geweigerd("Vul ook het beginuur in, of laat het einduur leeg.", "uur")


def neem(overleg: Overleg) -> Overleg:
    """Op slot, zoals het nu is; wat afgelast is verandert niet meer."""
    rijen = Overleg.objects.select_for_update(of=("self",)).select_related(
        "bestuur", "glowpartner", "organisator__gebruiker"
    )
    overleg = rijen.get(pk=overleg.pk, bestuur=overleg.bestuur_id)
    if overleg.afgelast_op:
        raise Geweigerd("Dit overleg is afgelast. Plan een nieuw overleg.")
    return overleg


def wijzig(door: Actor, overleg: Overleg, tafel: Tafel, **gegevens: object) -> Overleg:
    """Wijzigt afspraak en genodigden. Wie al uitgenodigd is en nog moet komen krijgt de nieuwe afspraak; wie niet meer
    op de lijst staat, hoort dat het voor hem niet doorgaat; wie erbij komt, wordt meteen mee uitgenodigd."""
    eis(door, "overleg.bewerken")
    with grenzen():
        overleg = neem(overleg)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(overleg, veld) != waarde]
        komt = overleg.datum >= timezone.localdate()  # zoals het er stond: ook naar het verleden verzetten meldt zich
        for veld in gewijzigd:
            setattr(overleg, veld, gegevens[veld])
        _controleer(overleg.uur, overleg.einduur)
        weg, erbij = _zet_tafel(overleg, tafel)
        if not gewijzigd and not weg and not erbij:
            return overleg
        overleg.volgnummer += 1
        overleg.save(update_fields=[*gewijzigd, "volgnummer"])
        schrijf(door, "overleg.gewijzigd", overleg, velden=gewijzigd, weg=len(weg), erbij=len(erbij))
        if overleg.uitgenodigd_op and (komt or overleg.datum >= timezone.localdate()):
            _meld_wijziging(overleg, weg, erbij, afspraak=bool(AFSPRAAK & set(gewijzigd)))
    return overleg


def _meld_wijziging(overleg: Overleg, weg: list[Genodigde], erbij: list[Genodigde], *, afspraak: bool) -> None:
    for genodigde in weg:
        _stuur(overleg, genodigde, "Gaat niet door voor jou", "Je hoeft niet meer naar dit overleg te komen.", weg=True)
    if afspraak:
        nieuw = {genodigde.pk for genodigde in erbij}
        for genodigde in aan_tafel(overleg).exclude(pk__in=nieuw):
            _stuur(overleg, genodigde, "Gewijzigd", f"{overleg.bestuur.naam} wijzigde dit overleg.")
    _nodig_uit(overleg, erbij)


def _zet_tafel(overleg: Overleg, tafel: Tafel) -> tuple[list[Genodigde], list[Genodigde]]:
    """Maakt de lijst gelijk aan `tafel`; geeft wie er wegging (en al uitgenodigd was) en wie erbij kwam."""
    bestaand = {_sleutel(rij): rij for rij in _van(overleg)}
    gewenst = {_sleutel(rij): rij for rij in tafel.rijen(overleg)}
    weg, erbij = [], []
    for sleutel, rij in bestaand.items():
        if sleutel in gewenst or rij.weg_op:
            continue
        _eis_geen_actiepunt(overleg, rij)
        if rij.uitgenodigd_op is None:
            rij.delete()
            continue
        rij.weg_op = timezone.now()
        rij.save(update_fields=["weg_op"])
        weg.append(rij)
    for sleutel, rij in gewenst.items():
        oud = bestaand.get(sleutel)
        if oud is None:
            rij.save()
            erbij.append(rij)
        elif oud.weg_op:
            oud.weg_op = None
            oud.save(update_fields=["weg_op"])
            erbij.append(oud)
    return weg, erbij


def _van(overleg: Overleg) -> QuerySet[Genodigde]:
    rijen = Genodigde.objects.filter(overleg=overleg)
    return rijen.select_related("lidmaatschap__gebruiker", "glowpartner").order_by("pk")


def _eis_geen_actiepunt(overleg: Overleg, rij: Genodigde) -> None:
    """Een GLOW-partner leest zijn actiepunt enkel zolang hij bij het overleg is."""
    if rij.glowpartner and Actiepunt.objects.filter(overleg=overleg, glowpartner=rij.glowpartner).exists():
        raise Geweigerd(
            f"{rij.glowpartner.naam} heeft een actiepunt van dit overleg. Geef dat eerst aan iemand anders.", "partners"
        )


def _sleutel(rij: Genodigde) -> tuple:
    return rij.lidmaatschap_id, rij.glowpartner_id, rij.naam, rij.email


def aan_tafel(overleg: Overleg) -> QuerySet[Genodigde]:
    """Wie er nu bij is, in de volgorde waarin ze erbij kwamen."""
    rijen = Genodigde.objects.filter(bestuur=overleg.bestuur_id, overleg=overleg, weg_op=None)
    return rijen.select_related("lidmaatschap__gebruiker", "glowpartner").order_by("pk")


def nodig_uit(door: Actor, overleg: Overleg) -> int:
    """Stuurt de uitnodiging aan wie ze nog niet kreeg; geeft het aantal. Geweigerd als er niemand is, of te laat."""
    eis(door, "overleg.bewerken")
    with grenzen():
        overleg = neem(overleg)
        if overleg.datum < timezone.localdate():
            raise Geweigerd("Dit overleg is voorbij. Een uitnodiging kan niet meer.")
        nog = [rij for rij in aan_tafel(overleg) if rij.uitgenodigd_op is None and _bereikbaar(rij)]
        if not nog:
            raise Geweigerd("Iedereen met een adres is al uitgenodigd. Voeg eerst iemand toe.")
        overleg.organisator = overleg.organisator or door.lidmaatschap
        overleg.uitgenodigd_op = overleg.uitgenodigd_op or timezone.now()
        overleg.save(update_fields=["organisator", "uitgenodigd_op"])
        _nodig_uit(overleg, nog)
        schrijf(door, "overleg.uitgenodigd", overleg, aantal=len(nog))
    return len(nog)


def _bereikbaar(rij: Genodigde) -> bool:
    return bool(rij.lidmaatschap_id or rij.glowpartner_id or rij.email)


def _nodig_uit(overleg: Overleg, rijen: Iterable[Genodigde]) -> None:
    for rij in rijen:
        _stuur(overleg, rij, "Uitnodiging", f"{overleg.bestuur.naam} nodigt je uit voor een overleg.")
        if _bereikbaar(rij):
            rij.uitgenodigd_op = timezone.now()
            rij.save(update_fields=["uitgenodigd_op"])


def last_af(door: Actor, overleg: Overleg, *, reden: str) -> Overleg:
    """Het overleg gaat niet door. Wie uitgenodigd was en nog moest komen, krijgt de annulering."""
    eis(door, "overleg.bewerken")
    if not reden.strip():
        raise Geweigerd("Vul in waarom het overleg niet doorgaat.", "reden")
    with grenzen():
        overleg = neem(overleg)
        overleg.afgelast_op, overleg.afgelast_reden = timezone.now(), reden.strip()
        overleg.volgnummer += 1
        overleg.save(update_fields=["afgelast_op", "afgelast_reden", "volgnummer"])
        schrijf(door, "overleg.afgelast", overleg)
        if overleg.uitgenodigd_op and overleg.datum >= timezone.localdate():
            for rij in aan_tafel(overleg).exclude(uitgenodigd_op=None):
                _stuur(overleg, rij, "Afgelast", f"Dit overleg gaat niet door: {overleg.afgelast_reden.rstrip('.')}.")
    return overleg


def noteer_verslag(door: Actor, overleg: Overleg, *, verslag: str, besluiten: list[str]) -> Overleg:
    """Wat er gezegd en besloten werd; kan vanaf de dag zelf."""
    eis(door, "overleg.bewerken")
    with grenzen():
        overleg = neem(overleg)
        if overleg.datum > timezone.localdate():
            raise Geweigerd("Dit overleg moet nog komen. Maak het verslag achteraf.")
        nieuw = {"verslag": verslag.strip(), "besluiten": besluiten}
        gewijzigd = [veld for veld, waarde in nieuw.items() if getattr(overleg, veld) != waarde]
        for veld in gewijzigd:
            setattr(overleg, veld, nieuw[veld])
        if gewijzigd:
            overleg.save(update_fields=gewijzigd)
            schrijf(door, "overleg.verslag", overleg, velden=gewijzigd)
    return overleg


def _stuur(overleg: Overleg, rij: Genodigde, wat: str, aanhef: str, *, weg: bool = False) -> None:
    """Eén bericht met de afspraak erbij (zie tasks.py); een volgnummer geeft hoogstens één bericht per persoon."""
    inhoud = Inhoud(
        "overleg",
        f"overleg {overleg.pk} v{overleg.volgnummer}{' weg' if weg else ''}",
        f"{wat}: {overleg.onderwerp}"[:200],
        uitnodiging.alineas(overleg, aanhef),
        knop=("", "") if weg or rij.naam else ("Overleg bekijken", uitnodiging.pad(overleg)),
    )
    if rij.lidmaatschap:
        aan_leden(overleg.bestuur_id, [rij.lidmaatschap], inhoud)
    elif rij.glowpartner:
        aan_partner(overleg.bestuur_id, rij.glowpartner, inhoud)
    elif rij.email:
        aan_adres(overleg.bestuur_id, rij.email, inhoud)
