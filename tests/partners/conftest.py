from tests.kandidaten.conftest import gebouwd, opzet

__all__ = ["gebouwd", "opzet"]
