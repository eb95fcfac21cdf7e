"""Het huis in een echte browser, zonder databank: sjablonen en static komen rechtstreeks uit de map, met de strenge CSP."""

import mimetypes
import re

import pytest
from django import forms
from django.template import Context, engines

from kern import vendor
from kern.formulieren import DatumField, Formulier, UrenField
from kern.onderdelen import Moment, Rij, Taakregel
from organisaties.enums import Rol
from tests.hulp.wandelaar import GOEDE_KLEUREN, kijk_met_axe, themas, wacht_tot
from werkblad.navigatie import navigatie

ADRES = "http://huis.invalid"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
CONCEPTEN = "Object.keys(sessionStorage).filter(k => k.startsWith('concept:'))"


class Proef(Formulier, forms.Form):
    naam = forms.CharField(label="Naam", help_text="Zoals op de kaart.")
    soort = forms.ChoiceField(label="Soort", choices=[("a", "Winkel"), ("b", "Groen")], widget=forms.RadioSelect)
    dagen = forms.MultipleChoiceField(
        label="Dagen", choices=[("1", "maandag"), ("2", "dinsdag")], widget=forms.CheckboxSelectMultiple, required=False
    )
    uren = UrenField(label="Uren")
    vanaf = DatumField(label="Vanaf")
    nota = forms.CharField(label="Nota", required=False, widget=forms.Textarea)


class Actor:
    naam, bestuur_naam, organisatie_naam, keuze = "Katrien Van den Bossche", "Gemeente Opwijk", "Gemeente Opwijk", "b1"
    keuzes = (("b1", "Gemeente Opwijk"), ("b2", "Welzijnsvereniging Perspectief"))


class Stijl:
    banner_tekst, fonds_tekst, voorlopig, logo_url, kleur = "Gefinancierd door de EU", "ESF", True, "", "#7a1f5c"


NAVIGATIE = [
    {"url": f"/{n}/", "label": n.title(), "actief": n == "plekken", "aantal": aantal}
    for n, aantal in (("taken", 3), ("plekken", 0), ("mentoren", 0), ("tekenen", 12))
]
ALLES = """{% extends "basis.html" %}{% load nl onderdelen crispy_forms_tags %}
{% block titel %}Winkelmedewerker{% endblock %}
{% block kruimels %}{% kruimels "Leerwerkplekken" "/plekken/" "Winkelmedewerker" %}{% endblock %}
{% block inhoud %}<h1>Winkelmedewerker</h1>
{% takenlijst taken %}{% samenvattingslijst rijen %}{% tijdlijn momenten %}{% urenmeter 2460 1920 3840 480 %}{% voortgangsbalk 18 13 "Mentoren" %}
<table class="tabel tabel-stapel"><caption>Plekken</caption><thead><tr>{% kolomkop "f" "Functie" %}<th scope="col" class="getal">Uren</th></tr></thead>
<tbody><tr><th scope="row"><a href="/x/">Medewerker sporthal en buitenterreinen</a></th><td data-label="Uren" class="getal">{{ 456|uren }}</td></tr></tbody></table>
<fieldset class="chips"><legend>Hoeveel uur?</legend><span class="chip"><input type="radio" name="u" id="u4"><label for="u4">4 u</label></span></fieldset>
{% leeg "Nog niets" "Begin hier." "/x/" "Beginnen" %}{% crispy form %}{% endblock %}"""
KORT = (
    '{% extends "basis.html" %}{% block titel %}Kort{% endblock %}{% block inhoud %}<h1>Kort</h1>INHOUD{% endblock %}'
)


def inhoud(**extra):
    momenten = [
        Moment("Ingediend", "Katrien"),
        Moment("Te ondertekenen", stand="nu"),
        Moment("Verzegeld", stand="komt"),
    ]
    taken = [Taakregel("Gegevens", "klaar", "/g/", "Functie en uren"), Taakregel("Indienen", "kan_niet")]
    rijen = [Rij("Functie", "Winkelmedewerker", "/f/"), Rij("Mentor", "", "/m/", ontbreekt="Kies een mentor.")]
    basis = {"taken": taken, "rijen": rijen, "momenten": momenten, "navigatie": NAVIGATIE, "huisstijl": Stijl}
    pagina = {"actor": Actor, "csrf_token": "x" * 64, "installatie": {"demo": True}, "thema": "", "ongelezen": 3}
    return basis | pagina | extra


