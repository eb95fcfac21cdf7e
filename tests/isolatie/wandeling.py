"""De wandeling: elk adres × elke rol × eigen, vreemd en onbestaand ding. Ze zoekt kanaries van een ander, vergelijkt de
status met de matrix, en kijkt of wie een naam zag in het leesboek staat."""

import copy
import hashlib
import io
import os
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import urlencode

import openpyxl
import pypdf
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.hulp.leesboek import gelezen
from tests.isolatie import stad as s
from tests.isolatie.adressen import ADRESSEN, EIGEN, PUBLIEK, ROL, SLEUTEL, Adres, patronen

MERK = re.compile(rf"({'|'.join(s.SLUGS)})(?:\.([a-z]+)\.(\d+))?")
ONBESTAAND = 999_999_999
GELEZEN: dict[bytes, str] = {}  # sha256 → tekst: dezelfde PDF komt vaak voorbij
ANONIEM = "anoniem"
VAN_DE_PARTNER = {"partnerlid", "partneruitnodiging", "zoekopdracht", "indicatie"}  # niets voor het bestuur
AFGEWEZEN = (403, 405)
OP_EIGEN_POST = (200, 204, 302, 400, 403, 404, 405, 409, 410, 429)


@dataclass
class Uitslag:
    verzoeken: int = 0
    bestanden: Counter = field(default_factory=Counter)  # soort → hoeveel gelezen
    gezien: int = 0  # eigen kanaries: bewijs dat de wandeling iets kan vinden
    statussen: Counter = field(default_factory=Counter)
    lekken: list[str] = field(default_factory=list)
    afwijkingen: list[str] = field(default_factory=list)  # een andere status dan de matrix
    ongelezen: list[str] = field(default_factory=list)  # een naam getoond, geen leesregel
    zonder_voor_wie: list[str] = field(default_factory=list)
    naam_gelezen: int = 0

    def samenvatting(self) -> str:
        return (
            f"{self.verzoeken} verzoeken ({dict(sorted(self.statussen.items()))}), {self.gezien} eigen kanaries,"
            f" bestanden {dict(self.bestanden)}, {self.naam_gelezen} keer een naam gezien; {len(self.lekken)} lekken,"
            f" {len(self.afwijkingen)} afwijkingen, {len(self.ongelezen)} ongelogd"
        )


@dataclass
class Wandelaar:
    """Iemand met een rol in een bestuur (of niemand), en wat die mag zien."""

    rol: str
    bestuur: s.Bestuur | None
    klant: Client
    keuze: str = ""  # wie voor meer besturen kan handelen, zegt voor wie
    ook: frozenset[str] = frozenset()  # besturen waarvan enkel de naam in de keuzelijst staat
    partner_ziet: set | None = None

    def __str__(self) -> str:
        return f"{self.rol} van {self.bestuur.slug}" if self.bestuur else self.rol

    def mag_zien(self, slug: str, tabel: str | None, nummer: str | None) -> bool:
        if self.bestuur is None:
            return False
        if self.partner_ziet is not None:
            tabel, nummer = tabel or "bestuur", nummer
            if nummer is None:  # de naam van een bestuur waarmee de partner werkt
                return any(t == "bestuur" for t, _ in self.partner_ziet) and slug in self.ook
            return (tabel, int(nummer)) in self.partner_ziet
        if tabel in VAN_DE_PARTNER:
            return False
        return slug == self.bestuur.slug or (slug in self.ook and tabel in (None, "bestuur"))


