import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from kern import meters, statussen, vendor
from kern.iconen import ICONEN
from kern.onderdelen import Moment, Rij, Taakregel

WORTEL = vendor.BASIS
# een PDF en een mail zijn geen pagina: een mailprogramma leest alleen stijl in het element zelf
SJABLONEN = sorted(p for p in (WORTEL / "templates").rglob("*.html") if not {"pdf", "mail"} & {*p.parts})


def teken(tekst, **inhoud):
    return Template("{% load onderdelen %}" + tekst).render(Context(inhoud))


@pytest.mark.parametrize(
    ("minuten", "extra", "kleur", "tekst", "uitleg"),
    [
        (0, 0, "info", "0 van 64 u", "Nog 32 u tot het minimum van 32 u."),
        (1919, 0, "info", "31 u 59 min van 64 u", "Nog 1 min tot het minimum van 32 u."),
        (1920, 0, "goed", "32 van 64 u", "Nog 32 u tot het maximum."),
        (2460, 480, "goed", "41 van 64 u; hierna 49 u", "Nog 15 u tot het maximum."),
        (3839, 0, "goed", "63 u 59 min van 64 u", "Nog 1 min tot het maximum."),
        (3840, 0, "letop", "64 van 64 u", "Het maximum is bereikt."),
        (3840, 15, "fout", "64 van 64 u; hierna 64,25 u", "0,25 u boven het maximum."),
    ],
)
def test_urenmeter(minuten, extra, kleur, tekst, uitleg):
    meter = meters.urenmeter_van(minuten, 1920, 3840, extra)
    assert (meter.kleur, meter.tekst, meter.uitleg) == (kleur, tekst, uitleg)
    assert 0 <= float(meter.deel) + float(meter.extra) <= 100.01


def test_urenmeter_zonder_grenzen():
    assert meters.urenmeter_van(0, 0, 0).merken == []
    assert meters.urenmeter_van(450, 0, 0).tekst == "7,5 u"


@pytest.mark.parametrize(
    ("waarde", "kleur", "uitleg"),
    [
        (0, "info", "Nog 13 tot het doel van 13."),
        (12, "info", "Nog 1 tot het doel van 13."),
        (13, "goed", "Doel van 13 gehaald."),
        (18, "goed", "Doel van 13 gehaald, 5 meer."),
    ],
)
def test_voortgang(waarde, kleur, uitleg):
    meter = meters.voortgang_van(waarde, 13, "Mentoren", "mentoren")
    assert (meter.kleur, meter.uitleg) == (kleur, uitleg)


def test_voortgang_zonder_doel():
    assert meters.voortgang_van(0, 0, "Mentoren").deel == "0.00"


def test_status_kent_alleen_wat_is_aangemeld():
    assert "Nog te doen" in teken("{% status 'stap' 'te_doen' %}")
    with pytest.raises(KeyError, match="registreer"):
        statussen.label("stap", "verzonnen")
    with pytest.raises(ValueError, match="anders aangemeld"):
        statussen.registreer("stap", {"klaar": ("Iets anders", "goed", "")})
    with pytest.raises(ValueError, match="kleur"):
        statussen.StatusLabel("x", "paars")
    with pytest.raises(ValueError, match="icoon"):
        statussen.StatusLabel("x", "goed", "eenhoorn")


def test_takenlijst_telt_niet_wat_niet_nodig_is():
    taken = [Taakregel("A", "klaar", "/a"), Taakregel("B", "te_doen", "/b"), Taakregel("C", "niet_nodig")]
    html = teken("{% takenlijst taken %}", taken=taken)
    assert "1 van 2 stappen klaar" in html and 'href="/a"' in html


