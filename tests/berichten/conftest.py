import pytest

from tests.hulp.smtp import Postkantoor


@pytest.fixture
def postkantoor(settings):
    """Een echte mailserver op een eigen poort, en de toepassing die er haar mail afgeeft."""
    kantoor = Postkantoor().open()
    settings.EMAIL_BACKEND = "kern.postbode.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", kantoor.poort, 0.15
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kantoor
    kantoor.dicht()
