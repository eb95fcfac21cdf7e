from tests.plaatsingen.conftest import binnen, gebouwd_huis, huis, plaatsing

__all__ = ["binnen", "gebouwd_huis", "huis", "plaatsing"]
