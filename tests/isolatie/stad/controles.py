"""Een steekproef en een vraag van de controleur, die enkel langs zijn functies schrijft."""

from django.db import connection

from controles.stappen import uitvoeren
from organisaties import isolatie
from tests.isolatie.stad.soorten import Bestuur


def controle(b: Bestuur) -> None:
    huis = b.huis
    with huis.binnen():
        controleur = huis.actor("controleur")
    with isolatie.namens(bestuur=b.pk, gebruiker=controleur.gebruiker.pk, alleen_lezen=True):
        vraag = uitvoeren.stel(controleur, huis.controle, f"Waar is dit? {b.slug}.regel.0", huis.plekken[0])
        with connection.cursor() as c:
            c.execute(
                "SELECT controle_steekproef(%s, %s, '2023-12-31', 1, ARRAY[%s::bigint], ARRAY[%s::bigint])",
                [huis.controle.pk, f"{b.slug}.steekproef.0", huis.plekken[0].pk, b.ding["fiche"]],
            )
            steekproef = c.fetchone()[0]
    b.ding |= {"controle": huis.controle.pk, "controlevraag": vraag, "steekproef": steekproef}
