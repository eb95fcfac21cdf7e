"""De woorden van het logboek die niet vanzelf uit de namen van velden en daden volgen. Enkel gegevens."""

LABELS = {
    "glowpartner": "GLOW-partner",
    "beeindigd_op": "vroegtijdig einde",
    "certificaat_datum": "datum van het certificaat",
    "certificaat_vastgelegd_op": "vastgelegd op",
    "doel_leerwerkplekken": "doel leerwerkplekken",
    "lidmaatschap": "persoon",
    "ingetrokken_op": "ingetrokken op",
    "uitnodiging_dagen": "dagen dat een uitnodiging werkt",
    "planvanaanpak": "plan van aanpak",
    "ficheblad": "document van de fiche",
    "prestatie": "uren",
    "standaard": "standaardplan",
    "nis_code": "NIS-code",
    "kbo_nummer": "KBO-nummer",
    "logo": "logo",
    "competentiescore": "competentie in een evaluatie",
    "stem": "akkoord of niet akkoord",
    "stem_wijze": "wie het invulde",
    "stem_door": "ingevuld door",
    "maanden": "aantal maanden na het einde",
}
HET = {
    "aanbod", "attest", "beleidsdoel", "bestuur", "bewijspakket", "document", "ficheblad", "lidmaatschap", "overleg",
    "planvanaanpak", "subsidieproject",
}  # fmt: skip
TECHNISCH = {"certificaat_vastgelegd_op"}  # volgt uit wat er samen mee wijzigde
# Zinnen voor een nieuwe rij; tussen accolades de waarde van die kolom.
MAAKTE = {
    "leerwerkplekken_aanbod": "bood de plek aan {glowpartner_id} aan, op {aangeboden_op}",
    "leerwerkplekken_planvanaanpak": "maakte het plan van aanpak aan",
    "mentoren_leiding": "noteerde {leidinggevende_id} als direct leidinggevende vanaf {van}",
    "mentoren_deelname": "noteerde deelname aan {opleiding_id}",
    "plaatsingen_prestatie": "vulde {minuten} in op {datum}",
    "plaatsingen_maandstaat": "begon de maandstaat van {maand}",
    "evaluaties_evaluatie": "begon de evaluatie ({moment}), versie {versie}",
    "evaluaties_attest": "maakte attest versie {versie}",
    "evaluaties_uitstroom": "noteerde de uitstroom",
    "evaluaties_opvolging": "noteerde de opvolging na {maanden} maanden",
    "fiches_handtekening": "ondertekende als {hoedanigheid}",
    "fiches_ficheblad": "bewaarde het document ({soort})",
    "organisaties_plaatsvervanging": (
        "duidde {plaatsvervanger_id} aan als plaatsvervanger ({hoedanigheid}), van {van} tot en met {tot}"
    ),
    "organisaties_samenwerking": "begon de samenwerking met {glowpartner_id}",
}
VERWIJDERDE = {
    "plaatsingen_prestatie": "verwijderde {minuten} op {datum}",
    "leerwerkplekken_aanbod": "trok het aanbod aan {glowpartner_id} in",
    "mentoren_leiding": "verwijderde {leidinggevende_id} als direct leidinggevende vanaf {van}",
}
DADEN = {  # de andere lezen vanzelf: "fiche.ondertekend" wordt "fiche ondertekend"
    "account.aangemeld": "aangemeld",
    "account.afgemeld": "afgemeld",
    "account.factor_ingesteld": "tweede factor ingesteld",
    "account.factor_verwijderd": "tweede factor verwijderd",
    "account.herstelcodes": "nieuwe herstelcodes gemaakt",
    "account.wachtwoord": "wachtwoord gewijzigd",
    "account.sessie_ingetrokken": "een aanmelding ingetrokken",
    "account.factor_gewist": "tweede factor gewist",
    "leerwerkplek.plan": "plan van aanpak bewaard",
    "leerwerkplek.status": "status van de leerwerkplek gewijzigd",
    "mentor.leiding": "direct leidinggevende van de mentor genoteerd",
    "deelname.gemaakt": "deelname aan een opleiding genoteerd",
    "deelname.certificaat": "certificaat toegevoegd",
    "evaluatie.heropend": "evaluatie opnieuw geopend",
    "evaluatie.verbeterd": "nieuwe versie van een evaluatie begonnen",
    "glowpartner.gemaakt": "GLOW-partner gemaakt",
    "maandstaat.teruggestuurd": "maandstaat teruggestuurd",
    "plaatsing.beeindigd": "plaatsing beëindigd",
    "instellingen.tweede_factor": "tweede factor aan- of uitgezet",
    "plaatsvervanging.beeindigd": "plaatsvervanging beëindigd",
    "taak.opnieuw": "taak opnieuw geprobeerd",
    "bewijspakket.opnieuw": "bewijspakket opnieuw gevraagd",
}