class Wandeling:
    def __init__(self, stad: s.Stad):
        self.stad, self.uitslag = stad, Uitslag()
        self.patroon = dict(patronen())
        self.toeval = random.Random(os.environ.get("GD_TEST_ZAAD", "0"))
        self.gedaan: set[tuple] = set()

    # --- wie

    def wandelaars(self, besturen: int, rollen=None) -> Iterator[Wandelaar]:
        for b in self.stad.besturen[:besturen]:
            for rol in rollen or [r for r in b.huis.leden if r in ROLNAMEN]:
                yield Wandelaar(rol, b, aangemeld(b.huis.leden[rol].gebruiker))
            if not rollen:
                yield self.partner(b)
        if not rollen:
            yield Wandelaar(ANONIEM, None, Client(raise_request_exception=False))
            yield from self.dubbelen(besturen)

    def partner(self, b: s.Bestuur) -> Wandelaar:
        ziet = self.stad.partner_ziet[b.partner.pk]
        met = frozenset(x.slug for x in self.stad.besturen if ("bestuur", x.pk) in ziet)
        return Wandelaar("glow", b, aangemeld(b.partnermens), ook=met, partner_ziet=ziet)

    def dubbelen(self, besturen: int) -> Iterator[Wandelaar]:
        """Wie bij twee besturen HR is: hetzelfde als HR van het gekozen bestuur, en niets van het andere."""
        mus, vink, _ = self.stad.besturen
        for nu, ander in ((mus, vink), (vink, mus))[:besturen]:
            klant = aangemeld(self.stad.dubbel)
            assert klant.post("/kies/", {"waarde": f"b{nu.pk}"}).status_code == 302
            yield Wandelaar("hr", nu, klant, f"b{nu.pk}", ook=frozenset({ander.slug}))

    # --- waar

    def paden(self, wie: Wandelaar, adres: Adres, naam: str, vreemden: int) -> Iterator[tuple[str, str]]:
        """(pad, wiens ding): eigen, vreemd of onbestaand; zonder ding altijd eigen."""
        naam = naam.partition("|")[0]
        patroon = self.patroon[naam]
        sleutels = [k for k in patroon.pattern.converters if k not in adres.extra]
        if not adres.ding:
            yield reverse(naam, kwargs=adres.extra), "eigen"
            return
        assert len(sleutels) == 1, f"{naam}: zet de andere delen van het pad in `extra`"
        for soort, waarde in self.dingen(wie, adres, vreemden):
            yield reverse(naam, kwargs={sleutels[0]: waarde} | adres.extra), soort

    def dingen(self, wie: Wandelaar, adres: Adres, vreemden: int) -> Iterator[tuple[str, int | str]]:
        eigen = wie.bestuur or self.stad.besturen[0]
        yield ("eigen" if wie.bestuur else "vreemd"), eigen.ding[adres.ding]
        for ander in [b for b in self.stad.besturen if b is not eigen][:vreemden]:
            yield "vreemd", ander.ding[adres.ding]
        yield "onbestaand", ("x" * 22 if "token" in adres.ding else ONBESTAAND)

    # --- lopen

    def loop(
        self,
        wie: Wandelaar,
        adressen: dict[str, Adres],
        *,
        vreemden=2,
        methoden=("GET", "POST"),
        vragen=9,
        kans=1.0,
        samen: frozenset[str] = frozenset(),
        eigen=1.0,
    ) -> None:
        """`kans`: welk deel gedaan wordt van wat op 403 of 405 moet stranden, van onbestaande nummers, van het eigen account en
        van wie bij twee besturen hoort (korte vorm; volledig is alles).

        `samen`: rollen met hetzelfde bereik. Klopte één van hen al bij een adres aan met andermans ding, dan de anderen nog
        maar met die kans; met een eigen ding met de kans `eigen`. Zo wordt elk adres met elke methode geprobeerd, binnen elk bereik."""
        for naam, adres in adressen.items():
            mag = adres.klasse == SLEUTEL or wie.rol in adres.rollen
            if (not mag or wie.keuze) and self.overslaan(kans):
                continue
            for pad, soort in self.paden(wie, adres, naam, vreemden):
                if soort == "onbestaand" and self.overslaan(kans):
                    continue
                gedeeld, opnieuw = mag and wie.rol in samen, kans if soort == "vreemd" else eigen
                for methode, vraag in self.vragen(adres, methoden, vragen, kans):
                    if gedeeld and self.al_gedaan(naam, soort, methode, vraag) and self.overslaan(opnieuw):
                        continue
                    self.bezoek(wie, naam, adres, soort, methode, pad + vraag)

    def vragen(self, adres: Adres, methoden, hoeveel: int, kans: float) -> Iterator[tuple[str, str]]:
        """(methode, wat achter het pad komt): enkel een GET krijgt meer dan de eerste vraag."""
        for methode, vraag in product(methoden, adres.vraag[:hoeveel]):
            if methode != "GET" and vraag != adres.vraag[0]:
                continue
            if methode[0] in "GP" and methode[0] not in adres.hoe and self.overslaan(kans):
                continue  # 405
            yield methode, vraag

    def overslaan(self, kans: float) -> bool:
        return self.toeval.random() > kans

    def al_gedaan(self, *wat) -> bool:
        al = wat in self.gedaan
        self.gedaan.add(wat)
        return al

    def bezoek(self, wie: Wandelaar, naam: str, adres: Adres, soort: str, methode: str, pad: str) -> None:
        """Eén verzoek; wat het wijzigt wordt daarna teruggedraaid."""
        gegevens = adres.gegevens | ({"voor_wie": wie.keuze} if wie.keuze else {})
        koekjes = copy.deepcopy(wie.klant.cookies)
        with transaction.atomic():
            antwoord = wie.klant.generic(
                methode, pad, *((urlencode(gegevens), "application/x-www-form-urlencoded") if methode == "POST" else ())
            )
            waar = f"{wie}: {methode} {pad} ({soort}) → {antwoord.status_code}"
            self.uitslag.verzoeken += 1
            self.uitslag.statussen[antwoord.status_code] += 1
            if antwoord.status_code not in verwacht(wie, adres, soort, methode):
                self.uitslag.afwijkingen.append(waar)
            self.lees(wie, adres, pad, antwoord, waar)
            transaction.set_rollback(True)
        wie.klant.cookies = koekjes  # ook wie zich afmeldde, is er weer

    def lees(self, wie, adres, pad, antwoord, waar) -> None:
        tekst = alle_tekst(antwoord, self.uitslag.bestanden)
        namen: set[tuple[str, int]] = set()
        for slug, tabel, nummer in set(MERK.findall(tekst)):
            if adres.klasse == SLEUTEL:
                goed = self.achter_sleutel(pad, slug, tabel) or wie.mag_zien(slug, tabel or None, nummer or None)
            else:
                goed = wie.mag_zien(slug, tabel or None, nummer or None)
            if goed:
                self.uitslag.gezien += 1
            else:
                self.uitslag.lekken.append(f"{waar}: {slug}.{tabel}.{nummer}")
            if tabel == "deelnemer":
                namen.add((slug, int(nummer)))
        if namen:
            self.kijk_leesboek(namen, waar, antwoord)
        self.kijk_formulieren(wie, antwoord, tekst, waar)

    def achter_sleutel(self, pad: str, slug: str, tabel: str) -> bool:
        """De publieke pagina van een fiche (bestuur en plek), die van een uitnodiging (bestuur, wie en waarvoor), en een agenda (code en plek)."""
        b = next(b for b in self.stad.besturen if b.slug == slug)
        mag = {
            b.ding["token"]: ("", "bestuur", "leerwerkplek"),
            b.ding["uitnodigingstoken"]: ("", "bestuur", "organisatie", "uitnodiging"),
            b.ding["agendatoken"]: ("", "bestuur", "organisatie", "leerwerkplek", "deelnemercode"),
        }
        return any(token in pad and tabel in tabellen for token, tabellen in mag.items())

    def kijk_leesboek(self, namen, waar, antwoord) -> None:
        for slug, nummer in namen:
            b = next(b for b in self.stad.besturen if b.slug == slug)
            self.uitslag.naam_gelezen += 1
            if nummer not in gelezen(antwoord, b.pk):
                self.uitslag.ongelezen.append(f"{waar}: deelnemer {nummer}")

    def kijk_formulieren(self, wie, antwoord, tekst, waar) -> None:
        """Elk formulier dat iets bewaart zegt voor wie (twee tabbladen, twee besturen)."""
        if wie.bestuur is None or not antwoord.get("Content-Type", "").startswith("text/html"):
            return
        for formulier in re.findall(r'<form[^>]*method="post".*?</form>', tekst, re.S):
            if 'name="voor_wie"' not in formulier:
                self.uitslag.zonder_voor_wie.append(waar)


