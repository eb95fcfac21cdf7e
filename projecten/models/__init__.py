from projecten.models.beleid import Beleidsdoel, Maatregel, Regieactie, Regiegemeente, SocialeOpdracht
from projecten.models.doel import Doelverdeling
from projecten.models.oproep import Oproep, OproepBedrag, OproepInstelling, OproepRegel, Subsidieproject
from projecten.models.overeenkomst import Overeenkomst
from projecten.models.overleg import Actiepunt, Genodigde, Overleg
from projecten.models.prospect import Contactmoment, Prospect

__all__ = [
    "Actiepunt", "Beleidsdoel", "Contactmoment", "Doelverdeling", "Genodigde", "Maatregel", "Oproep", "OproepBedrag",
    "OproepInstelling", "OproepRegel", "Overeenkomst", "Overleg", "Prospect", "Regieactie", "Regiegemeente",
    "SocialeOpdracht", "Subsidieproject",
]  # fmt: skip
