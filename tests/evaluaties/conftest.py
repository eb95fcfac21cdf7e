from tests.plaatsingen.conftest import binnen, huis, plaatsing

__all__ = ["binnen", "huis", "plaatsing"]
