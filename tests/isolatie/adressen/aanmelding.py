"""Aanmelden, en het eigen account."""

from tests.isolatie.adressen.soorten import Adres, eigen, publiek

WEG = (200, 302, 404, 405)  # aanmelden: naargelang iemand al binnen is
ADRESSEN: dict[str, Adres] = {
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
    "account_logout": eigen(),
    "account_reauthenticate": eigen(),
    "mfa_reauthenticate": eigen(),
    "mfa_reauthenticate_webauthn": eigen(),
    "account_bevestig": eigen(),
    "account_bevestigd": eigen(),
    "profiel": eigen(ok=(200,)),
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
}
