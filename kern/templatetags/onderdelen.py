"""De bouwstenen van een scherm. Voorbeelden: templates/onderdelen/LEESMIJ.md."""

from collections.abc import Iterable, Sequence
from functools import cache

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

from kern import statussen
from kern.grafieken import Grafiek, Vorm
from kern.iconen import ICONEN
from kern.meters import urenmeter_van, voortgang_van
from kern.tabel import Tabel, Verwijzing, lees
from kern.verloop import Verloop

register = template.Library()
SPRITE = "vendor/bootstrap-icons/1.13.2/iconen.svg"


@register.simple_tag
def icoon(naam: str, tekst: str = "", klasse: str = "") -> str:
    """Een icoon uit kern.iconen; zonder `tekst` verborgen voor schermlezers."""
    if naam not in ICONEN:
        raise KeyError(f"Onbekend icoon {naam!r}; zie kern/iconen.py.")
    if tekst:
        vorm = '<svg class="icoon {}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(vorm, klasse, tekst, f"{static(SPRITE)}#{naam}")
    return _stil_icoon(naam, klasse)


@cache
def _stil_icoon(naam: str, klasse: str) -> str:
    """Zonder tekst is het telkens hetzelfde stukje, tientallen keren per pagina."""
    vorm = '<svg class="icoon {}" aria-hidden="true"><use href="{}"></use></svg>'
    return format_html(vorm, klasse, f"{static(SPRITE)}#{naam}")


@register.simple_tag
def label(kleur: str, tekst: str, icoon_naam: str = "") -> str:
    """Een los label: `{% label "goed" "Opgeleid" %}`."""
    return _label(statussen.StatusLabel(tekst, kleur, icoon_naam))


@register.simple_tag
def status(soort: str, waarde: str) -> str:
    """Het label van een status: `{% status "fiche" fiche.status %}`."""
    return _label(statussen.label(soort, waarde))


def _label(wat: statussen.StatusLabel) -> str:
    teken = icoon(wat.icoon) if wat.icoon else ""
    return format_html('<span class="status status-{}">{}{}</span>', wat.kleur, teken, wat.label)


@register.inclusion_tag("onderdelen/foutensamenvatting.html")
def foutensamenvatting(*formulieren) -> dict:
    """Alle fouten van een of meer formulieren, elk met een link naar het veld."""
    algemeen, fouten = [], []
    for formulier in formulieren:
        if not formulier.is_bound or not formulier.errors:
            continue
        algemeen += list(formulier.non_field_errors())
        for veld in formulier:
            fouten += [{"anker": _anker(veld), "veld": veld.label, "tekst": tekst} for tekst in veld.errors]
    return {"algemeen": algemeen, "fouten": fouten}


def _anker(veld) -> str:
    """Het id waar de link naar springt: het veld, of de eerste keuze van een groep."""
    if veld.is_hidden:
        return ""
    return veld.id_for_label or f"{veld.auto_id}_0"


@register.inclusion_tag("onderdelen/takenlijst.html")
def takenlijst(taken: Sequence) -> dict:
    """Een lijst van kern.onderdelen.Taakregel, met de stand erboven."""
    meetellend = [taak for taak in taken if taak.status != "niet_nodig"]
    klaar = sum(taak.status == "klaar" for taak in meetellend)
    return {"taken": taken, "klaar": klaar, "totaal": len(meetellend)}


@register.inclusion_tag("onderdelen/samenvattingslijst.html")
def samenvattingslijst(rijen: Iterable) -> dict:
    """Nakijken voor je doorstuurt: kern.onderdelen.Rij, met Wijzigen per rij waar een url is."""
    return {"rijen": rijen}


@register.inclusion_tag("onderdelen/tijdlijn.html")
def tijdlijn(momenten: Iterable) -> dict:
    return {"momenten": momenten}


@register.inclusion_tag("onderdelen/kruimels.html")
def kruimels(*delen: str) -> dict:
    """`{% kruimels "Leerwerkplekken" lijst_url "Winkelmedewerker" %}`: telkens tekst en adres, de laatste zonder."""
    paren = [{"label": delen[i], "url": delen[i + 1] if i + 1 < len(delen) else ""} for i in range(0, len(delen), 2)]
    return {"kruimels": paren}


@register.inclusion_tag("onderdelen/leeg.html")
def leeg(titel: str, tekst: str = "", url: str = "", knop: str = "", icoon: str = "takenlijst") -> dict:
    """De lege staat van een lijst: wat er zou staan, en hoe je begint."""
    return {"titel": titel, "tekst": tekst, "url": url, "knop": knop, "icoon": icoon}


@register.inclusion_tag("onderdelen/meter.html")
def urenmeter(minuten: int, minimum: int = 0, maximum: int = 0, extra: int = 0, naam: str = "Deze maand") -> dict:
    """Uren van een maand tegen minimum en maximum, alles in minuten; `extra` is wat er net bij zou komen."""
    return {"meter": urenmeter_van(minuten, minimum, maximum, extra, naam)}


@register.inclusion_tag("onderdelen/meter.html")
def voortgangsbalk(waarde: int, doel: int, naam: str, eenheid: str = "", adres: str = "") -> dict:
    """Resultaat tegenover doel: "18 van 13 mentoren", met een streep bij het doel; `adres`: de lijst erachter."""
    return {"meter": voortgang_van(waarde, doel, naam, eenheid, adres)}


