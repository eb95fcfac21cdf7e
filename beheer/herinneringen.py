"""Het certificaat van een zegel dat afloopt: zestig, dertig, veertien en zeven dagen vooraf naar de beheerder."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from beheer.zegel import EERST, op
from berichten.herinneringen import Brief, Zaak, herinnering
from documenten.zegel import instelling
from documenten.zegel.sleutel import stand_van
from kern.opmaak import datum_woord, meervoud
from organisaties.enums import Rol
from organisaties.models import Bestuur


def _brief(zaken: Sequence[Zaak], dag: date) -> Brief:
    return Brief(zaken[0].kort, zaken[0].regels, zaken[0].knop)


@herinnering("zegel_loopt_af", brief=_brief)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Enkel een echt zegel loopt af; op een installatie die enkel test vraagt dit niets aan de database."""
    if not instelling.een_echt():
        return []
    stand = stand_van(Bestuur.objects.values_list("slug", flat=True).get(pk=bestuur_id))
    if stand is None or stand.geldig_tot is None:
        return []
    tot = op(stand.geldig_tot)
    dagen = (tot - dag).days
    if not 0 <= dagen <= EERST:
        return []
    wanneer = f"over {meervoud(dagen, 'dag', 'dagen')}" if dagen else "vandaag"
    return [
        Zaak(
            f"zegel {tot.isoformat()}",
            f"Het zegel loopt {wanneer} af",
            tot,
            regels=(
                f"Het certificaat van het zegel “{stand.naam}” eindigt {wanneer}, op {datum_woord(tot)}.",
                "Daarna wordt er niets meer verzegeld: geen fiche, urenstaat, attest of bewijspakket.",
                f"Vraag een nieuw zegel aan bij {stand.uitgever or 'de uitgever'} en geef het aan de installatie.",
            ),
            knop=("Instellingen bekijken", reverse("beheer:instellingen")),
            rol=Rol.BEHEERDER,
        )
    ]