ROLNAMEN = frozenset(r for a in ADRESSEN.values() for r in a.rollen) - {"glow"}
HEEL_BESTUUR = frozenset({"hr", "coordinator", "directeur", "beheerder"})  # zien elk ding van hun bestuur


def aangemeld(gebruiker) -> Client:
    klant = Client(raise_request_exception=False)
    klant.force_login(gebruiker)
    return klant


def verwacht(wie: Wandelaar, adres: Adres, soort: str, methode: str) -> tuple[int, ...]:
    """De statussen die de matrix toelaat."""
    lezend = methode in ("GET", "HEAD")
    if methode in ("OPTIONS", "HEAD") or (lezend and "G" not in adres.hoe) or (not lezend and "P" not in adres.hoe):
        return (405, *verwacht_op_methode(wie, adres, soort, lezend=methode == "HEAD"))
    return verwacht_op_methode(wie, adres, soort, lezend=lezend)


def verwacht_op_methode(wie: Wandelaar, adres: Adres, soort: str, *, lezend: bool) -> tuple[int, ...]:
    if adres.klasse == PUBLIEK:
        return adres.ok if lezend else OP_EIGEN_POST
    if adres.klasse == SLEUTEL:
        return (404,) if soort == "onbestaand" else (200,) if lezend else OP_EIGEN_POST
    if wie.rol == ANONIEM:
        return (302, 404, 405) if adres.klasse == EIGEN or not lezend else (302,)
    if adres.klasse == EIGEN:
        if soort in ("vreemd", "onbestaand"):  # iemands anders sessie of passkey
            return (302, 404, 405) if lezend else (302, 403, 404, 405)
        return adres.ok if lezend else OP_EIGEN_POST
    if wie.rol not in adres.rollen:
        return (403,) if lezend else AFGEWEZEN
    if soort != "eigen":
        # wie enkel leest, krijgt op een POST al 403 voor er gezocht wordt
        return (404,) if lezend or wie.rol != "controleur" else (403, 404)
    return adres.ok if lezend else OP_EIGEN_POST


