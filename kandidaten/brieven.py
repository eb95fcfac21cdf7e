"""De berichten over een kandidatuur. Nooit een naam: de code, wat er gebeurde, en een knop naar de pagina."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from berichten.stappen import Inhoud
from kandidaten.enums import Nieuws
from kandidaten.models import Kandidatuur
from kandidaten.woorden import afspraak, reden
from kern.opmaak import datum_woord, opsomming


@dataclass(frozen=True)
class Brief:
    """Wat er te melden is, los van wie het krijgt."""

    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str]

    def inhoud(self, sleutel: str) -> Inhoud:
        return Inhoud("kandidatuur", sleutel, self.onderwerp, self.alineas, self.knop)


def _plek(k: Kandidatuur) -> str:
    return f"{k.leerwerkplek.functie} ({k.leerwerkplek.code}) bij {k.bestuur.naam}"


def _aan_partner(k: Kandidatuur, onderwerp: str, *alineas: str) -> Brief:
    return Brief(onderwerp, alineas, ("Kandidaat bekijken", reverse("kandidaten:persoon", args=[k.deelnemer_id])))


def intake(k: Kandidatuur) -> Brief:
    return _aan_partner(
        k,
        f"Intake voor kandidaat {k.deelnemer.code}",
        f"{k.bestuur.naam} nodigt kandidaat {k.deelnemer.code} uit voor een intake.",
        f"De afspraak: {afspraak(k)}.",
        f"De plek: {_plek(k)}.",
    )


def aanvaard(k: Kandidatuur) -> Brief:
    tot = f"De plek blijft gereserveerd tot en met {datum_woord(k.gereserveerd_tot)}." if k.gereserveerd_tot else ""
    return _aan_partner(
        k,
        f"Kandidaat {k.deelnemer.code} is aanvaard",
        f"{k.bestuur.naam} aanvaardt kandidaat {k.deelnemer.code}.",
        f"De plek: {_plek(k)}.",
        *([tot] if tot else []),
    )


def geweigerd(k: Kandidatuur) -> Brief:
    return _aan_partner(
        k,
        f"Kandidaat {k.deelnemer.code} is niet aanvaard",
        f"{k.bestuur.naam} aanvaardt kandidaat {k.deelnemer.code} niet voor deze plek.",
        f"De plek: {_plek(k)}.",
        f"De reden: {reden(k)}.",
    )


def ingenomen(rijen: Sequence[Kandidatuur]) -> Brief:
    """Eén mail voor al wie van deze partner naast de plek grijpt."""
    codes = opsomming([k.deelnemer.code for k in rijen])
    wie = f"Kandidaat {codes} gaat" if len(rijen) == 1 else f"De kandidaten {codes} gaan"
    alineas = (
        f"De plek ging naar een andere kandidaat: {_plek(rijen[0])}.",
        f"{wie} daarom niet door voor deze plek. Een andere plek kan wel.",
    )
    return Brief("Een plek is ingenomen", alineas, ("Mijn kandidaten bekijken", reverse("kandidaten:mijn")))


def vervallen(k: Kandidatuur) -> Brief:
    return _aan_partner(
        k,
        f"Reservatie voor kandidaat {k.deelnemer.code} is vervallen",
        f"{k.bestuur.naam} hield een plek vrij voor kandidaat {k.deelnemer.code}. Die reservatie is voorbij.",
        f"De plek: {_plek(k)}.",
        "Anderen kunnen nu ook kandidaat zijn. Spreek met het bestuur af hoe het verder gaat.",
    )


def losgelaten(k: Kandidatuur) -> Brief:
    return _aan_partner(
        k,
        f"Reservatie voor kandidaat {k.deelnemer.code} is ingetrokken",
        f"{k.bestuur.naam} houdt de plek niet langer vrij voor kandidaat {k.deelnemer.code}.",
        f"De plek: {_plek(k)}.",
        "De kandidatuur zelf blijft bestaan.",
    )


def aan_hr(k: Kandidatuur, nieuws: int) -> Brief:
    code, partner = k.deelnemer.code, k.glowpartner.naam
    onderwerp, zin = {
        Nieuws.NIEUW: (f"Nieuwe kandidaat {code}", f"{partner} stelt kandidaat {code} voor."),
        Nieuws.INGETROKKEN: (f"Kandidaat {code} is ingetrokken", f"{partner} trekt kandidaat {code} in."),
        Nieuws.VERVALLEN: (
            f"Reservatie voor kandidaat {code} is vervallen",
            f"De reservatie voor kandidaat {code} is voorbij. De plek is weer vrij.",
        ),
    }[Nieuws(nieuws)]
    knop = ("Kandidaat bekijken", reverse("kandidaten:kandidatuur", args=[k.pk]))
    return Brief(onderwerp, (zin, f"De plek: {_plek(k)}."), knop)
