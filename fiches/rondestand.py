"""Hoe ver een tekenronde staat: per fiche afgeleid uit haar regel, het verzegelde blad en de taak, nergens bewaard."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fiches.enums import SoortBlad, Uitkomst, Zegelstand
from fiches.models import Fiche, FicheBlad, Tekenregel, Tekenronde
from fiches.toegang import te_ondertekenen
from kern.meters import Meter
from kern.opmaak import meervoud
from organisaties.toegang import Actor
from taken.enums import Status as Taakstatus
from taken.models import Taak

NOG_TE_ZIEN = timedelta(hours=12)  # zo lang staat een ronde die klaar is nog bij Te ondertekenen
VOLGORDE = (Zegelstand.NIET, Zegelstand.OPGEGEVEN, Zegelstand.NIEUWE_POGING, Zegelstand.BEZIG, Zegelstand.VERZEGELD)
# Soort van een fout → wat er aan de hand is, voor wie tekende; wat de beheerder doet staat bij Taken.
OORZAAK = {
    "SleutelOntbreekt": "De sleutel van het zegel ontbreekt.",
    "VerkeerdWachtwoord": "De sleutel van het zegel gaat niet open.",
    "CertificaatVerlopen": "Het certificaat van het zegel is niet meer geldig.",
    "SchijfVol": "De schijf is vol.",
    "OSError": "De schijf is vol of niet te schrijven.",
    "TijdstempelFout": "De tijdstempelserver antwoordt niet.",
    "DienstFout": "De ondertekendienst van het zegel antwoordt niet.",
    "BewijsFout": "Of het certificaat van het zegel nog geldt, was niet na te gaan.",
    "TeLang": "Het duurde te lang.",
}
ONBEKEND = "Er liep iets mis dat we niet verwachtten."


@dataclass(frozen=True)
class Regel:
    """Eén fiche van de ronde, met wat er aan de hand is en wat je kan doen (`zin`, leeg als alles goed gaat)."""

    regel: Tekenregel
    stand: Zegelstand
    zin: str

    @property
    def fiche(self) -> Fiche:
        return self.regel.fiche


@dataclass(frozen=True)
class Stand:
    ronde: Tekenronde
    regels: tuple[Regel, ...]

    def tel(self, *standen: Zegelstand) -> int:
        return sum(regel.stand in standen for regel in self.regels)

    @property
    def ondertekend(self) -> int:
        return len(self.regels) - self.niet

    @property
    def niet(self) -> int:
        return self.tel(Zegelstand.NIET)

    @property
    def verzegeld(self) -> int:
        return self.tel(Zegelstand.VERZEGELD)

    @property
    def opgegeven(self) -> int:
        return self.tel(Zegelstand.OPGEGEVEN)

    @property
    def onderweg(self) -> int:
        return self.tel(Zegelstand.BEZIG, Zegelstand.NIEUWE_POGING)

    @property
    def loopt(self) -> bool:
        return self.onderweg > 0

    @property
    def kop(self) -> str:
        """Boven de balk, die zelf het aantal zegt."""
        if self.loopt:
            return "Het zegel van het bestuur komt erop"
        return "Nog niet alles is verzegeld" if self.opgegeven else self.zin

    @property
    def zin(self) -> str:
        """Hoe ver het staat, in één zin; ook voor wie het scherm laat voorlezen."""
        if not self.ondertekend:
            return "Er is geen enkele fiche ondertekend."
        deel = f"{self.verzegeld} van {meervoud(self.ondertekend, 'fiche', 'fiches')} verzegeld."
        if self.loopt or self.opgegeven:
            return deel
        return "De fiche is verzegeld." if self.ondertekend == 1 else f"Alle {self.ondertekend} fiches zijn verzegeld."

    @property
    def meter(self) -> Meter:
        deel = f"{100 * self.verzegeld / self.ondertekend:.2f}" if self.ondertekend else "0"
        kleur = "info" if self.loopt else "fout" if self.opgegeven else "goed"
        return Meter("Verzegeld", f"{self.verzegeld} van {self.ondertekend}", "", kleur, deel)

    @property
    def teken(self) -> str:
        """Verandert wanneer er iets anders te tonen is; de eerste twee delen wanneer er iets te zeggen is."""
        kwart = 4 * self.verzegeld // self.ondertekend if self.ondertekend else 0
        return f"{kwart}.{self.opgegeven}.{self.verzegeld}.{self.tel(Zegelstand.NIEUWE_POGING)}"


def rondes(actor: Actor) -> QuerySet[Tekenronde]:
    """De rondes van deze persoon, de laatste eerst; die van een ander bestaan voor haar niet."""
    if actor.lidmaatschap is None or not actor.mag("fiche.ondertekenen"):
        return Tekenronde.objects.none()
    return Tekenronde.objects.filter(bestuur_id=actor.bestuur_id, door=actor.lidmaatschap).order_by("-op", "-pk")


def stand(ronde: Tekenronde) -> Stand:
    """Twee vragen, hoe groot de ronde ook is."""
    regels = list(_met_blad(ronde.regels.select_related("fiche").order_by("fiche")))
    wachtend = [regel.taak_id for regel in regels if regel.taak_id and not regel.verzegeld]
    per_taak = Taak.objects.in_bulk(wachtend) if wachtend else {}
    uit = [_regel(regel, per_taak.get(regel.taak_id or 0)) for regel in regels]
    return Stand(ronde, tuple(sorted(uit, key=lambda r: (VOLGORDE.index(r.stand), r.fiche.code, r.fiche.pk))))


def lopende(actor: Actor) -> Stand | None:
    """De ronde van deze persoon om naar te kijken: een die nog niet af is, anders een van vandaag."""
    open_ = _met_blad(Tekenregel.objects.filter(ronde=OuterRef("pk"), uitkomst=Uitkomst.ONDERTEKEND))
    onaf = Exists(open_.filter(verzegeld=False))
    ronde = rondes(actor).annotate(onaf=onaf).order_by("-onaf", "-op", "-pk").first()
    if ronde is None:
        return None
    return stand(ronde) if ronde.onaf or ronde.op > timezone.now() - NOG_TE_ZIEN else None


def nog_te_tekenen(actor: Actor, stand: Stand) -> tuple[int, ...]:
    """Wat van de niet getekende fiches deze persoon nu wel kan tekenen: dezelfde versie, of een nieuwere."""
    plekken = [regel.fiche.leerwerkplek_id for regel in stand.regels if regel.stand == Zegelstand.NIET]
    if not plekken:
        return ()
    return tuple(te_ondertekenen(actor).filter(leerwerkplek__in=plekken).values_list("pk", flat=True))


def _met_blad(regels: QuerySet[Tekenregel]) -> QuerySet[Tekenregel]:
    blad = FicheBlad.objects.filter(bestuur=OuterRef("bestuur"), fiche=OuterRef("fiche"), soort=SoortBlad.VERZEGELD)
    return regels.annotate(verzegeld=Exists(blad))


def _regel(regel: Tekenregel, taak: Taak | None) -> Regel:
    if regel.uitkomst != Uitkomst.ONDERTEKEND:
        return Regel(regel, Zegelstand.NIET, regel.reden)
    if regel.verzegeld:
        return Regel(regel, Zegelstand.VERZEGELD, "")
    if taak is not None and taak.status == Taakstatus.MISLUKT:
        return Regel(regel, Zegelstand.OPGEGEVEN, f"{_oorzaak(taak.fout)} Vraag hulp aan de beheerder.")
    if taak is not None and taak.fout:
        return Regel(regel, Zegelstand.NIEUWE_POGING, f"{_oorzaak(taak.fout)} We proberen het vanzelf opnieuw.")
    return Regel(regel, Zegelstand.BEZIG, "")


def _oorzaak(fout: str) -> str:
    """Uit de soort en plaats die de taak bijhoudt."""
    return OORZAAK.get(fout.partition(" in ")[0], ONBEKEND)
