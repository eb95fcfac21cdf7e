"""De huisstijl als waarde, doorgegeven aan wie een pagina, mail of PDF tekent."""

from dataclasses import dataclass

from documenten.models import Huisstijl
from kern.banner import Banner, embleem
from kern.pdf import BannerOntbreekt
from organisaties.models import Bestuur

# De verplichte tekst van oproep 572 (bron 002; Verordening (EU) 821/2014); per bestuur te wijzigen.
BANNER_TEKST = "Gefinancierd door de Europese Unie"
FONDS_TEKST = (
    "Europees Sociaal Fonds · Vlaanderen. Gefinancierd in het kader van de respons van de Unie op de COVID-19-pandemie."
)


@dataclass(frozen=True)
class Stijl:
    banner_tekst: str = BANNER_TEKST
    fonds_tekst: str = FONDS_TEKST
    voorlopig: bool = True  # tot de beheerder de officiële bestanden oplaadt
    logo_url: str = ""
    kleur: str = ""
    bestuur_naam: str = ""
    demo: bool = False

    def banner(self) -> Banner:
        """De logobanner voor een document. Fouten: BannerOntbreekt (bron 002)."""
        if not self.banner_tekst:
            raise BannerOntbreekt("Dit bestuur heeft geen logobanner. Vraag de beheerder om die in te stellen.")
        regels = tuple(regel for regel in (self.banner_tekst, self.fonds_tekst) if regel)
        return Banner((embleem(),), regels, voorlopig=self.voorlopig)


def voor(bestuur: Bestuur | None) -> Stijl:
    """De stijl van dit bestuur; zonder bestuur (niet aangemeld, GLOW-partner) die van de toepassing."""
    if bestuur is None:
        return Stijl()
    rij = Huisstijl.objects.filter(bestuur=bestuur).first()
    if rij is None:
        return Stijl(bestuur_naam=bestuur.naam, demo=bestuur.is_demo)
    return Stijl(
        banner_tekst=rij.banner_tekst,
        fonds_tekst=rij.fonds_tekst,
        voorlopig=rij.banner_id is None,
        kleur=rij.kleur,
        bestuur_naam=bestuur.naam,
        demo=bestuur.is_demo,
    )
