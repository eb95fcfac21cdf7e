"""Werkafspraken laten ondertekenen in de toepassing: HR legt ze voor, de GLOW-partner gaat akkoord."""

from django.urls import reverse
from django.utils import timezone

from berichten.stappen import Inhoud, aan_partner
from documenten import huisstijl, opslag
from documenten.enums import Bewaarklasse
from documenten.enums import Soort as Documentsoort
from kern.pdf import BannerOntbreekt
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import afspraken
from plaatsingen.enums import Voorwaarde
from plaatsingen.models import Ondertekening, Plaatsing, Startvoorwaarde
from plaatsingen.pdf import afspraken as pdf
from taken.stappen import plan


def van(plaatsing: Plaatsing) -> Ondertekening | None:
    """Wat nu bij de partner ligt of door hem getekend is."""
    rijen = Ondertekening.objects.filter(plaatsing=plaatsing, ingetrokken_op=None)
    return rijen.select_related("voorgelegd_door__gebruiker", "document", "glowpartner").first()


def leg_voor(door: Actor, plaatsing: Plaatsing, *, akkoord: bool) -> Ondertekening:
    """Bevriest de werkafspraken zoals ze nu zijn en legt ze voor aan de GLOW-partner, die er bericht van krijgt.

    `akkoord`: de deelnemer en de mentor gaan akkoord; HR bevestigt dat. Geweigerd als de werkafspraken al bij de
    partner liggen, of in orde zijn en nog kloppen. Kloppen ze niet meer, dan blijft de start in orde tot de nieuwe
    getekend zijn.
    """
    eis(door, "plaatsing.bewerken")
    if not akkoord:
        raise Geweigerd("Bespreek de afspraken eerst met de deelnemer en de mentor.", "akkoord")
    plaatsing.refresh_from_db(from_queryset=Plaatsing.objects.select_for_update(of=("self",)))  # zoals ze nu is
    if (vorige := van(plaatsing)) and vorige.getekend_op is None:
        raise Geweigerd("De werkafspraken liggen al bij de GLOW-partner. Er is niets veranderd.")
    in_orde = Startvoorwaarde.objects.filter(plaatsing=plaatsing, soort=Voorwaarde.WERKAFSPRAKEN)
    if in_orde.exists() and afspraken.verouderd(plaatsing, timezone.localdate()) is None:
        raise Geweigerd("De werkafspraken zijn al in orde. Neem dat eerst terug.")
    opname = afspraken.momentopname(plaatsing)
    try:
        inhoud = pdf.werkafspraken(plaatsing, huisstijl.voor(plaatsing.bestuur), timezone.localtime())
    except BannerOntbreekt as fout:
        raise Geweigerd(str(fout)) from fout
    bewaard = opslag.bewaar(plaatsing.bestuur_id, inhoud)
    with grenzen():
        if vorige:  # getekend, maar HR nam de voorwaarde terug of de plaatsing veranderde
            trek_in(door, vorige)
        document = opslag.leg_vast(
            plaatsing.bestuur_id,
            bewaard,
            soort=Documentsoort.AFSPRAKEN,
            naam=pdf.bestandsnaam(plaatsing),
            mime="application/pdf",
            bewaarklasse=Bewaarklasse.PERSOON,
        )
        rij = Ondertekening.objects.create(
            bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
            glowpartner=plaatsing.glowpartner,
            document=document,
            sha256=bewaard.sha256,
            afspraken=opname,
            voorgelegd_door=door.lidmaatschap,
        )
        schrijf(door, "werkafspraken.voorgelegd", plaatsing, sha256=rij.sha256)
        _meld_partner(rij)
    return rij


def _meld_partner(rij: Ondertekening) -> None:
    plaatsing = rij.plaatsing
    inhoud = Inhoud(
        soort="document_te_ondertekenen",
        sleutel=f"ondertekening {rij.pk}",
        onderwerp=f"Werkafspraken van {plaatsing.deelnemer.code} te ondertekenen",
        alineas=(
            f"{plaatsing.bestuur.naam} legt de werkafspraken van deelnemer {plaatsing.deelnemer.code} voor.",
            f"De plek: {plaatsing.leerwerkplek.functie} ({plaatsing.leerwerkplek.code}).",
            "Lees ze, en ga akkoord. Daarna kan de plaatsing starten.",
        ),
        knop=("Lezen en ondertekenen", reverse("plaatsingen:tekenen", args=[rij.pk])),
    )
    aan_partner(rij.bestuur_id, rij.glowpartner, inhoud)


def trek_in(door: Actor, rij: Ondertekening) -> Ondertekening:
    """HR haalt terug wat voorligt, bijvoorbeeld omdat er iets verandert. Wat getekend is blijft bewaard."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        rij = Ondertekening.objects.select_for_update(of=("self",)).select_related("plaatsing").get(pk=rij.pk)
        if rij.ingetrokken_op is None:
            rij.ingetrokken_op = timezone.now()
            rij.save(update_fields=["ingetrokken_op"])
            schrijf(door, "werkafspraken.ingetrokken", rij.plaatsing, sha256=rij.sha256)
    return rij


def teken(door: Actor, rij: Ondertekening, *, sha256: str) -> Ondertekening:
    """De partner gaat akkoord met precies het document dat getoond werd (`sha256`); HR krijgt bericht.

    De databank zet het tijdstip en maakt de voorwaarde voor de start in orde, in dezelfde transactie. Geweigerd als het
    ingetrokken, al getekend, vervangen of beschadigd is, of als de samenwerking niet loopt.
    """
    eis(door, "werkafspraken.tekenen")
    if door.glowpartner is None or door.gebruiker is None:
        raise Geweigerd("Enkel een GLOW-partner ondertekent hier.")
    with grenzen():
        eigen = Ondertekening.objects.filter(pk=rij.pk, glowpartner=door.glowpartner).select_for_update(of=("self",))
        nu = eigen.select_related("plaatsing").first()  # wat ingetrokken is, toont haar document niet meer
        if nu is None:  # een rij op slot nemen mag enkel zolang de samenwerking loopt
            raise Geweigerd("De samenwerking met dit bestuur loopt nu niet. Neem contact op met het bestuur.")
        _eis_te_tekenen(nu, sha256)
        nu.getekend_op, nu.getekend_door = timezone.now(), door.gebruiker
        nu.getekend_naam = door.gebruiker.volledige_naam
        nu.save(update_fields=["getekend_op", "getekend_door", "getekend_naam"])
        schrijf(door, "werkafspraken.getekend", nu.plaatsing, sha256=nu.sha256)
        plan("plaatsingen.getekend", nu.pk, bestuur_id=nu.bestuur_id)
    return nu


def _eis_te_tekenen(rij: Ondertekening, sha256: str) -> None:
    if rij.getekend_op is not None:
        raise Geweigerd(f"Dit is al ondertekend, door {rij.getekend_naam}.")
    if rij.ingetrokken_op is not None:
        raise Geweigerd("Dit document is intussen ingetrokken. Lees wat het bestuur opnieuw voorlegt.")
    if sha256 != rij.sha256:
        raise Geweigerd("Dit is niet het document dat je las. Open het opnieuw.")
    try:
        opslag.lees(rij.document)
    except (opslag.Beschadigd, OSError) as fout:
        raise Geweigerd("Dit document is beschadigd. Vraag het bestuur om het opnieuw voor te leggen.") from fout
