"""Een document zoals de fiche, met alle klassen van de huisstijl; vrije tekst komt erin zoals in het echt: via een sjabloon."""

from datetime import UTC, datetime

from django.template import engines

from kern import pdf
from kern.banner import voorlopige_banner

MOMENT = datetime(2023, 3, 14, 13, 32, tzinfo=UTC)
BANNER = voorlopige_banner("Europees Sociaal Fonds · Vlaanderen")
LANG = "Jean-Baptiste Vandenbroucke-Vercruyssen-de-Solart-van-der-Straeten-Waillet-tot-Opwijk-en-omstreken " * 2
SJABLOON = """{% extends "pdf/basis.html" %}
{% block inhoud %}
<div class="status goed"><p>Ondertekend</p><p>als algemeen directeur</p></div>
<h2>Leerwerkplek</h2>
<table class="velden"><tbody><tr><th scope="row">Mentor</th><td>{{ naam }}</td></tr>
<tr><th scope="row">{{ naam }}</th><td>48 uur</td></tr></tbody></table>
<div class="kolommen"><div class="kolom"><h3>Taken</h3><ul class="lijst"><li>{{ vrij }}</li><li>Rekken aanvullen</li></ul></div>
<div class="kolom"><h3>Competenties</h3><ul class="lijst"><li>{{ naam }}</li></ul></div></div>
<table class="rooster matrix"><colgroup><col class="b60"/><col class="b20"/><col class="b20"/></colgroup>
<thead><tr><th scope="col">Wat</th><th scope="col">Mentor</th><th scope="col">HR</th></tr></thead>
<tbody><tr><th scope="row">Onthaal</th><td class="r">R</td><td class="a">A</td></tr></tbody></table>
<p>{{ vrij }}</p>
<div class="nieuwe-pagina"><p>Tweede pagina. Ş ł ő ≥ € Ω Д.</p></div>
<div class="handtekening"><div class="tekst"><h2>Ondertekening</h2><p class="wie">{{ naam }}</p></div>
<div class="qr"><img src="asset:qr" alt="QR-code naar de controle"/><p>opwijk.example/f/3Kx9</p></div></div>
{% endblock inhoud %}"""


def html(vrij="Zie de afspraken.", naam="Anneleen Van den Eynde", banner=BANNER):
    """De HTML van het voorbeeld; `vrij` en `naam` worden ontsmet zoals in elk sjabloon."""
    context = {
        "titel": "Fiche",
        "bestuur": "Gemeente Opwijk",
        "voet": "Fiche · versie 1",
        "logo": None,
    }
    return engines["django"].from_string(SJABLOON).render({**context, "vrij": vrij, "naam": naam, "banner": banner})


def document(vrij="Zie de afspraken.", naam="Anneleen Van den Eynde", banner=BANNER, **opties):
    """Hetzelfde als PDF, met één bijlage."""
    bijlagen = [pdf.Bijlage("fiche.json", b'{"versie":1}')]
    bron = html(vrij, naam, banner)
    return pdf.render(
        bron,
        banner=banner,
        moment=MOMENT,
        bijlagen=bijlagen,
        qr="https://opwijk.example/f/3Kx9",
        **opties,
    )
