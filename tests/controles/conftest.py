import pytest


@pytest.fixture
def bevestigd(monkeypatch):
    """Wie iets ophaalt, bewees net wie hij is."""
    from aanmelding import herbevestig

    monkeypatch.setattr(herbevestig, "onlangs", lambda request, **_: True)


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
