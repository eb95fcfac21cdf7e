"""De rechtenmatrix van elk adres: één regel per URL-naam. Een adres dat hier niet staat laat de bouw falen.

Een nieuw scherm? Zet er een regel bij:
    "app:naam": van("HR COO", ding="plek")            enkel voor die rollen; `pk` is dat ding (zie `stad.Bestuur.ding`)
    "app:naam": van("HR", ding="plek", hoe="P")       enkel POST
    "app:naam|soort": van(…, extra={"soort": …})      één adres met meer soorten dingen: één regel per soort
    "app:naam": publiek() | eigen() | sleutel(…)      voor iedereen | het eigen account | een onraadbare sleutel
Bewust los van `toegang.ACTEN`: wie daar een rol bijzet, moet het hier ook willen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver

ROLLEN = {
    "HR": "hr",
    "MEN": "mentor",
    "LEI": "leidinggevende",
    "DIR": "directeur",
    "COO": "coordinator",
    "CON": "controleur",
    "BEH": "beheerder",
    "GLOW": "glow",
}
PUBLIEK, EIGEN, ROL, SLEUTEL = "publiek", "eigen", "rol", "sleutel"
MAART = date(2023, 3, 1)


@dataclass(frozen=True)
class Adres:
    """`hoe`: G, P of GP. `ok`: wat een GET van wie mag en het eigen ding antwoordt. `vraag`: wat achter het pad komt.

    `zonder`: rollen die wel mogen kijken (in `rollen`), maar hun eigen ding hier niet zien (404)."""

    klasse: str
    rollen: frozenset[str] = frozenset()
    ding: str = ""
    hoe: str = "GP"
    ok: tuple[int, ...] = (200,)
    vraag: tuple[str, ...] = ("",)
    extra: dict = field(default_factory=dict)
    gegevens: dict = field(default_factory=dict)


def van(rollen: str, **anders) -> Adres:
    return Adres(ROL, frozenset(ROLLEN[kort] for kort in rollen.split()), **anders)


def publiek(**anders) -> Adres:
    return Adres(PUBLIEK, **{"ok": (200,)} | anders)


def eigen(**anders) -> Adres:
    return Adres(EIGEN, **{"ok": (200, 302, 403, 404, 405)} | anders)


def sleutel(**anders) -> Adres:
    return Adres(SLEUTEL, **anders)


KIJKT = "HR LEI DIR COO"
CONTROLE = "HR COO BEH CON"
ALLEN = "HR MEN LEI DIR COO BEH GLOW"
ERBIJ = (200, 404)  # wie mag kijken maar niet bij dat overleg was, vindt het niet
EIGEN_RONDE = (200, 404)  # wie mag tekenen, ziet enkel de eigen rondes
WEG = (200, 302, 404, 405)  # aanmelden: naargelang iemand al binnen is
ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "thema": publiek(hoe="P"),
    "wortel": publiek(),
    "gezond": publiek(),
    "pagina": publiek(extra={"naam": "hulp"}),
    "verificatie": sleutel(ding="token", hoe="G"),
    "nakijken": publiek(),
    "nakijken_uitslag": publiek(hoe="G", ok=(404,), extra={"token": "0" * 32}),
    "register": publiek(hoe="G", ok=(404,), extra={"sha256": "0" * 64}),  # zie tests/rapportage/test_nakijken.py
    "publiek": publiek(
        hoe="G", ok=(404,), extra={"bestuur": "geen", "code": "geen"}
    ),  # zie tests/rapportage/test_publiek.py
    "agenda": sleutel(ding="agendatoken", hoe="G"),
    "uitnodiging": sleutel(ding="uitnodigingstoken", ok=(200,)),
    # --- aanmelden
    "account_login": publiek(ok=WEG),
    "mfa_authenticate": publiek(ok=WEG),
    "mfa_login_webauthn": publiek(ok=WEG),
    "account_andere_persoon": publiek(ok=WEG),
    "account_inactive": publiek(ok=WEG),
    "account_reset_password": publiek(ok=WEG),
    "account_reset_password_done": publiek(ok=WEG),
    "account_reset_password_from_key": publiek(ok=WEG, extra={"uidb36": "1", "key": "x-1"}),
    "account_reset_password_from_key_done": publiek(ok=WEG),
    "account_sessie": publiek(ok=WEG),
    "openid_connect_login": publiek(ok=WEG),
    "openid_connect_callback": publiek(ok=WEG),
    "socialaccount_login_error": publiek(ok=WEG, extra={"reden": "geweigerd"}),
    # --- het eigen account
    "start": eigen(ok=(200,), vraag=("", "?vorm=xlsx", "?q=vogel&vrij=alle")),
    "kies_bestuur": eigen(ok=(200,), gegevens={"waarde": "b999999999"}),
    "account_logout": eigen(),
    "account_reauthenticate": eigen(),
    "mfa_reauthenticate": eigen(),
    "mfa_reauthenticate_webauthn": eigen(),
    "account_bevestig": eigen(),
    "account_bevestigd": eigen(),
    "profiel": eigen(ok=(200,)),
    "profiel_agenda": eigen(ok=(200,)),
    "profiel_agenda_intrekken": eigen(ok=(405,)),
    "profiel_koppelen": eigen(),
    "profiel_ontkoppelen": eigen(),
    "profiel_tweede_factor": eigen(),
    "account_change_password": eigen(),
    "usersessions_andere": eigen(),
    "usersessions_weg": eigen(ding="sessie"),
    "mfa_activate_totp": eigen(),
    "mfa_deactivate_totp": eigen(),
    "mfa_add_webauthn": eigen(),
    "mfa_edit_webauthn": eigen(ding="passkey"),
    "mfa_remove_webauthn": eigen(ding="passkey"),
    "mfa_view_recovery_codes": eigen(),
    "mfa_download_recovery_codes": eigen(),
    "mfa_generate_recovery_codes": eigen(),
    # --- herinneringen
    "herinneringen:lijst": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?soort=fiche_te_ondertekenen")),
    "herinneringen:nu": van("HR COO", hoe="P", gegevens={"zaak": "fiche_te_ondertekenen:1"}),
    "profiel_berichten": eigen(ok=(200,)),
    "berichten:lijst": eigen(ok=(200,), vraag=("", "?stand=nieuw&soort=kandidatuur")),
    "berichten:alles_gelezen": eigen(hoe="P"),
    "berichten:bericht": eigen(ding="bericht", hoe="G"),
    "berichten:openen": eigen(ding="bericht", hoe="P"),
    # --- leerwerkplekken
    "leerwerkplekken": van(KIJKT, vraag=("", "?vorm=xlsx", "?q=vogel&ontbreekt=ja")),
    "leerwerkplekken:nieuw": van("HR"),
    "leerwerkplekken:takenlijst": van(KIJKT, ding="plek"),
    "leerwerkplekken:gegevens": van("HR", ding="plek"),
    "leerwerkplekken:taken": van("HR", ding="plek"),
    "leerwerkplekken:mentor": van("HR", ding="plek"),
    "leerwerkplekken:plan": van("HR", ding="plek"),
    "leerwerkplekken:rollen": van("HR", ding="plek"),
    "leerwerkplekken:aanbod": van("HR", ding="plek", hoe="G"),
    "leerwerkplekken:kopieer": van("HR", ding="plek", gegevens={"aantal": "1"}),
    "leerwerkplekken:aanbieden": van("HR", ok=(302,), gegevens={"plekken": "1"}),
    "leerwerkplekken:aanbiedingen": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?stand=open&vraag=open")),
    "leerwerkplekken:trek_aanbod_in": van("HR", ding="aanbod"),
    "leerwerkplekken:noteer_antwoord": van(
        "HR", ding="aanbod", gegevens={"antwoord": "aanvaard", "naam": "An", "op": "1/3/2023"}
    ),
    "leerwerkplekken:beantwoord": van("HR", ding="aanbodvraag", gegevens={"antwoord": "ja"}),
    "leerwerkplekken:aangeboden": van("GLOW", ding="plek", gegevens={"vraag": "Kan het ook in de namiddag?"}),
    "leerwerkplekken:weiger_aanbod": van("GLOW", ding="plek", gegevens={"reden": "te_ver"}),
    "leerwerkplekken:sluit": van("HR", ding="plek"),
    "leerwerkplekken:standaard": van("HR BEH"),
    "leerwerkplekken:standaard_rollen": van("HR BEH"),
    "leerwerkplekken:standaard_toepassen": van("HR BEH"),
    "leerwerkplekken:sjablonen": van("HR", hoe="G"),
    "leerwerkplekken:sjabloon": van("HR", ding="sjabloon"),
    "leerwerkplekken:sjabloon_maak": van("HR", ding="plek", gegevens={"naam": "een naam"}),
    "leerwerkplekken:sjabloon_verwijder": van("HR", ding="sjabloon"),
    # --- mentoren
    "mentoren:lijst": van("HR COO", vraag=("", "?vorm=xlsx", "?q=van")),
    "mentoren:nieuw": van("HR"),
    "mentoren:mentor": van("HR COO", ding="mentor"),
    "mentoren:wijzig": van("HR", ding="mentor"),
    "mentoren:leiding": van("HR", ding="mentor"),
    "mentoren:deelname": van("HR", ding="mentor"),
    "mentoren:certificaat": van("HR COO", ding="deelname", vraag=("", "?bijlage=1")),
    "mentoren:opladen": van("HR", ding="deelname"),
    "mentoren:scan_bevestigen": van("HR DIR COO", ding="certificaatscan", ok=(200, 403)),  # HR laadde ze zelf op
    "mentoren:scan_weigeren": van("HR DIR COO", ding="certificaatscan", ok=(200, 403)),
    "mentoren:scan": van("HR DIR COO", ding="certificaatscan", hoe="G", vraag=("", "?bewaar=ja")),
    "mentoren:scanblad": van("HR DIR COO", ding="certificaatscan", hoe="G", extra={"blad": 1}),
    # --- uren
    "plaatsingen:vandaag": van("MEN", vraag=("", "?dag=2023-03-03")),
    "plaatsingen:dag": van("MEN", ding="plaatsing", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:meter": van("MEN", ding="plaatsing", hoe="G", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:wijzig": van("MEN", ding="prestatie"),
    "plaatsingen:verwijder": van("MEN", ding="prestatie"),
    "plaatsingen:ploeg": van("MEN", vraag=("", "?dag=2023-03-03", "?gepland=ja")),
    "plaatsingen:werker": publiek(),
    "plaatsingen:buiten": publiek(),
    "plaatsingen:toestel": van(
        "MEN", hoe="G", vraag=("?toestel=7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11", f"?toestel={'a' * 32}&ploeg=ja")
    ),
    "plaatsingen:inzenden": van("MEN", hoe="P", gegevens={"invoeren": "[]"}),
    "plaatsingen:wegleggen": van("MEN", ding="inzending", hoe="P"),
    "plaatsingen:namens_lijst": van("HR", hoe="G", vraag=("", "?alle=ja")),
    "plaatsingen:namens": van("HR", ding="plaatsing", extra={"maand": date(2023, 4, 1)}, vraag=("", "?gepland=ja")),
    "plaatsingen:namens_doorsturen": van("HR", ding="plaatsing", hoe="P", extra={"maand": date(2023, 4, 1)}),
    "plaatsingen:maand": van("MEN", hoe="G", vraag=("", "?maand=2023-03")),
    "plaatsingen:doorsturen": van("MEN", ding="plaatsing", extra={"maand": date(2023, 4, 1)}),
    # --- kandidaten
    "kandidaten:lijst": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
    "kandidaten:kandidatuur": van("HR", ding="kandidatuur", hoe="G"),
    "kandidaten:intake": van("HR", ding="kandidatuur"),
    "kandidaten:aanvaard": van("HR", ding="kandidatuur"),
    "kandidaten:weiger": van("HR", ding="kandidatuur"),
    "kandidaten:reserveer": van("HR", ding="kandidatuur"),
    "kandidaten:laat_los": van("HR", ding="kandidatuur"),
    "kandidaten:lege_plekken": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?hinder=antwoord")),
    "kandidaten:mijn_lege_plekken": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx")),
    "kandidaten:mijn": van("GLOW", vraag=("", "?vorm=xlsx", "?stand=voorgesteld")),
    "kandidaten:voorstellen": van("GLOW", ding="plek"),
    "kandidaten:trek_in": van("GLOW", ding="kandidatuur"),
    "kandidaten:persoon": van("GLOW", ding="deelnemer"),
    "kandidaten:verbeter": van("GLOW", ding="deelnemer"),
    "plaatsingen:te_doen": van("MEN", hoe="G", vraag=("", "?vorm=xlsx", "?wat=maanden")),
    "plaatsingen:maandstaten": van("HR COO LEI", hoe="G", vraag=("", "?vorm=xlsx", "?status=alle")),
    "plaatsingen:maandstaat": van("HR COO LEI", ding="maandstaat", hoe="G"),
    "plaatsingen:bevestig": van("HR COO LEI", ding="maandstaat", hoe="P"),
    "plaatsingen:terugsturen": van("HR COO LEI", ding="maandstaat", hoe="P", gegevens={"reden": "kijk na"}),
    "plaatsingen:afsluiten": van("HR COO LEI", vraag=("", "?maand=2023-03", "?maand=2023-05")),
    "plaatsingen:verbeter": van("HR", ding="maandstaat_bevestigd", gegevens={"reden": "kijk na"}),
    "plaatsingen:urenstaat": van("HR COO MEN GLOW", ding="maandstaat_bevestigd", hoe="G", vraag=("", "?versie=1")),
    "plaatsingen:bevestigd": van("GLOW", hoe="G", vraag=("", "?maand=2023-05", "?vorm=xlsx", "?vorm=csv")),
    # --- plaatsingen
    "plaatsingen:lijst": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?q=vogel&status=lopend")),
    "plaatsingen:nieuw": van("HR"),
    "plaatsingen:vooruitzicht": van("HR", hoe="G", vraag=("", "?van=1/3/2023&d1_uren=4")),
    "plaatsingen:deelnemer_nieuw": van("HR"),
    "plaatsingen:plaatsing": van("HR COO", ding="plaatsing", hoe="G"),
    "plaatsingen:werkafspraken": van("HR COO", ding="plaatsing", hoe="G"),
    "plaatsingen:voorleggen": van("HR", ding="plaatsing_open", ok=(302,)),  # ligt al bij de partner
    "plaatsingen:voorlegging_intrekken": van("HR", ding="plaatsing_open"),
    "plaatsingen:patroon": van("HR", ding="plaatsing", vraag=("", "?peil=ja&d1_uren=4")),
    "plaatsingen:begeleiding": van("HR", ding="plaatsing"),
    "plaatsingen:voorwaarde": van("HR", ding="plaatsing", extra={"soort": "dimona"}),
    "plaatsingen:voorwaarde_terug": van("HR", ding="plaatsing", extra={"soort": "dimona"}),
    "plaatsingen:voorwaarde_document": van("HR COO", ding="plaatsing_open", hoe="G", extra={"soort": "werkafspraken"}),
    "plaatsingen:toch_starten": van("HR", ding="plaatsing_open"),
    "plaatsingen:verlengen": van("HR", ding="plaatsing"),
    "plaatsingen:stoppen": van("HR", ding="plaatsing"),
    "plaatsingen:onderbreken": van("HR", ding="plaatsing"),
    "plaatsingen:hervatten": van("HR", ding="onderbreking"),
    "plaatsingen:boven_maximum": van("HR", ding="plaatsing"),
    "plaatsingen:overdragen": van("HR", ding="mentor"),
    # --- evaluaties
    "evaluaties:lijst": van("HR MEN GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle", "?stand=gedaan")),
    "evaluaties:plaatsing": van("HR MEN GLOW", ding="plaatsing", hoe="G"),
    "evaluaties:invullen": van("HR MEN", ding="plaatsing", extra={"moment": "tussentijds"}, gegevens={"goed": "x"}),
    "evaluaties:samen": van(
        "HR MEN",
        ding="plaatsing",
        extra={"moment": "tussentijds"},
        ok=(302,),
        gegevens={"stem": "akkoord", "doe": "afronden"},
    ),
    "evaluaties:heropen": van("HR MEN", ding="plaatsing", hoe="P", extra={"moment": "start"}),
    "evaluaties:lees": van("HR MEN GLOW", ding="evaluatie", hoe="G"),
    "evaluaties:verbeter": van("HR MEN", ding="evaluatie", gegevens={"reden": "een verbetering"}),
    "evaluaties:attest": van("HR", ding="plaatsing", gegevens={"met_uren": "on"}),
    "evaluaties:ophalen": van("HR GLOW", ding="attest", hoe="G", vraag=("", "?bewaar=1")),
    "evaluaties:uitstroom": van("HR GLOW", ding="plaatsing", gegevens={"richting": "werk", "datum": "01/09/2023"}),
    "evaluaties:na": van(
        "HR GLOW", ding="plaatsing", extra={"maanden": 3}, gegevens={"richting": "werk", "gedaan_op": "01/12/2023"}
    ),
    "evaluaties:opvolging": van("HR GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
    # --- fiches
    "fiches:te_ondertekenen": van("HR LEI DIR", vraag=("", "?vorm=xlsx")),
    "fiches:ondertekend": van("HR LEI DIR", vraag=("", "?vorm=xlsx")),
    "fiches:samen": van("HR LEI DIR", vraag=("", "?fiche=1&fiche=2", "?keuze=1.2&zonder=3")),
    "fiches:ronde": van("HR LEI DIR", ding="tekenronde", hoe="G", ok=EIGEN_RONDE),
    "fiches:ronde_opnieuw": van("HR LEI DIR", ding="tekenronde", hoe="P", ok=EIGEN_RONDE),
    "fiches:nakijken": van("HR", ding="plek"),
    "fiches:fiche": van(KIJKT, ding="fiche"),
    "fiches:stand": van(KIJKT, ding="fiche"),
    "fiches:document": van(KIJKT, ding="fiche", extra={"soort": "verzegeld"}),
    "fiches:ondertekenen": van("HR LEI DIR", ding="fiche_open", ok=(302,)),
    "fiches:intrekken": van("HR", ding="fiche_open"),
    "fiches:papier": van("HR LEI DIR", ding="fiche_open"),
    "fiches:klaarzetten": van("HR LEI DIR", ding="fiche_open", ok=(403,)),  # dit bestuur laat het niet toe
    "fiches:eigen": van("HR LEI DIR", ding="klaargezet", ok=(200, 404)),  # enkel van wie klaarzette
    "fiches:te_tekenen": van("HR LEI DIR", ding="klaargezet", hoe="G", ok=(200, 404)),
    "fiches:vooraf": van("HR", ding="plek_open"),
    "fiches:te_bevestigen": van("HR DIR COO", hoe="G", vraag=("", "?vorm=xlsx")),
    "fiches:bevestigen": van("HR DIR COO", ding="aanlevering", ok=(200, 403)),  # HR laadde ze zelf op
    "fiches:weigeren": van("HR DIR COO", ding="aanlevering", ok=(200, 403)),
    "fiches:aangeleverd": van(KIJKT, ding="aanlevering", hoe="G", vraag=("", "?bewaar=ja")),
    "fiches:scanblad": van(KIJKT, ding="aanlevering", hoe="G", extra={"blad": 1}),
    "fiches:trek_scan_in": van("HR LEI DIR", ding="aanlevering", hoe="P"),
    "fiches:terugsturen": van("HR LEI DIR", ding="fiche_open"),
    # --- overleg, overeenkomsten en prospecten
    "overleg:lijst": van(ALLEN, hoe="G", vraag=("", "?vorm=xlsx", "?q=start&open=ja", "?stand=geweest&van=1/1/2023")),
    "overleg:mijn": van("HR MEN LEI DIR COO BEH GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
    "overleg:nieuw": van("HR COO"),
    "overleg:overleg": van(ALLEN, ding="overleg", hoe="G", ok=ERBIJ),
    "overleg:agenda": van(ALLEN, ding="overleg", hoe="G", ok=ERBIJ),
    "overleg:wijzig": van("HR COO", ding="overleg"),
    "overleg:nodig_uit": van("HR COO", ding="overleg", hoe="P"),
    "overleg:verslag": van("HR COO", ding="overleg"),
    "overleg:afgelasten": van("HR COO", ding="overleg"),
    "overleg:actiepunt_nieuw": van("HR COO", ding="overleg"),
    "overleg:actiepunt": van("HR COO", ding="actiepunt"),
    "overleg:afvinken": van("HR MEN LEI DIR COO BEH GLOW", ding="actiepunt", hoe="P", ok=ERBIJ),
    "overleg:verwijder_actiepunt": van("HR COO", ding="actiepunt", hoe="P"),
    "projecten:overeenkomsten": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?stand=loopt")),
    "projecten:overeenkomst_nieuw": van("HR COO"),
    "projecten:overeenkomst": van("HR COO", ding="overeenkomst"),
    "projecten:verlengen": van("HR COO", ding="overeenkomst"),
    "projecten:overeenkomst_document": van("HR COO", ding="overeenkomst", hoe="G", vraag=("", "?bijlage=1")),
    "projecten:prospecten": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?q=vzw&status=verkend")),
    "projecten:prospect_nieuw": van("HR COO"),
    "projecten:prospect": van("HR COO", ding="prospect", gegevens={"datum": "01/02/2023", "nota": "gebeld"}),
    "projecten:prospect_wijzig": van("HR COO", ding="prospect"),
    "projecten:prospect_status": van("HR COO", ding="prospect", hoe="P", gegevens={"naar": "toegezegd"}),
    "projecten:prospect_plek": van("HR COO", ding="prospect", hoe="P", ok=(302,)),
    # --- project
    "rapportage:voortgang": van("COO CON", vraag=("", "?peildatum=2023-12-31")),
    "rapportage:project": van("COO CON", ding="project"),
    "rapportage:doelen": van("COO", ding="project"),
    "rapportage:vooruitblik": van("COO CON", ding="project"),
    "rapportage:lijst": van("COO CON", ding="project", extra={"soort": "ontbrekend"}),
    "rapportage:subsidie": van("COO CON"),
    "rapportage:werkmap": van("COO CON", ding="project", vraag=("?peildatum=2023-12-31",)),
    "rapportage:geheel": van("COO CON", vraag=("", "?peildatum=2023-12-31&toen_gekend=on")),
    "rapportage:geheel_lijst": van("COO CON", extra={"soort": "standen"}, vraag=("", "?organisatie=x&vorm=csv")),
    "rapportage:geheel_werkmap": van("COO CON", vraag=("?peildatum=2023-12-31",)),
    "rapportage:rapporten": van("COO CON", vraag=("", "?vorm=xlsx")),
    "rapportage:rapport": van("COO CON", ding="rapport"),
    "rapportage:rapport_annuleer": van("COO", ding="rapport", hoe="P"),
    "rapportage:rapport_opnieuw": van("COO", ding="rapport", hoe="P"),
    "rapportage:rapport_ophalen": van("COO CON", ding="rapport"),
    "rapportage:pakketten": van("COO CON", vraag=("", "?vorm=xlsx")),
    "rapportage:pakket": van("COO CON", ding="pakket"),
    "rapportage:annuleer": van("COO", ding="pakket", hoe="P"),
    "rapportage:opnieuw": van("COO", ding="pakket", hoe="P"),
    "rapportage:ophalen": van("COO CON", ding="pakket"),
    "rapportage:publiek_lijst": van("BEH", hoe="G"),
    "rapportage:publiek_beheer": van("BEH", ding="project"),
    "rapportage:publiek_voorbeeld": van("BEH", ding="project", hoe="G"),
    # --- lokaal sociaal beleid
    "beleid:jaar": van("HR COO", hoe="G", vraag=("", "?jaar=2023", "?jaar=2023&vorm=xlsx")),
    "beleid:blad": van("HR COO", hoe="G", vraag=("?jaar=2023",)),
    "beleid:overnemen": van("HR COO", vraag=("?jaar=2024",)),
    "beleid:nieuw|maatregel": van("HR COO", extra={"soort": "maatregel"}),
    "beleid:wijzig|maatregel": van("HR COO", ding="beleid_maatregel", extra={"soort": "maatregel"}),
    "beleid:verwijder|maatregel": van("HR COO", ding="beleid_maatregel", extra={"soort": "maatregel"}),
    "beleid:nieuw|doel": van("HR COO", extra={"soort": "doel"}),
    "beleid:wijzig|doel": van("HR COO", ding="beleid_doel", extra={"soort": "doel"}),
    "beleid:verwijder|doel": van("HR COO", ding="beleid_doel", extra={"soort": "doel"}),
    "beleid:nieuw|actie": van("HR COO", extra={"soort": "actie"}),
    "beleid:wijzig|actie": van("HR COO", ding="beleid_actie", extra={"soort": "actie"}),
    "beleid:verwijder|actie": van("HR COO", ding="beleid_actie", extra={"soort": "actie"}),
    "beleid:nieuw|gemeente": van("HR COO", extra={"soort": "gemeente"}),
    "beleid:wijzig|gemeente": van("HR COO", ding="beleid_gemeente", extra={"soort": "gemeente"}),
    "beleid:verwijder|gemeente": van("HR COO", ding="beleid_gemeente", extra={"soort": "gemeente"}),
    "beleid:nieuw|opdracht": van("HR COO", extra={"soort": "opdracht"}),
    "beleid:wijzig|opdracht": van("HR COO", ding="beleid_opdracht", extra={"soort": "opdracht"}),
    "beleid:verwijder|opdracht": van("HR COO", ding="beleid_opdracht", extra={"soort": "opdracht"}),
    # --- geschiedenis van een ding: zelfde rollen als het ding zelf
    "geschiedenis|leerwerkplek": van(KIJKT, ding="plek", hoe="G", extra={"soort": "leerwerkplek"}),
    "geschiedenis|mentor": van("HR COO", ding="mentor", hoe="G", extra={"soort": "mentor"}),
    "geschiedenis|fiche": van(KIJKT, ding="fiche", hoe="G", extra={"soort": "fiche"}),
    "geschiedenis|kandidatuur": van("HR", ding="kandidatuur", hoe="G", extra={"soort": "kandidatuur"}),
    "geschiedenis|plaatsing": van("HR COO MEN", ding="plaatsing", hoe="G", extra={"soort": "plaatsing"}),
    "geschiedenis|maandstaat": van("HR COO MEN", ding="maandstaat", hoe="G", extra={"soort": "maandstaat"}),
    "geschiedenis|evaluatie": van("HR MEN", ding="evaluatie", hoe="G", extra={"soort": "evaluatie"}),
    "geschiedenis|overleg": van("HR COO", ding="overleg", hoe="G", extra={"soort": "overleg"}),
    "geschiedenis|project": van("COO CON", ding="project", hoe="G", extra={"soort": "project"}),
    "geschiedenis|persoon": van("BEH", ding="lid", hoe="G", extra={"soort": "persoon"}),
    "geschiedenis|bestuur": van("BEH", ding="bestuur", hoe="G", extra={"soort": "bestuur"}),
    # --- beheer
    "beheer:personen": van("BEH"),
    "beheer:persoon": van("BEH", ding="lid"),
    "beheer:intrekken": van("BEH", ding="lid"),
    "beheer:teruggeven": van("BEH", ding="lid", hoe="P"),
    "beheer:nodig_lid_uit": van("BEH", ding="lid", hoe="P"),
    "beheer:uitnodigingen": van("BEH"),
    "beheer:nodig_uit": van("BEH"),
    "beheer:stuur_opnieuw": van("BEH", ding="uitnodiging", hoe="P"),
    "beheer:trek_uitnodiging_in": van("BEH", ding="uitnodiging"),
    "beheer:plaatsvervangers": van("BEH"),
    "beheer:plaatsvervanger": van("BEH"),
    "beheer:beeindig_plaatsvervanger": van("BEH", ding="plaatsvervanging"),
    "beheer:mijn_plaatsvervanger": van("LEI DIR"),
    "beheer:mijn_plaatsvervanger_nieuw": van("LEI DIR"),
    "beheer:beeindig_mijn": van("LEI DIR", ding="plaatsvervanging", ok=(200, 404)),  # die van de directeur
    "beheer:rechten": van("BEH"),
    "beheer:instellingen": van("BEH"),
    "beheer:tekenwijzen": van("BEH"),
    "beheer:oproepen": van("BEH", hoe="G"),
    "beheer:oproepkeuze": van("BEH", extra={"code": "572", "sleutel": "minimum_naar_rato"}),
    "beheer:logboek": van("BEH", hoe="G", vraag=("", "?vorm=xlsx", "?boek=lezen", "?boek=wijzigingen")),
    "beheer:taken": van("BEH", vraag=("", "?vorm=xlsx")),
    "beheer:opnieuw": van("BEH", ding="taak", hoe="P"),
    "beheer:mail_opnieuw": van("BEH", ding="bericht", hoe="P"),
    "beheer:mail_laat_zo": van("BEH", ding="bericht", hoe="P"),
    # --- controles
    "controles:lijst": van(CONTROLE, hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:nieuw": van("COO BEH"),
    "controles:controle": van(CONTROLE, ding="controle", hoe="G"),
    "controles:wijzig": van("COO BEH", ding="controle"),
    "controles:trek_in": van("COO BEH", ding="controle"),
    "controles:stuur_opnieuw": van("COO BEH", ding="controle", hoe="P"),
    "controles:trek": van("CON", ding="controle", gegevens={"aantal": 1, "peildatum": "31/12/2023"}),
    "controles:plekken": van("CON", ding="controle", hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:mentoren": van("CON", ding="controle", hoe="G"),
    "controles:vraag_nieuw": van("CON", ding="controle", gegevens={"tekst": "een vraag"}),
    "controles:steekproef": van(CONTROLE, ding="steekproef", hoe="G", vraag=("", "?vorm=xlsx")),
    "controles:bezoek": van(CONTROLE, ding="steekproef", hoe="G"),
    "controles:bezoek_pdf": van(CONTROLE, ding="steekproef", hoe="G"),
    "controles:dossier": van("CON", ding="plek"),
    "controles:geschiedenis": van("CON", ding="plek", hoe="G"),
    "controles:fiche": van("CON", ding="fiche", hoe="G"),
    "controles:certificaat": van("CON", ding="deelname", hoe="G"),
    "controles:urenstaat": van("CON", ding="maandstaat_bevestigd", hoe="G"),
    "controles:vragen": van(CONTROLE, hoe="G", vraag=("", "?vorm=xlsx", "?vorm=csv", "?status=open")),
    "controles:vraag": van(CONTROLE, ding="controlevraag", gegevens={"tekst": "een antwoord"}),
    "controles:heropen": van("CON", ding="controlevraag", gegevens={"tekst": "nog iets"}),
    # --- een GLOW-partner
    "partners:zoekopdrachten": van("GLOW", hoe="G"),
    "partners:bewaar": van("GLOW", vraag=("?q=vogel",), gegevens={"naam": "groen"}),
    "partners:zoekopdracht": van("GLOW", ding="zoekopdracht"),
    "partners:zoekopdracht_weg": van("GLOW", ding="zoekopdracht"),
    "partners:deelnemers": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx", "?q=vogel", "?stand=lopend")),
    "partners:contact": van("HR BEH", hoe="G"),
    "partners:contactkaart_nieuw": van("HR BEH"),
    "partners:contactkaart": van("HR BEH", ding="contactkaart"),
    "partners:contactkaart_weg": van("HR BEH", ding="contactkaart"),
    "partners:besturen": van("GLOW", hoe="G"),
    "partners:partnerkaart_nieuw": van("GLOW"),
    "partners:partnerkaart": van("GLOW", ding="partnerkaart"),
    "partners:partnerkaart_weg": van("GLOW", ding="partnerkaart"),
    "plaatsingen:te_tekenen": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx")),
    "plaatsingen:tekenen": van("GLOW", ding="ondertekening"),
    "plaatsingen:te_tekenen_document": van("GLOW", ding="ondertekening", hoe="G", vraag=("", "?bijlage=1")),
    "beheer:collegas": van("GLOW"),
    "beheer:collega": van("GLOW"),
    "beheer:trek_collega_in": van("GLOW", ding="collega"),
    "beheer:geef_collega_terug": van("GLOW", ding="collega", hoe="P"),
    "beheer:stuur_collega_opnieuw": van("GLOW", ding="partneruitnodiging", hoe="P"),
    "beheer:trek_collega_uitnodiging_in": van("GLOW", ding="partneruitnodiging"),
}


def patronen(kern=None, ruimte: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Elk adres van de toepassing: (naam met naamruimte, patroon)."""
    for deel in kern.url_patterns if kern else get_resolver().url_patterns:
        if isinstance(deel, URLResolver):
            onder = f"{ruimte}{deel.namespace}:" if deel.namespace else ruimte
            yield from patronen(deel, onder)
        else:
            yield f"{ruimte}{deel.name}" if deel.name else f"zonder naam: {deel.pattern}", deel