class Nagekomen(AssertionError):
    """Een antwoord vroeg nog iets aan de database nadat de transactie voorbij was."""


def niets_meer(uitvoeren, sql, params, many, context):
    raise Nagekomen(sql)


def alle_tekst(antwoord, bestanden: Counter) -> str:
    """Koppen en inhoud als tekst, ook wat in een PDF, werkmap of pakket zit. In kleine letters."""
    with connection.execute_wrapper(niets_meer):  # ook een gestroomd antwoord is nu af
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
    koppen = "\n".join(f"{naam}: {waarde}" for naam, waarde in antwoord.items())
    return f"{koppen}\n{tekst_van(inhoud, bestanden)}".lower()


def tekst_van(inhoud: bytes, bestanden: Counter) -> str:
    if inhoud.startswith(b"%PDF"):
        bestanden["pdf"] += 1
        return pdf_tekst(inhoud, bestanden)
    if inhoud.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
            if "xl/workbook.xml" in pakket.namelist():
                bestanden["xlsx"] += 1
                return werkmap_tekst(inhoud)
            bestanden["zip"] += 1
            delen = [f"{naam}\n{tekst_van(pakket.read(naam), bestanden)}" for naam in pakket.namelist()]
            return "\n".join([pakket.comment.decode("latin-1"), *delen])
    return inhoud.decode("utf-8", "replace")


def pdf_tekst(inhoud: bytes, bestanden: Counter) -> str:
    """De ruwe bytes, de tekst zonder afbreking, de gegevens en de bijlagen."""
    som = hashlib.sha256(inhoud).digest()
    if som not in GELEZEN:
        GELEZEN[som] = _pdf_tekst(inhoud, bestanden)
    return GELEZEN[som]


def _pdf_tekst(inhoud: bytes, bestanden: Counter) -> str:
    lezer = pypdf.PdfReader(io.BytesIO(inhoud))
    tekst = " ".join(blad.extract_text() for blad in lezer.pages)
    bijlagen = [tekst_van(deel, bestanden) for delen in lezer.attachments.values() for deel in delen]
    gegevens = " ".join(str(waarde) for waarde in (lezer.metadata or {}).values())
    heel = re.sub(r"[\s\u00ad\u200b-]+", "", tekst)
    return "\n".join([inhoud.decode("latin-1"), tekst, heel, gegevens, *bijlagen])


def werkmap_tekst(inhoud: bytes) -> str:
    boek = openpyxl.load_workbook(io.BytesIO(inhoud))
    cellen = (str(cel) for blad in boek for rij in blad.iter_rows(values_only=True) for cel in rij if cel is not None)
    return "\n".join([*boek.sheetnames, str(boek.properties), *cellen])


def met_rollen() -> dict[str, Adres]:
    return {naam: adres for naam, adres in ADRESSEN.items() if adres.klasse == ROL}
