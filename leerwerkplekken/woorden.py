"""Een plek en haar aanbod in woorden, voor scherm, bericht, rapport en werkblad."""

from collections.abc import Iterable
from datetime import date

from kern.onderdelen import Moment, Rij
from kern.opmaak import datum_woord, hoofdletter
from leerwerkplekken.enums import Weigerreden
from leerwerkplekken.models import Aanbod, Aanbodronde, Leerwerkplek


def beschikbaar(plek: Leerwerkplek) -> str:
    """Van wanneer tot wanneer; leeg als beide ontbreken."""
    van, tot = plek.beschikbaar_van, plek.beschikbaar_tot
    if van and not tot:
        return f"vanaf {datum_woord(van)}"
    delen = (f"van {datum_woord(van)}" if van else "", f"tot en met {datum_woord(tot)}" if tot else "")
    return " ".join(deel for deel in delen if deel)


def voor_partner(plek: Leerwerkplek) -> list[Rij]:
    """Waar en wanneer, zoals een GLOW-partner het leest."""
    return [
        Rij("Bestuur", plek.bestuur.naam),
        Rij("Waar", ", ".join(deel for deel in (plek.dienst, plek.adres) if deel)),
        Rij("Uren per maand", f"{plek.uren_per_maand} u" if plek.uren_per_maand else ""),
        Rij("Uurrooster", plek.uurrooster),
        Rij("Beschikbaar", beschikbaar(plek)),
    ]


def reden(aanbod: Aanbod | Aanbodronde) -> str:
    """Waarom de partner niemand heeft, met de nota; leeg zonder weigering. Zonder punt: ze staat in een zin."""
    if not aanbod.weiger_reden:
        return ""
    nota = aanbod.weiger_nota.rstrip(".")
    if aanbod.weiger_reden == Weigerreden.ANDERE and nota:
        return nota
    woorden = str(aanbod.get_weiger_reden_display())
    return f"{woorden} ({nota})" if nota else woorden


def genoteerd(aanbod: Aanbod | Aanbodronde) -> str:
    """Bij een antwoord dat langs telefoon of mail kwam: wie het noteerde, en wie het gaf. Leeg: de partner zelf."""
    if not aanbod.genoteerd_naam:
        return ""
    return f"genoteerd door {aanbod.genoteerd_naam}, gehoord van {aanbod.antwoord_naam}"


def bewijs(aanbod: Aanbod) -> str:
    """De drie datums van het bewijs in één zin: aangeboden, gelezen, beantwoord."""
    delen = [f"aangeboden op {datum_woord(aanbod.aangeboden_op)}"]
    if aanbod.vernieuwd_op:
        delen.append(f"opnieuw op {datum_woord(aanbod.vernieuwd_op)}")
    if gelezen := aanbod.gelezen_dag:
        delen.append(f"gelezen op {datum_woord(gelezen)}")
    if aanbod.antwoord_op:
        wat = [str(aanbod.get_antwoord_display()), *([door] if (door := genoteerd(aanbod)) else [])]
        delen.append(f"beantwoord op {datum_woord(aanbod.antwoord_op)} ({', '.join(wat)})")
    return ", ".join(delen)


def tijdlijn(aanbod: Aanbod, rondes: Iterable[Aanbodronde]) -> list[Moment]:
    """Elke keer aanbieden, met wat de partner ermee deed, het oudste eerst."""
    keren: list[tuple[date, Aanbod | Aanbodronde]] = [(ronde.op, ronde) for ronde in rondes]
    momenten = []
    for op, keer in [*keren, (aanbod.laatst_op, aanbod)]:
        momenten.append(
            Moment("Opnieuw aangeboden" if keer.keer > 1 else "Aangeboden", wanneer=op, uitleg=keer.boodschap)
        )
        if gelezen := keer.gelezen_dag:
            momenten.append(Moment("Gelezen", wanneer=gelezen))
        if keer.antwoord_op:
            wat = hoofdletter(keer.get_antwoord_display())
            uitleg = ". ".join(hoofdletter(deel) for deel in (reden(keer), genoteerd(keer)) if deel)
            momenten.append(Moment(wat, wanneer=keer.antwoord_op, uitleg=uitleg))
        if keer.ingetrokken_op:
            momenten.append(Moment("Ingetrokken", wanneer=keer.ingetrokken_op))
    return momenten