@register.inclusion_tag("onderdelen/verloop.html")
def verloop(grafiek: Verloop) -> dict:
    """Een lijntje per reeks (kern.verloop): `{% verloop grafiek %}`. Zet de tabel met dezelfde waarden erbij."""
    return {"grafiek": grafiek}


@register.inclusion_tag("onderdelen/grafiek.html")
def grafiek(wat: Grafiek, kaal: bool = False, adres: str = "") -> dict:
    """Een grafiek (kern.grafieken) met haar tabel in een uitklapper; `kaal` zonder, waar de tabel elders staat.

    `adres`: de lijst met de rijen achter de grafiek."""
    return {"grafiek": wat, "kaal": kaal, "adres": adres}


@register.simple_tag
def grafiekvorm(vorm: Vorm) -> str:
    """Eén vorm als SVG: haar klasse volgt het thema, haar attributen gelden op papier."""
    attributen = format_html_join("", ' {}="{}"', vorm.attributen.items())
    return format_html('<{} class="grafiek-{}"{}>{}</{}>', vorm.deel, vorm.soort, attributen, vorm.tekst, vorm.deel)


@register.simple_tag
def cel(waarde: object) -> str:
    """Een cel van een kern.tabel.Tabel, zoals een mens ze leest."""
    return lees(waarde)


GETAL = format_html(' class="{}"', "getal")


@register.simple_tag
def tabelcel(tabel: Tabel, plaats: int, waarde: object, adres: str = "") -> str:
    """Een cel van een lijst die smal een kaart per rij wordt: de eerste is de kop van haar rij.

    `adres`: de lijst achter dit getal; een Verwijzing heeft haar eigen adres."""
    adres = waarde.adres if isinstance(waarde, Verwijzing) else adres
    inhoud = format_html('<a href="{}">{}</a>', adres, lees(waarde)) if adres else lees(waarde)
    if plaats == 0:
        return format_html('<th scope="row">{}</th>', inhoud)
    soort = GETAL if plaats in tabel.getallen else ""
    return format_html('<td data-label="{}"{}>{}</td>', tabel.koppen[plaats], soort, inhoud)


@register.simple_tag
def tabelkop(tabel: Tabel, plaats: int) -> str:
    """De kop van een kolom; boven getallen staat hij rechts, zoals zij."""
    soort = GETAL if plaats and plaats in tabel.getallen else ""
    return format_html('<th scope="col"{}>{}</th>', soort, tabel.koppen[plaats])


@register.inclusion_tag("onderdelen/filterform.html", takes_context=True)
def filterform(context, formulier, doel: str = "") -> dict:
    """Een GET-formulier; met `doel` (een id) vervangt htmx alleen de lijst en blijft het adres kloppen."""
    verzoek = context.get("request")
    velden, ingevuld = list(formulier), {naam for naam, waarde in _vraag(context).items() if waarde}
    return {
        "eerst": velden[:2],  # op een telefoon staat de rest achter *Meer filters*; breed staat alles open
        "meer": velden[2:],
        "doel": doel,
        "pad": verzoek.path if verzoek else "",
        "meer_open": any(veld.name in ingevuld for veld in velden[2:]),
        "actief": bool(ingevuld & set(formulier.fields)),
    }


@register.inclusion_tag("onderdelen/paginering.html", takes_context=True)
def paginering(context, pagina: Page) -> dict:
    """Vorige, nummers, volgende; behoudt de filters in het adres."""
    vraag = _vraag(context)

    def adres(nummer: int) -> str:
        vraag["pagina"] = str(nummer)
        return f"?{vraag.urlencode()}"

    nummers = pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1)
    return {
        "pagina": pagina,
        "vorige": adres(pagina.number - 1) if pagina.has_previous() else "",
        "volgende": adres(pagina.number + 1) if pagina.has_next() else "",
        "nummers": [
            {"nummer": n, "url": adres(n) if isinstance(n, int) else "", "hier": n == pagina.number} for n in nummers
        ],
    }


@register.simple_tag(takes_context=True)
def kolomkop(context, sleutel: str, tekst: str, klasse: str = "") -> str:
    """Een sorteerbare kolomkop (`?sorteer=naam` of `?sorteer=-naam`) met aria-sort."""
    vraag = _vraag(context)
    nu = vraag.get("sorteer", "")
    vraag["sorteer"] = f"-{sleutel}" if nu == sleutel else sleutel
    vraag.pop("pagina", None)
    stand = {sleutel: ("ascending", "op"), f"-{sleutel}": ("descending", "af")}.get(nu)
    soort = format_html(' aria-sort="{}"', stand[0]) if stand else ""
    teken = icoon(stand[1] if stand else "sorteer")
    vorm = '<th scope="col" class="{}"{}><a href="?{}">{}{}</a></th>'
    return format_html(vorm, klasse, soort, vraag.urlencode(), tekst, teken)


@register.simple_tag(takes_context=True)
def met_vraag(context, **wijzigingen) -> str:
    """De huidige vraag in het adres met wijzigingen: `{% met_vraag vorm="xlsx" %}` → '?dienst=Groen&vorm=xlsx'."""
    vraag = _vraag(context)
    for sleutel, waarde in wijzigingen.items():
        vraag[sleutel] = waarde
    return f"?{vraag.urlencode()}"


def _vraag(context) -> QueryDict:
    verzoek = context.get("request")
    return verzoek.GET.copy() if verzoek else QueryDict(mutable=True)