@pytest.fixture
def huis(page):
    """`huis({pad: sjabloontekst}, **context)`: zet een toneel op; geeft de verzonden POST's terug."""
    verzonden, klachten = [], []
    page.on("pageerror", lambda fout: klachten.append(str(fout)))
    page.on("console", lambda b: klachten.append(b.text) if b.type == "error" and "500" not in b.text else None)
    paginas = {}

    def antwoord(route):
        verzoek = route.request
        pad = verzoek.url.removeprefix(ADRES).partition("?")[0]
        if pad.startswith("/static/"):
            bestand = vendor.BASIS / pad[1:]
            return route.fulfill(body=bestand.read_bytes(), content_type=mimetypes.guess_type(pad)[0])
        if verzoek.method == "POST":
            verzonden.append((pad, verzoek.post_data or ""))
        tekst, context = paginas.get(pad, ("", {}))
        if tekst == "kapot":
            return route.fulfill(status=500, body="")
        html = engines["django"].engine.from_string(tekst).render(Context(inhoud(**context)))
        return route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": CSP})

    page.route("**/*", antwoord)

    def toneel(**nieuw):
        paginas.update({"/" + naam.replace("_", "/"): waarde for naam, waarde in nieuw.items()})
        return verzonden

    yield toneel
    assert klachten == []


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("breed", [320, 360, 1280])
def test_elk_onderdeel_is_toegankelijk(page, huis, breed, kleur):
    huis(a=(ALLES, {"form": Proef({"uren": "12"}, terug_url="/terug/")}))
    page.set_viewport_size({"width": breed, "height": 800})
    page.emulate_media(color_scheme=kleur)
    page.goto(f"{ADRES}/a")
    assert page.title() == "Fout: Winkelmedewerker – Gemeenschapsdienst"
    assert page.evaluate("document.documentElement.scrollWidth") <= breed
    assert kijk_met_axe(page).response["violations"] == []
    page.locator(".kop-gebruiker summary").click()
    assert kijk_met_axe(page).response["violations"] == []


def test_controle_axe_ziet_wat_mis_is(page, huis):
    """De controle op de meting: een veld zonder naam en tekst die te weinig afsteekt."""
    huis(a=("<html lang='nl'><title>a</title><main><h1>Te bleek</h1><input type='text'></main></html>", {}))
    page.goto(f"{ADRES}/a")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    assert {fout["id"] for fout in kijk_met_axe(page).response["violations"]} >= {"label", "color-contrast"}


def test_controle_een_kleur_die_goed_was_verbergt_geen_slechte(page, huis):
    """Kort kijkt axe één keer naar elke opmaak: een andere letter of achtergrond is een andere, en een fout blijft er een."""
    blad = "<html lang='nl'><title>a</title><main><h1>Kop</h1><p>een <b>twee</b></p><p>drie</p></main></html>"

    def bleek(kiezer="", stijl=""):
        page.goto(f"{ADRES}/a")
        if kiezer:
            page.evaluate("([wie, stijl]) => { document.querySelector(wie).style.cssText = stijl }", [kiezer, stijl])
        return [
            knoop["target"]
            for fout in kijk_met_axe(page).response["violations"]
            if fout["id"] == "color-contrast"
            for knoop in fout["nodes"]
        ]

    huis(a=(blad, {}))
    assert bleek() == [] and GOEDE_KLEUREN
    assert bleek("b", "color: #ccc") == [["b"]]
    assert bleek("b", "color: #ccc") == [["b"]]  # ook een tweede keer
    assert bleek("p:last-child", "background: #333") == [["p:nth-child(3)"]]
    assert bleek("main", "opacity: .2") == [["h1"], ["p:nth-child(2)"], ["b"], ["p:nth-child(3)"]]
    assert bleek() == []


