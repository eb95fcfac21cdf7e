"""De sleutel in de mail waarmee iemand een nieuw wachtwoord kiest: twee uur geldig, en één keer."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

GELDIG = 2 * 60 * 60  # seconden


class Wachtwoordsleutel(PasswordResetTokenGenerator):
    """Vervalt ook door een nieuw wachtwoord, een nieuwe aanmelding of een ander e-mailadres (Django)."""

    key_salt = "aanmelding.wachtwoord"

    def check_token(self, user, token) -> bool:
        if not super().check_token(user, token):
            return False
        gemaakt = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - gemaakt < GELDIG
