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
    "maandstaatversie": "bevestigde versie van een maand",
    "oproepinstelling": "keuze bij een oproep",
    "standaard": "standaardplan",
    "nis_code": "NIS-code",
    "kbo_nummer": "KBO-nummer",
    "logo": "logo",
}
HET = {
    "aanbod", "beleidsdoel", "bestuur", "bewijspakket", "document", "ficheblad", "lidmaatschap", "overleg",
    "planvanaanpak", "subsidieproject",
}  # fmt: skip
TECHNISCH = {"certificaat_vastgelegd_op"}  # volgt uit wat er samen mee wijzigde
# Zinnen voor een nieuwe rij; tussen accolades de waarde van die kolom.
MAAKTE = {
    "leerwerkplekken_aanbod": "bood de plek aan {glowpartner_id} aan, op {aangeboden_op}",
    "leerwerkplekken_planvanaanpak": "maakte het plan van aanpak aan",
    "mentoren_leiding": "noteerde {leidinggevende_id} als direct leidinggevende vanaf {van}",
    "mentoren_deelname": "noteerde deelname aan {opleiding_id}",
    "kandidaten_kandidatuur": "stelde {deelnemer_id} voor {leerwerkplek_id} voor",
    "plaatsingen_prestatie": "vulde {minuten} in op {datum}",
    "plaatsingen_inzending": "stuurde vanaf een telefoon een invoer in voor {datum}: {uitkomst}",
    "plaatsingen_maandstaat": "begon de maandstaat van {maand}",
    "plaatsingen_maandstaatversie": "bewaarde versie {versie} zoals ze bevestigd werd: {minuten}",
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
    "inzending.bewaard": "invoer van een telefoon bewaard",
    "inzending.geweigerd": "invoer van een telefoon niet aanvaard",
    "inzending.weggelegd": "niet aanvaarde invoer weggelegd",
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
    "glowpartner.gemaakt": "GLOW-partner gemaakt",
    "kandidatuur.voorgesteld": "kandidaat voorgesteld",
    "kandidatuur.intake": "intake van een kandidaat gepland",
    "kandidatuur.aanvaard": "kandidaat aanvaard",
    "kandidatuur.geweigerd": "kandidaat geweigerd",
    "kandidatuur.gereserveerd": "plek gereserveerd voor een kandidaat",
    "kandidatuur.reservatie_ingetrokken": "reservatie van een plek ingetrokken",
    "kandidatuur.reservatie_vervallen": "reservatie van een plek vervallen",
    "maandstaat.teruggestuurd": "maandstaat teruggestuurd",
    "maandstaat.heropend": "bevestigde maandstaat heropend om te verbeteren",
    "instellingen.oproep": "keuze bij een oproep gewijzigd",
    "plaatsing.beeindigd": "plaatsing beëindigd",
    "instellingen.tweede_factor": "tweede factor aan- of uitgezet",
    "plaatsvervanging.beeindigd": "plaatsvervanging beëindigd",
    "taak.opnieuw": "taak opnieuw geprobeerd",
    "bewijspakket.opnieuw": "bewijspakket opnieuw gevraagd",
}