def test_kleine_doelen(page, huis):
    huis(a=(ALLES, {"form": Proef({"uren": "12"}, terug_url="/terug/")}))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{ADRES}/a")
    klein = page.evaluate(
        """() => [...document.querySelectorAll('a, button, select, textarea, summary, input.form-control, .form-check, .chip')]
        .filter(e => e.checkVisibility() && !e.matches('.overslaan') && e.getBoundingClientRect().height < 43.9)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert klein == []


def test_donker_volgt_het_systeem_of_de_keuze(page, huis):
    verzonden = huis(a=(KORT, {}))
    grond = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    page.goto(f"{ADRES}/a")
    assert page.evaluate(grond) == "rgb(17, 26, 29)"
    assert page.evaluate("getComputedStyle(document.querySelector('.banner')).backgroundColor") == "rgb(255, 255, 255)"
    with page.expect_response("**/thema/"):  # het scherm wacht er niet op
        page.get_by_role("button", name="Licht").click()
        assert page.evaluate(grond) == "rgb(255, 255, 255)"
        assert page.get_by_role("button", name="Licht").get_attribute("aria-pressed") == "true"
    [(pad, gegevens)] = verzonden
    assert pad == "/thema/" and re.search(r'name="thema"\s+licht\s', gegevens)


def test_zonder_javascript_werkt_het_formulier(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    bladzij = context.new_page()
    html = engines["django"].engine.from_string(KORT).render(Context(inhoud()))
    gezien = []

    def antwoord(route):
        gezien.append((route.request.method, route.request.url, route.request.post_data))
        route.fulfill(body=html, content_type="text/html")

    bladzij.route("**/*", antwoord)
    bladzij.goto(f"{ADRES}/a")
    bladzij.get_by_role("button", name="Donker").click()
    bladzij.get_by_role("group").locator("summary").last.click()
    assert [(m, u) for m, u, _ in gezien if m == "POST"] == [("POST", f"{ADRES}/thema/")]
    assert "thema=donker" in next(d for m, _, d in gezien if m == "POST")
    context.close()


def test_niet_twee_keer_versturen(page, huis):
    vorm = '<form method="post" action="/traag" id="f"><button name="k" value="1">Bewaren</button></form>'
    verzonden = huis(a=(KORT.replace("INHOUD", vorm), {}), traag=(KORT, {}))
    page.goto(f"{ADRES}/a")
    page.evaluate("() => { const k = document.querySelector('#f button'); k.click(); k.click(); }")
    page.wait_for_url(f"{ADRES}/traag")
    assert verzonden == [("/traag", "k=1")]  # één keer, en met de waarde van de knop


def test_focus_op_de_fouten_en_van_daar_naar_het_veld(page, huis):
    huis(a=(ALLES, {"form": Proef({"uren": "12"})}))
    page.goto(f"{ADRES}/a")
    assert page.evaluate("document.activeElement.className") == "foutensamenvatting"
    for tekst, doel in (("Soort: Maak een keuze.", "id_soort_0"), ("Uren: Vul een getal in", "id_uren")):
        page.get_by_role("link", name=re.compile(tekst)).click()
        assert page.evaluate("document.activeElement.id") == doel


def test_getypte_tekst_overleeft_een_verlopen_sessie(page, huis):
    vorm = (ALLES, {"form": Proef()})
    huis(a=vorm, aanmelden_=(KORT, {"actor": None, "navigatie": []}), klaar=(KORT, {}))
    page.goto(f"{ADRES}/a")
    page.fill("#id_nota", "Een lange tekst")
    page.check("#id_soort_1")
    page.goto(f"{ADRES}/aanmelden/")
    page.goto(f"{ADRES}/a")
    assert page.input_value("#id_nota") == "Een lange tekst" and page.is_checked("#id_soort_1")
    assert page.get_by_text("Wat je typte staat er weer.").is_visible()
    page.goto(f"{ADRES}/a")
    assert page.input_value("#id_nota") == ""  # één keer is genoeg
    page.fill("#id_nota", "Geheim")
    page.goto(f"{ADRES}/aanmelden/")
    ander = type("Ander", (Actor,), {"naam": "Jan"})
    huis(a=(ALLES, {"form": Proef(), "actor": ander}))
    page.goto(f"{ADRES}/a")
    assert page.input_value("#id_nota") == ""  # nooit voor iemand anders
    assert page.evaluate(CONCEPTEN) == []


def test_bewaarde_tekst_verdwijnt_na_bewaren_en_afmelden(page, huis):
    huis(a=(ALLES, {"form": Proef()}), klaar=(KORT, {}), afmelden_=(KORT, {"actor": None}))
    page.goto(f"{ADRES}/a")
    page.fill("#id_nota", "Tekst")
    page.evaluate("document.querySelector('form[data-concept]').action = '/klaar'")
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url(f"{ADRES}/klaar")
    assert page.evaluate(CONCEPTEN) == []
    page.goto(f"{ADRES}/a")
    page.fill("#id_nota", "Tekst")
    page.locator(".kop-gebruiker summary").click()
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url(f"{ADRES}/afmelden/")
    assert page.evaluate(CONCEPTEN) == []


def test_menu_sluit_met_escape_en_een_klik_ernaast(page, huis):
    huis(a=(KORT, {}))
    page.goto(f"{ADRES}/a")
    menu, samenvatting = page.locator(".kop-gebruiker"), page.locator(".kop-gebruiker summary")
    for sluit in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("heading", level=1).click()):
        samenvatting.click()
        assert menu.get_attribute("open") is not None
        sluit()
        assert menu.get_attribute("open") is None
    samenvatting.click()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_alles_aanvinken(page, huis):
    vakken = "".join(f'<label><input type="checkbox" name="fiche" value="{n}"> {n}</label>' for n in range(3))
    vorm = f'<label data-alles-vak hidden><input type="checkbox" data-alles="fiche"> Alles</label>{vakken}'
    huis(a=(KORT.replace("INHOUD", vorm), {}))
    page.goto(f"{ADRES}/a")
    alles = page.get_by_label("Alles")
    alles.check()
    assert page.locator("[name=fiche]:checked").count() == 3
    page.get_by_label("1").uncheck()
    assert alles.evaluate("v => v.indeterminate") and not alles.is_checked()


def test_htmx_zet_de_focus_en_meldt_fouten(page, huis):
    knoppen = (
        '<button hx-get="/deel" hx-target="#vak">Deel</button><button hx-get="/stuk" hx-target="#vak">Stuk</button>'
        '<button hx-get="/aanmelden/" hx-target="#vak">Weg</button><div id="vak"></div>'
    )
    huis(
        a=(KORT.replace("INHOUD", knoppen), {}),
        deel=("<h2 data-focus>Nieuw</h2>", {}),
        stuk=("kapot", {}),
        aanmelden_=(KORT, {"actor": None}),
    )
    page.goto(f"{ADRES}/a")
    page.get_by_role("button", name="Deel").click()
    wacht_tot(page, "document.activeElement.textContent === 'Nieuw'")
    page.get_by_role("button", name="Stuk").click()
    page.get_by_role("alert").filter(has_text="Dat lukte niet.").wait_for()
    with page.expect_navigation():  # aanmelden komt nooit in een stukje van de pagina
        page.get_by_role("button", name="Weg").click()
    assert page.locator("#vak").inner_text() == ""


# --- het menu per rol


class Wie:
    """Een actor met deze rollen, zonder vervangingen of bestuur."""

    vervangt = ()

    def __init__(self, rollen):
        self.rollen = frozenset(rollen)


def menu(rf, monkeypatch, *rollen, pad="/"):
    monkeypatch.setattr("werkblad.navigatie.mag_nakijken", lambda actor: True)
    return navigatie(rf.get(pad), Wie(rollen))


SAMEN = [*([rol] for rol in Rol.values), ["hr", "coordinator"], [rol for rol in Rol.values if rol != "glow"]]


def test_elke_rol_heeft_een_menu_op_een_rij(page, huis, rf, monkeypatch):
    page.set_viewport_size({"width": 1280, "height": 900})

    def rijen(punten):
        huis(a=(KORT, {"navigatie": punten}))
        page.goto(f"{ADRES}/a")
        return page.evaluate(
            "new Set([...document.querySelectorAll('nav.nav > .breedte > ul > li, .nav-breed > ul > li')]"
            ".map(li => Math.round(li.getBoundingClientRect().top))).size"
        )

    for rollen in SAMEN:
        punten = menu(rf, monkeypatch, *rollen)
        assert rijen(punten) == 1, rollen
        zichtbaar = [p["label"] for p in punten if "onder" not in p and not p["meer"]]
        achter = [p["label"] for punt in punten for p in punt.get("onder", [])]
        assert len(zichtbaar) + len(achter) == len({*zichtbaar, *achter}), rollen
    monkeypatch.setattr("werkblad.navigatie.RIJ", 999)  # controle: zonder Meer past het niet
    assert rijen(menu(rf, monkeypatch, "hr")) == 2


def test_meer_opent_met_het_toetsenbord(page, huis, rf, monkeypatch):
    punten = menu(rf, monkeypatch, "hr", pad="/overleg/x/")
    huis(a=(KORT, {"navigatie": punten}))
    for kleur in themas("dark"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme=kleur)
        page.goto(f"{ADRES}/a")
        meer, link = page.locator(".nav-meer > summary"), page.locator(".nav-meer").get_by_role("link", name="Overleg")
        assert not link.is_visible() and meer.get_attribute("aria-current") == "true"
        meer.focus()
        page.keyboard.press("Enter")
        assert link.is_visible() and link.get_attribute("aria-current") == "page"
        assert kijk_met_axe(page).response["violations"] == []
        page.keyboard.press("Escape")
        assert not link.is_visible() and page.evaluate("document.activeElement.textContent").strip() == "Meer"
    page.set_viewport_size({"width": 360, "height": 900})  # op een telefoon één lijst
    page.locator(".nav-mobiel > summary").click()
    namen = page.locator(".nav-mobiel a").all_text_contents()
    assert namen == [p["label"] for p in punten if "onder" not in p] and len(namen) == 16
    assert not page.locator(".nav-meer").is_visible()


def test_een_partner_vindt_zijn_lege_plekken_in_het_menu(rf, monkeypatch):
    punten = menu(rf, monkeypatch, "glow", pad="/kandidaten/mijn/lege-plekken/")
    assert [p["label"] for p in punten if p.get("actief")] == ["Lege plekken"]
    assert not next(p for p in punten if p["label"] == "Lege plekken")["meer"]
    mentor = menu(rf, monkeypatch, "mentor")
    assert [p["label"] for p in mentor if p.get("onder")] == []  # wat past, blijft staan
