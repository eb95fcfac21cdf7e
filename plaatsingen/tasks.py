"""Wat na een stap op de achtergrond gebeurt: urenstaten verzegelen, en een afwezigheid meteen melden."""

from django.urls import reverse

from berichten.soorten import AFWEZIGHEID
from berichten.stappen import Inhoud, aan_rol, in_inbox_van
from documenten import huisstijl, verzegeld
from documenten.enums import Bewaarklasse, Soort
from kern import opmaak
from kern.mail import Brief, stuur
from organisaties.enums import Rol
from plaatsingen.enums import AFWEZIG, MeldingStatus, SoortPrestatie
from plaatsingen.models import Afwezigmelding, MaandstaatVersie, Ondertekening, Prestatie
from plaatsingen.pdf import urenstaat as pdf
from taken.register import verwerker
from taken.uitvoering import Werk

MELD_AFWEZIG = "plaatsingen.meld_afwezig"
NA_HET_MAILEN = {
    MeldingStatus.GEPLAND: MeldingStatus.GEMELD,
    MeldingStatus.RECHT_TE_ZETTEN: MeldingStatus.RECHTGEZET,
}


@verwerker("plaatsingen.urenstaat")
def urenstaat(werk: Werk, versie_id: int) -> None:
    """Rendert en verzegelt de urenstaat van deze bevestigde versie; is ze er al, dan gebeurt er niets."""
    with werk.transactie():
        versies = MaandstaatVersie.objects.select_related("bestuur", "staat__plaatsing__deelnemer")
        versie = versies.get(pk=versie_id)
        if versie.urenstaat_id is not None:
            return
        bestuur, deelnemer = versie.bestuur, versie.staat.plaatsing.deelnemer
    blad = pdf.urenstaat(versie, deelnemer)  # traag: geen transactie open, geen rij vergrendeld
    stuk = verzegeld.maak(
        bestuur,
        blad,
        hoedanigheid="bestuur",
        reden=f"Urenstaat bevestigd op {versie.bevestigd_op:%d/%m/%Y}",
        naam=bestuur.naam,
    )
    with werk.afronden():
        document = stuk.leg_vast(
            soort=Soort.URENSTAAT, naam=pdf.bestandsnaam(versie), bewaarklasse=Bewaarklasse.PERSOON
        )
        # de database laat dit één keer toe (maandstaatversie_vast)
        MaandstaatVersie.objects.filter(pk=versie.pk).update(urenstaat=document)


@verwerker(MELD_AFWEZIG)
def meld_afwezig(werk: Werk, melding_id: int) -> None:
    """Mailt de trajectbegeleider dat iemand afwezig is, of dat dat niet klopte. Intussen ingetrokken: geen mail.

    De status gaat vooruit vóór het mailen; enkel deze taak mag dan nog mailen, ook als ze opnieuw moet.
    """
    with werk.transactie():
        melding = (
            Afwezigmelding.objects.select_for_update(of=("self",))
            .select_related(
                "bestuur", "plaatsing__deelnemer", "plaatsing__leerwerkplek__mentor__lidmaatschap__gebruiker"
            )
            .filter(pk=melding_id, taak=werk.taak.pk)
            .first()
        )
        if melding is None or not melding.plaatsing.begeleider_email:
            return
        melding.status = NA_HET_MAILEN.get(MeldingStatus(melding.status), melding.status)
        melding.save(update_fields=["status"])
        brief, stijl = _brief(melding), huisstijl.voor(melding.bestuur)
    stuur(melding.plaatsing.begeleider_email, brief, stijl=stijl)
    with werk.afronden():
        Afwezigmelding.objects.filter(pk=melding_id, taak=werk.taak.pk).update(taak=None)
        _in_de_inbox(melding, brief)


def _in_de_inbox(melding: Afwezigmelding, brief: Brief) -> None:
    """Wie begeleidt en een account heeft, vindt dezelfde melding in de inbox; de mail kreeg die al."""
    plaatsing = melding.plaatsing
    sleutel = f"afwezig {plaatsing.pk} {melding.datum.isoformat()} {melding.status}"
    inhoud = Inhoud(AFWEZIGHEID, sleutel, brief.onderwerp, brief.alineas)
    in_inbox_van(melding.bestuur_id, plaatsing.glowpartner, plaatsing.begeleider_email, inhoud)


def _brief(melding: Afwezigmelding) -> Brief:
    """Code, plek, dag, soort en de naam van de mentor; nooit de naam van de deelnemer."""
    plaatsing, dag = melding.plaatsing, opmaak.datum_lang(melding.datum)
    code, plek = plaatsing.deelnemer.code, plaatsing.leerwerkplek
    wie = f"Mentor: {plek.mentor.naam}." if plek.mentor else ""
    waar = f"Leerwerkplek: {plek.functie}, {plek.dienst or melding.bestuur.naam}."
    if melding.status == MeldingStatus.RECHTGEZET:
        kop = f"Toch niet afwezig: {code}, {dag}"
        wat = f"We meldden dat {code} op {dag} afwezig was. Dat klopte niet."
    else:
        soort = SoortPrestatie(
            Prestatie.objects.filter(plaatsing=plaatsing, datum=melding.datum, soort__in=AFWEZIG).values_list(
                "soort", flat=True
            )[0]
        )
        kop = f"Afwezig: {code}, {dag}"
        wat = f"{code} is op {dag} niet komen werken: {soort.label}."
    return Brief(kop, tuple(deel for deel in (wat, waar, wie) if deel))


@verwerker("plaatsingen.getekend")
def getekend(werk: Werk, ondertekening_id: int) -> None:
    """Zegt HR dat de GLOW-partner de werkafspraken ondertekende."""
    with werk.afronden():
        rij = Ondertekening.objects.select_related("plaatsing__deelnemer", "glowpartner").get(pk=ondertekening_id)
        code = rij.plaatsing.deelnemer.code
        inhoud = Inhoud(
            soort="document_te_ondertekenen",
            sleutel=f"ondertekening {rij.pk} getekend",
            onderwerp=f"Werkafspraken van {code} zijn ondertekend",
            alineas=(
                f"{rij.getekend_naam} van {rij.glowpartner.naam} ondertekende de werkafspraken van deelnemer {code}.",
                "Ze staan in orde bij de plaatsing.",
            ),
            knop=("Plaatsing bekijken", reverse("plaatsingen:plaatsing", args=[rij.plaatsing_id])),
        )
        aan_rol(rij.bestuur_id, Rol.HR, inhoud)
