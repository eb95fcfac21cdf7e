"""De tekst van mails over uren. Nooit een naam van een deelnemer: hoeveel, welke maand, en een link."""

from collections.abc import Sequence

from kern.mail import Brief
from kern.opmaak import maand, meervoud
from plaatsingen.maandregels import Maandregel
from plaatsingen.models import Herinnering


def herinnering(rij: Herinnering, open_: Sequence[Maandregel], adres: str) -> Brief:
    """Aan een mentor: de maand is voorbij en nog niet doorgestuurd."""
    wanneer, dagen = maand(rij.maand), sum(len(o.open_dagen) for o in open_)
    alineas = [
        f"Dag {rij.lidmaatschap.gebruiker.voornaam},",
        f"De maand {wanneer} van {meervoud(len(open_), 'deelnemer', 'deelnemers')} is nog niet doorgestuurd.",
    ]
    if dagen:
        alineas.append(f"{meervoud(dagen, 'werkdag is', 'werkdagen zijn')} nog niet ingevuld.")
    return Brief(
        f"Nog door te sturen: uren van {wanneer}",
        tuple(alineas),
        knop=("Maand nakijken en doorsturen", adres),
        slot=("Stuurde je de maand intussen door? Dan hoef je niets te doen.",),
    )
