"""Elke manier om een geldig bestand te breken, met de fout die daarop hoort: lijst, rij, sleutel en een deel van de reden."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.uitwisseling.hulp import onderaan, plaatsing, uren

Verwacht = tuple[str, int | None, str | None, str]
BREUKEN: dict[str, Callable[[dict], Verwacht]] = {}


def breuk(functie: Callable[[dict], Verwacht]) -> Callable[[dict], Verwacht]:
    BREUKEN[functie.__name__] = functie
    return functie


def zet(d: dict, lijst: str, sleutel: str, waarde, index: int = -1) -> int:
    """Verandert één waarde; geeft het rijnummer."""
    rij = d[lijst][index]
    rij[sleutel] = waarde
    return d[lijst].index(rij) + 2


# --- vorm


@breuk
def sleutel_ontbreekt(d):
    del d["leerwerkplekken"][1]["functie"]
    return "leerwerkplekken", 3, "functie", "ontbreekt"


@breuk
def onbekende_sleutel(d):
    return "organisaties", zet(d, "organisaties", "adrs", "Markt 1"), "adrs", "bestaat niet"


@breuk
def onbekende_lijst(d):
    d["mentorren"] = []
    return "mentorren", None, None, "Deze lijst bestaat niet"


@breuk
def lijst_is_object(d):
    d["overleg"] = {"datum": "2023-01-01"}
    return "overleg", None, None, "geen lijst"


@breuk
def rij_is_geen_object(d):
    d["deelnemers"].append("D999")
    return "deelnemers", onderaan(d, "deelnemers"), None, "geen object"


@breuk
def verkeerd_formaat(d):
    d["formaat"] = "gemeenschapsdienst-import/2"
    return "bestand", None, "formaat", "onbekend"


@breuk
def zonder_peildatum(d):
    del d["peildatum"]
    return "bestand", None, "peildatum", "ontbreekt"


@breuk
def verkeerde_soort(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "taken", "kledij sorteren"), "taken", "geen lijst"


@breuk
def getal_als_naam(d):
    return "personen", zet(d, "personen", "naam", 5, 0), "naam", "geen tekst"


@breuk
def nulteken(d):
    return "organisaties", zet(d, "organisaties", "naam", "Huis\0", 0), "naam", "teken"


@breuk
def datum_bestaat_niet(d):
    return "projecten", zet(d, "projecten", "van", "2023-02-30", 0), "van", "bestaat niet"


@breuk
def datum_anders_geschreven(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "beschikbaar_van", "1/5/2023"), "beschikbaar_van", "geen datum"


@breuk
def uur_bestaat_niet(d):
    return "prestaties", zet(d, "prestaties", "tot", "25:00"), "tot", "geen uur"


@breuk
def slecht_adres(d):
    return "personen", zet(d, "personen", "email", "hr1 at opwijk"), "email", "geen e-mailadres"


@breuk
def onbekende_rol(d):
    return "personen", zet(d, "personen", "rollen", ["baas"]), "rollen", "bestaat niet"


@breuk
def onbekende_organisatiesoort(d):
    return "organisaties", zet(d, "organisaties", "soort", "gemeente", 0), "soort", "bestaat niet"


@breuk
def code_met_spatie(d):
    return "organisaties", zet(d, "organisaties", "code", "a b"), "code", "geen code"


@breuk
def dubbele_code(d):
    d["leerwerkplekken"].append(d["leerwerkplekken"][0] | {"code": d["leerwerkplekken"][0]["code"].lower()})
    return "leerwerkplekken", onderaan(d, "leerwerkplekken"), "code", "staat al op rij 2"


@breuk
def dubbele_prestatie(d):
    d["prestaties"].append(dict(d["prestaties"][-1]))
    return "prestaties", onderaan(d, "prestaties"), "plaatsing", f"rij {onderaan(d, 'prestaties') - 1}"


@breuk
def negatief_bedrag(d):
    return "projecten", zet(d, "projecten", "toegekend_bedrag", "-1", 0), "toegekend_bedrag", "negatief"


@breuk
def meer_verdeeld_dan_het_doel(d):
    """Samen met de rij ervoor te veel: de fout staat bij de rij die over het doel gaat."""
    project, (een, twee) = d["projecten"][0], d["organisaties"][:2]
    deel = {"project": project["code"], "doel_leerwerkplekken": project["doel_leerwerkplekken"]}
    d["doelverdeling"] = [deel | {"organisatie": een["code"]}]
    d["doelverdeling"] += [{"project": project["code"], "organisatie": twee["code"], "doel_leerwerkplekken": 1}]
    return "doelverdeling", 3, "doel_leerwerkplekken", "Samen zijn dit"


@breuk
def doel_van_een_onbekende_organisatie(d):
    d["doelverdeling"] = [{"project": d["projecten"][0]["code"], "organisatie": "xyz", "doel_mentoren": 1}]
    return "doelverdeling", 2, "organisatie", "geen organisatie"


# --- verwijzingen en mensen


@breuk
def onbekende_mentor(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "mentor", "niemand@x.example"), "mentor", "geen mentor"


@breuk
def persoon_is_geen_mentor(d):
    hr = next(p["email"] for p in d["personen"] if p["rollen"] == ["hr"])
    return "leerwerkplekken", zet(d, "leerwerkplekken", "mentor", hr), "mentor", f"geen mentor “{hr}”"


@breuk
def onbekende_organisatie(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "organisatie", "elders"), "organisatie", "geen organisatie"


@breuk
def onbekende_oproep(d):
    return "projecten", zet(d, "projecten", "oproep", "999", 0), "oproep", "geen oproep"


@breuk
def glow_zonder_partner(d):
    nummer = next(n for n, p in enumerate(d["personen"]) if p["rollen"] == ["glow"])
    return "personen", zet(d, "personen", "glowpartner", None, nummer), "glowpartner", "GLOW-partner"


@breuk
def mentor_leidt_zichzelf(d):
    d["leerwerkplekken"] = [p | {"leidinggevende": None} for p in d["leerwerkplekken"]]
    return "mentoren", zet(d, "mentoren", "leidinggevende", d["mentoren"][0]["email"], 0), "leidinggevende", "zichzelf"


@breuk
def andere_leidinggevende_dan_die_van_de_mentor(d):
    directeur = next(p["email"] for p in d["personen"] if p["rollen"] == ["directeur"])
    nummer = zet(d, "leerwerkplekken", "leidinggevende", directeur)
    return "leerwerkplekken", nummer, "leidinggevende", "niet de direct leidinggevende"


@breuk
def certificaat_voor_de_opleiding(d):
    return "deelnames", zet(d, "deelnames", "certificaat_datum", "2022-01-01"), "certificaat_datum", "voor de opleiding"


@breuk
def project_eindigt_voor_het_begint(d):
    return "projecten", zet(d, "projecten", "tot", "2022-12-31", 0), "tot", "voor de begindatum"


# --- plekken, plaatsingen


@breuk
def te_veel_uren_per_maand(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "uren_per_maand", 65), "uren_per_maand", "32 tot 64"


@breuk
def te_weinig_uren_per_maand(d):
    return "leerwerkplekken", zet(d, "leerwerkplekken", "uren_per_maand", 31), "uren_per_maand", "32 tot 64"


@breuk
def plaatsing_met_te_veel_uren(d):
    return "plaatsingen", zet(d, "plaatsingen", "uren_per_maand", 65), "uren_per_maand", "32 tot 64"


@breuk
def zes_maanden_en_een_dag(d):
    return "plaatsingen", zet(d, "plaatsingen", "tot", "2023-11-08"), "tot", "zes maanden"


@breuk
def plaatsing_eindigt_voor_ze_begint(d):
    d["prestaties"].pop()
    return "plaatsingen", zet(d, "plaatsingen", "tot", "2023-05-07"), "tot", "voor de begindatum"


@breuk
def twee_op_een_plek(d):
    d["plaatsingen"].append(plaatsing("XP2", "X2", "X-01", "2023-11-07", "2023-12-31"))
    return "plaatsingen", onderaan(d, "plaatsingen"), "leerwerkplek", "al iemand geplaatst"


@breuk
def een_op_twee_plekken(d):
    d["plaatsingen"].append(plaatsing("XP2", "X1", "X-02", "2023-06-01", "2023-06-30"))
    return "plaatsingen", onderaan(d, "plaatsingen"), "deelnemer", "al een plaatsing"


@breuk
def drieentwintig_maanden_werkzoekend(d):
    nummer = zet(d, "deelnemers", "werkzoekend_sinds", "2021-06-08", -2)
    return "deelnemers", nummer, "werkzoekend_sinds", "24 maanden"


@breuk
def zonder_uitkering(d):
    return "deelnemers", zet(d, "deelnemers", "uitkeringsgerechtigd", False, -2), "uitkeringsgerechtigd", "geen recht"


@breuk
def zonder_indicator(d):
    return "deelnemers", zet(d, "deelnemers", "indicatoren", [], -2), "indicatoren", "indicator"


@breuk
def plek_niet_aangeboden_aan_de_partner(d):
    d["glowpartners"].append({"code": "ander", "naam": "Ander", "email": "aanbod@ander.example"})
    zet(d, "deelnemers", "glowpartner", "ander", -2)
    return "plaatsingen", onderaan(d, "plaatsingen"), "leerwerkplek", "Bied deze plek eerst"


# --- uren


@breuk
def vijfenzestig_uur_in_een_maand(d):
    d["prestaties"] += [uren(f"2023-06-{dag:02}", "08:00", "17:00") for dag in range(1, 8)]
    d["prestaties"].append(uren("2023-06-08", "08:00", "10:00"))  # 63 + 2
    return "prestaties", onderaan(d, "prestaties"), "tot", "boven 64 u"


@breuk
def meer_dan_tien_uur_op_een_dag(d):
    d["prestaties"].append(uren("2023-06-01", "08:00", "18:15"))
    return "prestaties", onderaan(d, "prestaties"), "tot", "10 u per dag"


@breuk
def uren_buiten_de_plaatsing(d):
    d["prestaties"].append(uren("2023-05-07", "09:00", "12:00"))
    return "prestaties", onderaan(d, "prestaties"), "datum", "buiten de plaatsing"


@breuk
def uren_in_de_toekomst(d):
    morgen = date.today() + timedelta(days=2)
    d["plaatsingen"].append(
        plaatsing("XP2", "X2", "X-02", str(morgen - timedelta(days=9)), str(morgen + timedelta(days=9)))
    )
    d["prestaties"].append(uren(str(morgen), "09:00", "12:00", plaatsing="XP2"))
    return "prestaties", onderaan(d, "prestaties"), "datum", "moet nog komen"


@breuk
def uren_overlappen(d):
    d["prestaties"].append(uren("2023-05-09", "11:45", "13:00"))
    return "prestaties", onderaan(d, "prestaties"), "van", f"overlapt met rij {onderaan(d, 'prestaties') - 1}"


@breuk
def afwezig_en_gewerkt_op_een_dag(d):
    d["prestaties"].append({"plaatsing": "XP1", "datum": "2023-05-09", "soort": "feestdag"})
    return "prestaties", onderaan(d, "prestaties"), "datum", "overlapt"


@breuk
def negatieve_uren(d):
    d["prestaties"].append({"plaatsing": "XP1", "datum": "2023-05-10", "soort": "gewerkt", "uren": -2})
    return "prestaties", onderaan(d, "prestaties"), "uren", "negatief"


@breuk
def geen_kwartieren(d):
    d["prestaties"].append({"plaatsing": "XP1", "datum": "2023-05-10", "soort": "gewerkt", "uren": "2,1"})
    return "prestaties", onderaan(d, "prestaties"), "uren", "per kwartier"


@breuk
def afwezig_met_uren(d):
    d["prestaties"].append({"plaatsing": "XP1", "datum": "2023-05-10", "soort": "afwezig_verwittigd", "uren": 2})
    return "prestaties", onderaan(d, "prestaties"), "uren", "geen uren"


@breuk
def gewerkt_zonder_uren(d):
    d["prestaties"].append({"plaatsing": "XP1", "datum": "2023-05-10", "soort": "gewerkt"})
    return "prestaties", onderaan(d, "prestaties"), "uren", "geen uren"


@breuk
def pauze_langer_dan_de_werktijd(d):
    d["prestaties"].append(uren("2023-05-10", "09:00", "10:00", pauze_minuten=60))
    return "prestaties", onderaan(d, "prestaties"), "pauze_minuten", "pauze"


# --- fiches (ook zonder --demo nagekeken)


def _fiche(d: dict, **anders) -> int:
    leiding = d["leerwerkplekken"][-1]["leidinggevende"]
    d["fiches"].append(
        {"leerwerkplek": "X-02", "status": "ondertekend", "datum": "2023-06-01", "ondertekenaar": leiding,
         "hoedanigheid": "leidinggevende"} | anders
    )  # fmt: skip
    return onderaan(d, "fiches")


@breuk
def mentor_tekent_zelf(d):
    nummer = _fiche(d, ondertekenaar=d["leerwerkplekken"][-1]["mentor"])
    return "fiches", nummer, "ondertekenaar", "de mentor van de plek zelf"


@breuk
def andermans_leidinggevende_tekent(d):
    directeur = next(p["email"] for p in d["personen"] if p["rollen"] == ["directeur"])
    return "fiches", _fiche(d, ondertekenaar=directeur), "ondertekenaar", "niet de direct leidinggevende"


@breuk
def leidinggevende_tekent_als_hr(d):
    return "fiches", _fiche(d, hoedanigheid="hr"), "ondertekenaar", "heeft de rol niet"


@breuk
def getekend_door_niemand(d):
    return "fiches", _fiche(d, ondertekenaar=None), "ondertekenaar", "heeft een ondertekenaar"


@breuk
def fiche_van_onvolledige_plek(d):
    zet(d, "leerwerkplekken", "competenties", [])
    return "fiches", _fiche(d), "leerwerkplek", "competentie"
