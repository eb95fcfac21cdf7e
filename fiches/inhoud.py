"""De inhoud van een fiche: wat bevroren, ondertekend en in de PDF meegegeven wordt. Eén vorm, canonieke JSON."""

from datetime import date

from documenten.huisstijl import Stijl
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname, Mentor
from mentoren.regels import bewijs, leidinggevende_van

SCHEMA = "gemeenschapsdienst-fiche/1"
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
        "plan": {
            "informatie": plek.plan.informatie,
            "onthaal": plek.plan.onthaal,
            "veiligheid": plek.plan.veiligheid,
            "werkafspraken": plek.plan.werkafspraken,
            "matrix": plek.plan.matrix,
        },
        "aanbod": [
            {"glowpartner": aanbod.glowpartner.naam, "aangeboden_op": aanbod.aangeboden_op.isoformat()}
            for aanbod in plek.aanbiedingen.select_related("glowpartner").order_by("aangeboden_op", "glowpartner__naam")
        ],
    }


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
