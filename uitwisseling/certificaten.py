"""Het voorbeeldcertificaat waarmee een demo een toegezegd certificaat invult; op elke plaats als voorbeeld gemerkt."""

from datetime import date, datetime, time

from django.utils import timezone

from documenten.models import Document
from documenten.opladen import Opgeladen
from kern.banner import voorlopige_banner
from kern.pdf import render_sjabloon
from mentoren import stappen
from mentoren.models import Deelname
from uitwisseling.context import Context

MERK = "VOORBEELD – geen echt certificaat – Demogegevens"


def voorbeeld(deelname: Deelname, datum: date, bestuur: str) -> bytes:
    """De PDF; dezelfde deelname geeft dezelfde bytes."""
    return render_sjabloon(
        "uitwisseling/voorbeeldcertificaat.html",
        {
            "titel": "Certificaat van deelname",
            "bestuur": bestuur,
            "voet": "Voorbeeld uit de demogegevens. Bewijst niets.",
            "mentor": deelname.mentor.naam,
            "opleiding": deelname.opleiding,
            "datum": datum,
        },
        banner=voorlopige_banner(),
        moment=timezone.make_aware(datetime.combine(datum, time(12))),
        merk=MERK,
    )


def vul_aan(ctx: Context, bewaard: list[Document]) -> None:
    """Elke toegezegde deelname met een datum die voorbij is krijgt een bestand; `bewaard` onthoudt welk."""
    toegezegd = Deelname.objects.filter(
        bestuur=ctx.bestuur, certificaat=None, certificaat_datum__lte=ctx.vandaag, aanwezig=True
    )
    for deelname in toegezegd.select_related("mentor__lidmaatschap__gebruiker", "opleiding").order_by("pk"):
        inhoud = voorbeeld(deelname, deelname.certificaat_datum, ctx.bestuur.naam)
        bestand = Opgeladen(inhoud, "application/pdf", ".pdf")
        gedaan = stappen.voeg_certificaat_toe(ctx.door, deelname, bestand, datum=deelname.certificaat_datum)
        bewaard += [gedaan.certificaat] if gedaan.certificaat else []
