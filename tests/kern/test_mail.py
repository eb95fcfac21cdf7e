import pytest
from django.core import mail

from documenten.huisstijl import Stijl
from kern.mail import Brief, stuur

BRIEF = Brief(
    "Je bent uitgenodigd\nBcc: iemand@elders.example",
    ("Dag Els & co,", "Gemeente <b>X</b> nodigt je uit."),
    knop=("Aanvaarden", "https://voorbeeld.be/u/abc?x=1&y=2"),
    slot=("De link werkt zeven dagen.",),
)


@pytest.fixture
def bericht():
    stuur("els@voorbeeld.example", BRIEF, stijl=Stijl(bestuur_naam="Gemeente X", demo=True))
    (bericht,) = mail.outbox
    return bericht


def test_tekst_en_html_met_banner_en_een_knop(bericht):
    html, soort = bericht.alternatives[0]
    assert soort == "text/html" and bericht.to == ["els@voorbeeld.example"]
    for inhoud in (bericht.body, html):
        assert "Gefinancierd door de Europese Unie" in inhoud and "Europees Sociaal Fonds" in inhoud
        assert "De link werkt zeven dagen." in inhoud and "demogegevens" in inhoud.lower()
    assert html.count("<a href") == 1 and 'href="https://voorbeeld.be/u/abc?x=1&amp;y=2"' in html
    assert "https://voorbeeld.be/u/abc?x=1&y=2" in bericht.body


def test_invoer_breekt_niet_uit(bericht):
    assert "\n" not in bericht.subject and not bericht.bcc
    assert "Gemeente &lt;b&gt;X&lt;/b&gt;" in bericht.alternatives[0][0]
    assert "Gemeente <b>X</b>" in bericht.body


def test_het_embleem_zit_in_de_mail_en_wordt_niet_opgehaald(bericht):
    bytes_ = bericht.message().as_bytes()
    assert b"Content-ID: <eu-embleem>" in bytes_ and b"multipart/related" in bytes_
    html = bericht.alternatives[0][0]
    assert html.count("<img") == 1 and 'src="cid:eu-embleem"' in html