def test_samenvatting_en_tijdlijn_ontsnappen():
    rijen = [
        Rij("Naam", "<script>", "/x"),
        Rij("Taken", ["a & b"]),
        Rij("Mentor", ontbreekt="Kies een mentor."),
        Rij("Nota"),
    ]
    html = teken("{% samenvattingslijst rijen %}", rijen=rijen)
    assert "&lt;script&gt;" in html and "a &amp; b" in html and "Kies een mentor." in html and "Niet ingevuld" in html
    assert 'Wijzigen<span class="visually-hidden">: Naam</span>' in html
    assert 'aria-current="step"' in teken(
        "{% tijdlijn m %}", m=[Moment("Ingediend"), Moment("Ondertekenen", stand="nu")]
    )


def test_paginering_en_sortering_houden_de_filters():
    verzoek = RequestFactory().get("/lijst/", {"dienst": "Groen & co", "sorteer": "naam", "pagina": "2"})
    html = teken(
        "{% paginering p %}{% kolomkop 'naam' 'Naam' %}{% kolomkop 'uren' 'Uren' %}",
        request=verzoek,
        p=Paginator(range(95), 10).page(2),
    )
    assert html.count("dienst=Groen+%26+co") == html.count('href="?')
    assert 'aria-sort="ascending"' in html and "sorteer=-naam" in html and "sorteer=uren" in html
    assert "sorteer=-naam&amp;pagina" not in html  # anders sorteren begint op de eerste pagina
    assert teken("{% paginering p %}", p=Paginator([1], 10).page(1)).strip() == ""


def test_icoon():
    assert 'aria-hidden="true"' in teken("{% icoon 'pen' %}")
    assert 'role="img" aria-label="Te tekenen"' in teken("{% icoon 'pen' 'Te tekenen' %}")
    with pytest.raises(KeyError):
        teken("{% icoon 'eenhoorn' %}")
    sprite = next((WORTEL / "static/vendor/bootstrap-icons").glob("*/iconen.svg")).read_text()
    assert set(re.findall(r'id="([^"]+)"', sprite)) == set(ICONEN)


@pytest.mark.parametrize("naam", ["400", "413", "429", "500", "503"])
def test_foutpagina_zonder_enige_context(naam):
    html = get_template(f"{naam}.html").render()
    assert "Embleem van de Europese Unie" in html and html.count("<h1") == 1 and 'lang="nl-BE"' in html


def test_500_gebruikt_niets_van_de_toepassing():
    """500 en 503 staan op een blad dat niets raadpleegt: geen adressen, geen instellingen van een bestuur, geen script."""
    for naam in ("500", "503", "kaal"):
        bron = (WORTEL / f"templates/{naam}.html").read_text()
        assert re.findall(r"{% extends \"(.+?)\"", bron) == ([] if naam == "kaal" else ["kaal.html"])
        assert "{% url" not in bron and "huisstijl" not in bron and "<script" not in bron


@pytest.mark.parametrize(
    "naam",
    ["403", "404", "403_csrf", "paginas/hulp", "paginas/toegankelijkheid", "paginas/privacy", "paginas/financiering"],
)
def test_vaste_paginas_anoniem(naam):
    html = render_to_string(f"{naam}.html", {"actor": None})
    assert html.count("<h1") == 1 and "Voorlopige banner" not in html


@pytest.mark.parametrize("pad", SJABLONEN, ids=lambda p: str(p.relative_to(WORTEL)))
def test_geen_stijl_of_script_in_sjablonen(pad):
    bron = pad.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", bron)
    assert not re.search(r"<script(?![^>]*\ssrc=)", bron)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", bron)


def test_vendor_in_orde():
    assert vendor.controleer(WORTEL) == []


def test_vendor_ziet_een_gewijzigd_ontbrekend_en_vreemd_bestand(tmp_path):
    wortel = tmp_path / "static/vendor/p/1"
    wortel.mkdir(parents=True)
    (wortel / "a.js").write_text("anders")
    (wortel / "vreemd.js").write_text("")
    (tmp_path / "vendor.toml").write_text(
        '[[pakket]]\nnaam="p"\nversie="1"\nlicentiebestand="L"\n[pakket.bestanden]\n"a.js"="00"\n"b.js"="00"\n'
    )
    zinnen = " ".join(vendor.controleer(tmp_path))
    for deel in ("licentiebestand L", "b.js ontbreekt", "a.js heeft een andere sha256", "vreemd.js staat niet in"):
        assert deel in zinnen


