"""Pakketten uit elkaar halen en vervalst weer bouwen, en het oordeel over een vervalsing."""

import hashlib
import struct
import zipfile
import zlib
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

from documenten.zegel import cms, sleutel
from rapportage.pakket import asic, zipvorm

LOKAAL, CENTRAAL, EINDE = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


@dataclass
class Deel:
    """Een ingang waarvan elk veld van de koppen apart te vervalsen is; None volgt de inhoud."""

    naam: str
    inhoud: bytes
    lokaal: dict = field(default_factory=dict)
    centraal: dict = field(default_factory=dict)
    in_tafel: bool = True
    erna: bytes = b""

    def _velden(self, anders):
        ruw = anders.get("ruw", self.inhoud)
        velden = {
            "versie": 20,
            "vlaggen": 0,
            "methode": 0,
            "tijd": 0,
            "datum": 0x21,
            "crc": zlib.crc32(self.inhoud),
            "opgeslagen": len(ruw),
            "grootte": len(self.inhoud),
            "naam": self.naam,
            "extra": b"",
            "commentaar": b"",
            "schijf": 0,
            "intern": 0,
            "extern": 0,
        }
        return velden | anders

    def lokale_bytes(self):
        v = self._velden(self.lokaal)
        naam = v["naam"].encode()
        vast = [v[k] for k in ("versie", "vlaggen", "methode", "tijd", "datum", "crc", "opgeslagen", "grootte")]
        kop = LOKAAL.pack(b"PK\3\4", *vast, len(naam), len(v["extra"]))
        return kop + naam + v["extra"] + v.get("ruw", self.inhoud) + self.erna

    def centrale_bytes(self, plaats):
        v = self._velden(self.centraal)
        naam = v["naam"].encode()
        vast = [v[k] for k in ("versie", "vlaggen", "methode", "tijd", "datum", "crc", "opgeslagen", "grootte")]
        lengtes = (len(naam), len(v["extra"]), len(v["commentaar"]))
        kop = CENTRAAL.pack(b"PK\1\2", v["versie"], *vast, *lengtes, v["schijf"], v["intern"], v["extern"], plaats)
        return kop + naam + v["extra"] + v["commentaar"]


def bouw(delen, commentaar=b"", vooraf=b"", verschuif=True):
    uit, tafel = bytearray(vooraf), b""
    for deel in delen:
        plaats = len(uit) - (0 if verschuif else len(vooraf))
        uit += deel.lokale_bytes()
        tafel += deel.centrale_bytes(plaats) if deel.in_tafel else b""
    aantal = sum(deel.in_tafel for deel in delen)
    begin = len(uit) - (0 if verschuif else len(vooraf))
    uit += tafel + EINDE.pack(b"PK\5\6", 0, 0, aantal, aantal, len(tafel), begin, len(commentaar)) + commentaar
    return bytes(uit)


def ontleed(ruw):
    with zipfile.ZipFile(BytesIO(ruw)) as z:
        return [Deel(naam, z.read(naam)) for naam in z.namelist()]


def een_byte(deel, r):
    inhoud = bytearray(deel.inhoud)
    inhoud[r.randrange(len(inhoud))] ^= r.randrange(1, 256)
    deel.inhoud = bytes(inhoud)


def met_nieuwe_lijsten(delen):
    per_naam = {d.naam: d for d in delen}
    inhoud = [
        zipvorm.Ingang(d.naam, len(d.inhoud), 0, 0, hashlib.sha256(d.inhoud).digest())
        for d in delen
        if d.naam not in (asic.MIMETYPE, asic.SOMMEN, asic.LIJST, asic.HANDTEKENING)
    ]
    per_naam[asic.SOMMEN].inhoud = asic.sommen(inhoud)
    som = hashlib.sha256(per_naam[asic.SOMMEN].inhoud).digest()
    per_naam[asic.LIJST].inhoud = asic.inhoudslijst([*inhoud, zipvorm.Ingang(asic.SOMMEN, 0, 0, 0, som)])
    return delen


class Rechter:
    """Oordeelt over een gewijzigd pakket en telt per klasse."""

    def __init__(self, ruw):
        self.ruw, self.wortels, self.telling = ruw, sleutel.wortels(), Counter()
        self.goed = asic.controleer(BytesIO(ruw), self.wortels)
        assert self.goed.afwijkingen == []
        self.gezien = self._unzip(ruw)
        self.gemist, self.doorgelaten = [], []

    @staticmethod
    def _unzip(ruw):
        with zipfile.ZipFile(BytesIO(ruw)) as z:
            return [(n, z.read(n)) for n in z.namelist() if n != asic.HANDTEKENING]

    def oordeel(self, ander, wat):
        if ander == self.ruw:
            return
        controle = asic.controleer(BytesIO(ander), self.wortels)
        klasse = "geweigerd" if controle.afwijkingen else self._onschadelijk(ander, controle)
        self.telling[klasse] += 1
        if klasse == "GEMIST":
            self.gemist.append(wat)

    def _onschadelijk(self, ander, controle):
        kern = [(c.inhoud, *(c.zegel[k] for k in ("ondertekend", "certificaat"))) for c in (self.goed, controle)]
        zelfde = kern[0] == kern[1] and self._unzip(ander) == self.gezien
        # het register kent de sha256 van het hele pakket: daar is ook dit te zien
        anders_in_register = controle.sha256 != self.goed.sha256
        if (
            zelfde
            and anders_in_register
            and controle.zegel["tijdstempel"] == self.goed.zegel["tijdstempel"] is not None
        ):
            return "tijdstempelomhulsel"
        return "GEMIST"

    def gewone_controle(self, ander, wat):
        """Wat een zorgvuldige auditor zonder deze toepassing zou schrijven: zipfile, digests en CMS."""
        try:
            fouten = []
            with zipfile.ZipFile(BytesIO(ander)) as z:
                sommen = dict(reversed(regel.split("  ")) for regel in z.read(asic.SOMMEN).decode().splitlines())
                lijst = z.read(asic.LIJST)
                goed = z.testzip() is None and all(
                    hashlib.sha256(z.read(naam)).hexdigest() == som
                    and b64encode(bytes.fromhex(som)) in lijst
                    and naam.encode() in lijst
                    for naam, som in sommen.items()
                )
                cms.controleer_los(z.read(asic.HANDTEKENING), lijst, self.wortels, fouten.append, streng=False)
        except Exception:  # een gewone controle die omvalt, heeft het gezien
            return
        if goed and not fouten:
            self.doorgelaten.append(wat)

    def besluit(self, wat):
        print(f"{wat}: {dict(self.telling)}, gemist {len(self.gemist)}")
        assert self.gemist == []
