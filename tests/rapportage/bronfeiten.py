"""Wat elk van de vijf bronpagina's over het project vertelt, als gegevens. De publieke pagina moet elk feit kunnen zeggen.

Per scenario: het project waarvan de pagina gelezen wordt, en elk feit als (wat, tekst die er moet staan). Witruimte telt niet;
een dag van het project staat er als `{2023-12-31}`, want een demo kan een aantal weken verschoven zijn.
"""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

from kern.opmaak import datum_woord

PRIORITEIT = ("prioriteit", "Prioriteit 7 REACT-EU")
DOELSTELLING = ("specifieke doelstelling", "Specifieke doelstelling 13: bevordering van het crisisherstel")
FONDS = ("fonds", "Europa WSE")
BANNER = [
    ("banner: Unie", "Gefinancierd door de Europese Unie"),
    ("banner: ESF en Vlaanderen", "Europees Sociaal Fonds · Vlaanderen"),
    ("banner: REACT-EU", "respons van de Unie op de COVID-19-pandemie"),
    ("banner: embleem", "Embleem van de Europese Unie"),
]
OVERAL = [PRIORITEIT, DOELSTELLING, FONDS, *BANNER, ("einde", "{2023-12-31}")]

FEITEN: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "opwijk": (
        "572-OPW",
        [
            *OVERAL,
            ("titel", "Opstart Gemeenschapsdienst Lokale Besturen"),
            ("bestuur", "Gemeente Opwijk"),
            ("REACT-EU-middelen", "REACT-EU-middelen"),
            ("goedgekeurd", "goedgekeurd"),
            ("bedrag", "€ 14.793,69"),
            ("doelgroep: uitkering", "Werkzoekenden met een uitkering"),
            ("doelgroep: twee jaar", "minstens twee jaar werkloos"),
            ("doelgroep: zelfredzaam", "onvoldoende zelfredzaam zijn op het werk"),
            ("laagdrempelig", "werkervaringsstage van minstens 32 en hoogstens 64 uur per maand"),
            ("output 1", "Leerwerkplekken actief aanbieden aan de GLOW-partner"),
            ("output 2", "plan van aanpak maken, met de rollen en verantwoordelijkheden"),
            ("bewijs 1 en 2", "fiche per unieke leerwerkplek, ondertekend door de direct leidinggevende van de mentor"),
            ("bewijs: andere ondertekenaars", "de verantwoordelijke HR of de algemeen directeur"),
            ("output 3", "Mentoren opleiden onder het eigen personeel; het bewijs is een certificaat van deelname"),
            ("drie medewerkers opgeleid", "Opgeleide mentoren met certificaat 3 mentoren doel 2"),
            ("zes plekken", "Leerwerkplekken 6"),
            ("via gemeente en OCMW", "Gemeente/OCMW Opwijk"),
            ("'t Kapstokske", "2 × winkelmedewerker ('t Kapstokske)"),
            ("groendienst", "1 × medewerker groendienst (Groendienst)"),
            ("via Opcura", "Welzijnsvereniging Opcura"),
            ("dagopvang", "1 × logistiek medewerker dagopvang"),
            ("wasserij", "1 × schoonmaak- en wasserijmedewerker"),
            ("cafetaria", "1 × keuken- en cafetariamedewerker"),
            ("geen hoge werkloosheid", "De werkloosheid in Opwijk is niet hoog"),
            ("toch ingetekend", "Toch kiest de gemeente ervoor om op de oproep in te gaan"),
        ],
    ),
    "voorbeeldstad": (
        "572-VBS",
        [
            *OVERAL,
            ("kleine taken", "kleine taken bij lokale besturen, vzw's en scholen, tegen een kleine vergoeding"),
            ("meest kwetsbare", "meest kwetsbare werkzoekenden"),
            ("uitkering", "werkloosheidsuitkering"),
            ("twee jaar", "minstens twee jaar werkzoekend"),
            ("intensieve begeleiding", "intensieve begeleiding nodig heeft"),
            ("verplichte actie", "De VDAB-bemiddelaar kan gemeenschapsdienst voorstellen als verplichte actie"),
            ("traject", "altijd een deel van een begeleid traject naar werk"),
            ("naast andere maatregelen", "naast wijk-werken, tijdelijke werkervaring en de sociale economie"),
            ("opstart", "Europa WSE financiert de opstart"),
            ("werkervaringsstage", "hoogstens zes maanden, 32 tot 64 uur per maand"),
            ("meedoen", "de meest kwetsbare werkzoekenden om mee te doen"),
            ("passend", "Plekken die passen bij de deelnemers"),
            ("match per plek", "en werkafspraken voor een goede match"),
            ("passend en bijkomend", "bijkomend zijn bij de plekken in andere maatregelen"),
            ("plan van aanpak", "plan van aanpak per unieke plek: informatie, rollen en verantwoordelijkheden"),
            ("indicator 1", "risico op verminderde arbeidsparticipatie"),
            ("indicator 2", "gebrek aan generieke competenties en arbeidsattitudes"),
            ("indicator 3", "belemmerende contextfactoren"),
            ("indicator 4", "gebrek aan werkervaring"),
            ("indicator 5", "gebrek aan arbeidsmarktvoorbereiding"),
            ("verwacht", "39 leerwerkplekken en 13 mentoren tegen {2023-12-31}"),
            ("18 van 13", "Opgeleide mentoren met certificaat 18 mentoren doel 13"),
            ("bedrag", "€ 96.158,96"),
            ("betaald bij resultaat", "betaald als de resultaten gehaald zijn"),
        ],
    ),
    "antwerpen": (
        "572-ANT",
        [
            *OVERAL,
            ("oproep", "572"),
            ("banner op elke communicatie", "verplichte banner op elke communicatie"),
            ("Werkhaven en art. 60", "Werkhaven (maatwerk) en met artikel 60"),
            ("zes districten", "zes districten"),
            ("partner 1", "Groep Intro"),
            ("partner 2", "Emino"),
            ("partner 3", "Randstad Risesmart"),
            ("geselecteerd door VDAB", "geselecteerd door VDAB, helpen plekken op te zetten en mentoren op te leiden"),
            ("Berendrecht-Zandvliet-Lillo 3/1", "District Berendrecht-Zandvliet-Lillo 3 3 1 1 € 7.396,84"),
            ("Merksem 6/2", "District Merksem 6 6 2 2 € 14.793,69"),
            ("Berchem 18/6", "District Berchem 18 18 6 6 € 44.381,06"),
            ("Antwerpen 39/13", "District Antwerpen 39 39 13 13 € 96.158,96"),
            ("Deurne 39/13", "District Deurne 39 39 13 13 € 96.158,96"),
            ("Wilrijk 6/2", "District Wilrijk 6 6 2 2 € 14.793,69"),
            ("samen 111 en 37", "Samen 111 111 37 37"),
            ("een mentor per drie", "Per 3 leerwerkplekken is er één opgeleide mentor"),
            ("doel", "klaar voor duurzaam werk en vinden opnieuw aansluiting"),
        ],
    ),
    "oostende": (
        "572-OOS",
        [
            *OVERAL,
            ("met Perspectief", "Stad Oostende opent samen met Perspectief leerwerkplekken"),
            ("39 plekken", "Leerwerkplekken 39"),
            ("twaalf door de stad", "Stad Oostende (12 leerwerkplekken)"),
            ("Oesterbank", "Oesterbank vzw"),
            ("Lavoro", "Lavoro vzw"),
            ("Perspectief PV", "Perspectief PV"),
            ("doelgroep", "Inwoners die minstens twee jaar werkloos zijn en recht hebben op een uitkering"),
            ("drempel", "De drempel is zo laag mogelijk"),
            ("GLOW", "sinds 1 januari 2023 een van de instrumenten in GLOW"),
            ("320 in Middenkust", "320 werkzoekenden in opvolging in de regio Middenkust"),
            ("verscheiden", "zodat elke kandidaat iets passends vindt"),
            ("meer plekken", "Perspectief zoekt bijkomende plekken in scholen en vzw's op het grondgebied"),
            ("eerste afspraken", "Afspraken maken met de GLOW-partner; de eerste zijn er al"),
            ("overeenkomst", "Overeenkomst sinds {2023-03-01}"),
            ("mentoren", "Mentoren opleiden"),
            ("REACT-EU", "REACT-EU-middelen"),
        ],
    ),
    "herent": (
        "572-HER",
        [
            *OVERAL,
            ("doel 1", "Mensen met een leefloon begeleiden naar werk"),
            ("doel 2", "werkzaamheid van kansengroepen verhogen"),
            ("doel 3", "het lokaal bestuur als werkgever"),
            ("aandacht", "kinderopvang, mobiliteit en het evenwicht tussen werk en leven"),
            ("art. 60", "Artikel 60 inzetten: tien plekken per jaar binnen de sociale economie"),
            ("tijdelijke werkervaring", "Tijdelijke werkervaring: VDAB en het OCMW leiden toe"),
            ("wijk-werken", "Wijk-werken, georganiseerd door IGO: met een lijst van activiteiten"),
            ("contact", "regelmatig contact tussen sociale dienst, begeleiding en wijkwerkbemiddelaar"),
            ("volgende stap", "een volgende stap binnen het jaar"),
            ("VDAB", "samenwerkingsovereenkomst met VDAB: regelmatig overleg, uitwisseling van informatie en dossiers"),
            ("VDAB als partner", "VDAB Overeenkomst sinds {2023-01-01}"),
            ("regie", "netwerking stimuleren, de sociale economie uitbouwen en maatschappelijk verantwoord ondernemen"),
            ("60.000", "samen minstens 60.000 inwoners"),
            ("IGO div", "IGO div"),
            ("opdrachten", "Voorbehouden en sociale opdrachten"),
            ("kwetsbare medewerkers", "eigen kwetsbare medewerkers, met vertrouwenspersonen en preventie"),
            ("stageplaatsen", "Stageplaatsen aanbieden"),
            ("bedrag", "€ 7.396,84"),
        ],
    ),
}


class _Tekst(HTMLParser):
    def __init__(self):
        super().__init__()
        self.delen: list[str] = []

    def handle_data(self, data):
        self.delen.append(data)

    def handle_starttag(self, tag, attrs):
        self.delen.append(dict(attrs).get("alt", ""))


def leesbaar(html: str) -> str:
    """Wat iemand leest of hoort, met gewone spaties."""
    lezer = _Tekst()
    lezer.feed(html)
    return " ".join(" ".join(lezer.delen).replace("\xa0", " ").split())


def ontbreekt(html: str, naam: str, weken: int = 0) -> list[str]:
    """Welke feiten van dit scenario niet op deze pagina staan; `weken`: hoever de datums verschoven zijn."""

    def dag(gevonden: re.Match) -> str:
        return datum_woord(date.fromisoformat(gevonden[1]) + timedelta(weeks=weken))

    tekst = leesbaar(html)
    return [wat for wat, stuk in FEITEN[naam][1] if re.sub(r"\{(.+?)\}", dag, stuk) not in tekst]
