"""De inhoud van een fiche: wat bevroren, ondertekend en in de PDF meegegeven wordt. Eén vorm, canonieke JSON."""

import json
from datetime import date

from documenten.huisstijl import Stijl
from leerwerkplekken import werkafspraken
from leerwerkplekken.enums import Geschikt
from leerwerkplekken.models import Aanbod, Leerwerkplek
from leerwerkplekken.standaard import matrix_van
from mentoren.models import Deelname, Mentor
from mentoren.regels import bewijs, leidinggevende_van

SCHEMA = "gemeenschapsdienst-fiche/2"
EERSTE_SCHEMA = "gemeenschapsdienst-fiche/1"  # zonder leerdoelen, begeleider, veiligheid in punten, bereikbaarheid
BUITEN_VERGELIJKING = ("versie", "ingediend_op")


def stel_samen(plek: Leerwerkplek, *, versie: int, op: date, stijl: Stijl) -> dict:
    """Alles van plek, plan, aanbod en verdeling op die dag.

    Ook van een plek die nog niet volledig is, om na te kijken; indienen kan pas als `regels.ontbrekend` leeg is.
    """
    bestuur, project, mentor = plek.bestuur, plek.project, plek.mentor
    return {
        "schema": SCHEMA,
        "versie": versie,
        "ingediend_op": op.isoformat(),
        "bestuur": {"naam": bestuur.naam, "nis_code": bestuur.nis_code, "kbo_nummer": bestuur.kbo_nummer},
        "demo": bestuur.is_demo,
        "banner": {"tekst": stijl.banner_tekst, "fonds": stijl.fonds_tekst, "voorlopig": stijl.voorlopig},
        "oproep": {"code": project.oproep.code, "naam": project.oproep.naam, "fonds": project.oproep.fonds},
        "project": {"code": project.code, "titel": project.titel},
        "leerwerkplek": {
            "code": plek.code,
            "functie": plek.functie,
            "organisatie": plek.organisatie.naam,
            "soort_organisatie": plek.organisatie.get_soort_display(),
            "dienst": plek.dienst,
            "adres": plek.waar,
            "taken": list(plek.taken),
            "leerdoelen": list(plek.leerdoelen),
            "competenties": list(plek.competenties),
            "uren_per_maand": plek.uren_per_maand,
            "uurrooster": plek.uurrooster,
            "vereisten": plek.vereisten,
            "beschikbaar_van": plek.beschikbaar_van.isoformat() if plek.beschikbaar_van else None,
            "beschikbaar_tot": plek.beschikbaar_tot.isoformat() if plek.beschikbaar_tot else None,
            "additioneel": plek.additioneel,
            "additioneel_toelichting": plek.additioneel_toelichting,
        },
        "mentor": _mentor(mentor, op),
        "begeleider": _begeleider(plek),
        "plan": _plan(plek),
        "aanbod": [
            {"glowpartner": aanbod.glowpartner.naam} | _datums(aanbod)
            for aanbod in plek.aanbiedingen.select_related("glowpartner").order_by("aangeboden_op", "glowpartner__naam")
        ],
    }


def _begeleider(plek: Leerwerkplek) -> dict | None:
    naam, functie = plek.begeleiding
    return {"naam": naam, "functie": functie} if naam else None


def _plan(plek: Leerwerkplek) -> dict:
    """Het plan in woorden: wat een code betekent, kan later anders heten."""
    plan = plek.plan
    return {
        "informatie": plan.informatie,
        "onthaal": plan.onthaal,
        "veiligheid": plan.veiligheid,
        "risicos": list(plan.risicos),
        "beschermingsmiddelen": list(plan.beschermingsmiddelen),
        "bus": plan.bus,
        "fiets": plan.fiets,
        "taalniveau": plan.get_taalniveau_display() if plan.taalniveau else "",
        "geschikt": [Geschikt(code).label for code in plan.geschikt],
        "geschikt_toelichting": plan.geschikt_toelichting,
        "werkafspraken": plan.werkafspraken,
        "werkafspraken_per_partner": [
            {"glowpartner": afspraak.glowpartner.naam, "tekst": afspraak.tekst}
            for afspraak in werkafspraken.per_partner(plek)
        ],
        "matrix": matrix_van(plan.matrix, begeleider=plek.met_begeleider),
    }


def zelfde(bevroren_tekst: str, nieuw: dict) -> bool:
    """Zegt een bevroren inhoud, ook een van een vorig schema, hetzelfde als `nieuw`?"""
    oud = in_dit_schema(json.loads(bevroren_tekst))
    return all(oud.get(deel) == nieuw.get(deel) for deel in {*oud, *nieuw} - {*BUITEN_VERGELIJKING})


def in_dit_schema(inhoud: dict) -> dict:
    """Een bevroren inhoud zoals ze er in `SCHEMA` uit zou zien, om te vergelijken. Wat er niet in stond, is leeg."""
    if inhoud["schema"] != EERSTE_SCHEMA:
        return inhoud
    plan = inhoud["plan"]
    per_partner = [{"glowpartner": a["glowpartner"], "tekst": plan["werkafspraken"]} for a in inhoud["aanbod"]]
    nieuw = {"risicos": [], "beschermingsmiddelen": [], "bus": "", "fiets": "", "taalniveau": "", "geschikt": [],
             "geschikt_toelichting": "", "werkafspraken_per_partner": per_partner}  # fmt: skip
    return inhoud | {
        "schema": SCHEMA,
        "leerwerkplek": inhoud["leerwerkplek"] | {"leerdoelen": []},
        "begeleider": None,
        "plan": plan | nieuw,
    }


def _datums(aanbod: Aanbod) -> dict:
    """Aangeboden, en wat de GLOW-partner ermee deed: gelezen en beantwoord. Wat er niet is, staat er niet.

    `genoteerd_door`: wie van het bestuur een antwoord noteerde dat langs telefoon of mail kwam.
    """
    dagen = {
        "aangeboden_op": aanbod.aangeboden_op,
        "gelezen_op": aanbod.gelezen_dag,
        "beantwoord_op": aanbod.antwoord_op,
    }
    noot = {"genoteerd_door": aanbod.genoteerd_naam} if aanbod.genoteerd_naam else {}
    return {naam: dag.isoformat() for naam, dag in dagen.items() if dag} | noot


def _mentor(mentor: Mentor | None, op: date) -> dict:
    """De mentor en wie die dag de direct leidinggevende is; leeg wat er nog niet is."""
    leeg = ("code", "naam", "functie", "dienst", "leidinggevende", "leidinggevende_functie")
    if mentor is None:
        return dict.fromkeys(leeg, "") | {"certificaat_datum": None}
    leiding = leidinggevende_van(mentor, op)
    deelnames = Deelname.objects.filter(bewijs(op), bestuur=mentor.bestuur_id, mentor=mentor)
    certificaat = deelnames.order_by("certificaat_datum").values_list("certificaat_datum", flat=True).first()
    return {
        "code": mentor.code,
        "naam": mentor.naam,
        "functie": mentor.lidmaatschap.functie,
        "dienst": mentor.dienst,
        "leidinggevende": leiding.leidinggevende.gebruiker.volledige_naam if leiding else "",
        "leidinggevende_functie": leiding.leidinggevende.functie if leiding else "",
        "certificaat_datum": certificaat.isoformat() if certificaat else None,
    }
