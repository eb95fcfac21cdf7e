"""Enkel de adressen die we gebruiken; de namen zijn die van allauth, zodat zijn schermen elkaar vinden."""

from django.urls import path, re_path

from aanmelding.views import bevestigen, factoren, inloggen, profiel, sessie

urlpatterns = [
    path("aanmelden/", inloggen.Aanmelden.as_view(), name="account_login"),
    path("aanmelden/code/", inloggen.TweedeStap.as_view(), name="mfa_authenticate"),
    path("aanmelden/passkey/", inloggen.AanmeldenMetPasskey.as_view(), name="mfa_login_webauthn"),
    path("aanmelden/opnieuw/", inloggen.andere_persoon, name="account_andere_persoon"),
    path("aanmelden/niet-actief/", inloggen.niet_actief, name="account_inactive"),
    path("afmelden/", inloggen.Afmelden.as_view(), name="account_logout"),
    path("wachtwoord/vergeten/", inloggen.Vergeten.as_view(), name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", inloggen.VergetenKlaar.as_view(), name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        inloggen.Herstel.as_view(),
        name="account_reset_password_from_key",
    ),
    path("wachtwoord/nieuw/klaar/", inloggen.HerstelKlaar.as_view(), name="account_reset_password_from_key_done"),
    path("bevestigen/kies/", bevestigen.bevestig, name="account_bevestig"),
    path("bevestigen/", bevestigen.MetWachtwoord.as_view(), name="account_reauthenticate"),
    path("bevestigen/code/", bevestigen.MetCode.as_view(), name="mfa_reauthenticate"),
    path("bevestigen/passkey/", bevestigen.MetPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("bevestigen/klaar/", bevestigen.bevestigd, name="account_bevestigd"),
    path("sessie/", sessie.sessie, name="account_sessie"),
    path("profiel/", profiel.profiel, name="profiel"),
    path("profiel/wachtwoord/", profiel.Wachtwoord.as_view(), name="account_change_password"),
    path("profiel/sessies/andere/", profiel.andere_sessies_weg, name="usersessions_andere"),
    path("profiel/sessies/<int:pk>/", profiel.sessie_weg, name="usersessions_weg"),
    path("profiel/tweede-factor/", factoren.tweede_factor, name="profiel_tweede_factor"),
    path("profiel/code-app/", factoren.CodeApp.as_view(), name="mfa_activate_totp"),
    path("profiel/code-app/verwijderen/", factoren.code_app_weg, name="mfa_deactivate_totp"),
    path("profiel/passkeys/nieuw/", factoren.NieuwePasskey.as_view(), name="mfa_add_webauthn"),
    path("profiel/passkeys/<int:pk>/naam/", factoren.passkey_naam, name="mfa_edit_webauthn"),
    path("profiel/passkeys/<int:pk>/verwijderen/", factoren.passkey_weg, name="mfa_remove_webauthn"),
    path("profiel/herstelcodes/", factoren.herstelcodes, name="mfa_view_recovery_codes"),
    path("profiel/herstelcodes/ophalen/", factoren.herstelcodes_bestand, name="mfa_download_recovery_codes"),
    path("profiel/herstelcodes/nieuw/", factoren.nieuwe_herstelcodes, name="mfa_generate_recovery_codes"),
]