def test_selectie_van_bootstrap():
    css = '@charset "UTF-8";/*! L */.btn,.carousel{a:b}@media (x){.row{c:d}.modal{e:f}}[data-bs-theme=dark]{g:h}@keyframes k{to{i:j}}p:not(.a,.btn){k:l}'
    assert vendor.selectie(css) == "/*! L */\n.btn{a:b}\n@media (x){.row{c:d}}\n"


def test_donker_staat_twee_keer_gelijk():
    """Gekozen donker en donker volgens het systeem zijn dezelfde kleuren."""
    css = (WORTEL / "static/css/tokens.css").read_text()
    systeem = re.search(r":root:not\(\[data-bs-theme\]\) \{(.*?)\n  \}", css, re.S).group(1)
    gekozen = re.search(r'\[data-bs-theme="dark"\] \{(.*?)\n  \}', css, re.S).group(1)
    assert systeem.split() == gekozen.split()


def contrast(een, twee):
    def licht(kleur):
        kanalen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        lineair = [k / 12.92 if k <= 0.03928 else ((k + 0.055) / 1.055) ** 2.4 for k in kanalen]
        return 0.2126 * lineair[0] + 0.7152 * lineair[1] + 0.0722 * lineair[2]

    hoog, laag = sorted((licht(een), licht(twee)), reverse=True)
    return (hoog + 0.05) / (laag + 0.05)


@pytest.mark.parametrize(
    "blok", [r':root,\n\[data-bs-theme="light"\] \{(.*?)\n\}', r'\[data-bs-theme="dark"\] \{(.*?)\n  \}']
)
def test_contrast_van_de_kleuren(blok):
    css = (WORTEL / "static/css/tokens.css").read_text()
    kleuren = dict(re.findall(r"--([\w-]+): (#\w+);", re.search(blok, css, re.S).group(1)))
    kleuren = {naam: "#" + "".join(c * 2 for c in k[1:]) if len(k) == 4 else k for naam, k in kleuren.items()}
    tekst = [("inkt", v) for v in ("achtergrond", "vlak", "vlak-sterk")]
    tekst += [("gedempt", v) for v in ("achtergrond", "vlak")]
    tekst += [("petrol", v) for v in ("achtergrond", "vlak", "petrol-zacht")]
    tekst += [(k, f"{k}-vlak") for k in ("goed", "letop", "fout", "info")]
    tekst += [
        ("op-petrol", "petrol"),
        ("op-petrol", "petrol-donker"),
        ("op-fout", "fout"),
        ("op-kop", "kop"),
        ("op-kop", "kop-zweef"),
    ]
    zwak = [(a, b) for a, b in tekst if contrast(kleuren[a], kleuren[b]) < 4.5]
    zwak += [("rand", b) for b in ("achtergrond", "vlak") if contrast(kleuren["rand"], kleuren[b]) < 3]
    assert zwak == []


def test_gewicht_van_de_pagina():
    """CSS ≤ 40, JS ≤ 25, letters ≤ 35 KB gecomprimeerd; app.js ≤ 6 KB."""
    import gzip

    def som(*patronen):
        paden = [pad for patroon in patronen for pad in (WORTEL / "static").glob(patroon)]
        assert len(paden) >= len(patronen)
        return sum(len(gzip.compress(Path(pad).read_bytes())) for pad in paden) / 1024

    assert som("css/*.css", "vendor/bootstrap/*/bootstrap-selectie.css") <= 40
    assert som("js/*.js", "vendor/htmx.org/*/htmx.min.js") <= 25
    assert som("vendor/source-sans/*/*.woff2", "vendor/ubuntu-derivative/*/*.woff2") <= 35
    assert (WORTEL / "static/js/app.js").stat().st_size <= 6 * 1024
