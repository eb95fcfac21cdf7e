import re

import pytest

from tests.hulp.huizen import eens


def _huizen():
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis("aa", plekken=0), Huis("bb", plekken=0)


gebouwd_huis, huizen = eens(_huizen)


@pytest.fixture
def werk_af():
    """Voert uit wat klaarstaat, zoals de werker; geeft de mails terug."""
    from django.core import mail

    from taken.uitvoering import voer_alles_uit

    def doe():
        mail.outbox.clear()
        voer_alles_uit()
        return mail.outbox

    return doe


@pytest.fixture
def link_in():
    """Het pad achter de knop in een mail."""
    return lambda bericht: re.search(r"https?://[^/\s]+(/uitnodiging/\S+)", bericht.body)[1]
