from dataclasses import dataclass


@dataclass(frozen=True)
class Tegel:
    kop: str
    aantal: int
    uitleg: str
    url: str
    klaar: str = ""  # wat er staat wanneer er niets wacht
