"""Elk getal van *Rapport over alle projecten* nageteld in de lijst die het opent; ook een nul, in een lege lijst."""

import csv
import io
import re
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from kern.tabel import als_csv
from rapportage import lijsten
from rapportage.keuze import Keuze

LINK = re.compile(r'<a[^>]* href="([^"]+)"[^>]*>(.*?)</a>', re.S)
CEL = re.compile(r'<td data-label="([^"]+)" class="getal">(.*?)</td>', re.S)
MET_KOP = re.compile(r'(?:data-label="([^"]+)"[^>]*>)?<a href="([^"]+)">([^<]*)</a>')
IN_DE_RIJ = ("Per mentor", "Te veel")  # een verhouding is geen aantal rijen: ze staat zelf in de lijst


def getal(tekst):
    """Het getal in een stukje scherm: 1.234,50 → 1234.50."""
    gevonden = re.search(r"\d[\d.]*(?:,\d+)?", unescape(re.sub(r"<[^>]+>", " ", tekst)))
    return gevonden and Decimal(gevonden[0].rstrip(".").replace(".", "").replace(",", "."))


def mogelijke(rijen):
    """Wat iemand telt die een lijst als CSV opent: het aantal rijen, en de som van elke kolom met enkel getallen."""
    mogelijk = {Decimal(len(rijen))}
    for kop in rijen[0] if rijen else ():
        waarden = [rij[kop] for rij in rijen if rij[kop]]  # wat leeg is, telt niet mee
        if waarden and all(re.fullmatch(r"-?\d+(\.\d+)?", w) for w in waarden):
            mogelijk.add(sum(map(Decimal, waarden)))
    return mogelijk


def tel_na(pagina, g, vraag):
    """Per getal van de pagina (html, van het geheel `g`): lijst, adres, haar rijen als CSV, en het getal."""
    hoofd = pagina.split("<main")[1].split("</main")[0]
    hoofd = re.sub(r"<details.*?</details>|<svg.*?</svg>", "", hoofd, flags=re.S)  # een beeld heeft zijn eigen lijst
    zonder = [cel for cel in CEL.findall(hoofd) if re.search(r"\d", re.sub(r"<a .*?</a>", "", cel[1]))]
    assert not zonder, f"een getal zonder lijst: {zonder}"
    for kop, ruw, tekst in MET_KOP.findall(hoofd):
        if "/rapport/lijst/" not in ruw:
            continue
        adres, waarde = unescape(ruw), getal(tekst)
        deel = urlsplit(adres)
        soort, keuze = deel.path.split("/")[-2], dict(parse_qsl(deel.query))
        assert dict(parse_qsl(vraag[1:])).items() <= keuze.items(), "op dezelfde peildatum"
        tabel = lijsten.over_alles(lijsten.LIJSTEN[soort], g, Keuze.uit(keuze))
        rijen = list(csv.DictReader(io.StringIO(als_csv(tabel).decode()), delimiter=";"))
        if kop in IN_DE_RIJ:
            assert tekst in {rij[kop] for rij in rijen}, (adres, tekst)
        else:
            assert waarde in mogelijke(rijen), (adres, tekst, mogelijke(rijen))
        yield soort, adres, rijen, waarde
