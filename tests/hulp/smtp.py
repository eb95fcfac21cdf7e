"""Een echte SMTP-server in het klein, op een echte poort, die op elk punt anders kan antwoorden (RFC 5321).

`Postkantoor.plan` is een lijst: elke nieuwe poging om iets af te geven neemt er één gedrag af; leeg: alles gaat goed.
`ontvangen` is wat hij aannam, ook als hij dat niet meer kon zeggen. `dicht()` en `open()`: de server is even weg.
"""

import socket
import socketserver
import threading
from email import message_from_bytes
from email.policy import default

GOED = "goed"
WEIGER_AFZENDER = "weiger afzender"  # 4xx op MAIL FROM
WEIGER_ADRES = "weiger adres"  # 550 op RCPT
ADRES_LATER = "adres later"  # 451 op RCPT
WEIGER_DATA = "weiger data"  # 451 op DATA zelf
INHOUD_LATER = "inhoud later"  # 452 na de inhoud
WEIGER_INHOUD = "weiger inhoud"  # 554 na de inhoud
BREEK_AF_VOOR = "breek af voor"  # de verbinding valt weg vóór DATA
HANGT_VOOR = "hangt voor"  # geen antwoord op DATA
BREEK_AF_NA = "breek af na"  # aangenomen, maar de verbinding valt weg voor het antwoord
VERLIES_NA = "verlies na"  # de inhoud kwam toe en ging verloren, zonder antwoord
HANGT_NA = "hangt na"  # aangenomen, maar het antwoord komt niet
ZEKER_NIET = (WEIGER_AFZENDER, ADRES_LATER, WEIGER_DATA, INHOUD_LATER, BREEK_AF_VOOR, HANGT_VOOR)
VOORGOED = (WEIGER_ADRES, WEIGER_INHOUD)
MISSCHIEN = (BREEK_AF_NA, VERLIES_NA, HANGT_NA)


class Weg(Exception):
    """De server breekt het gesprek af."""


class _Gesprek(socketserver.StreamRequestHandler):
    def handle(self):
        self.kantoor.verbindingen += 1
        try:
            self.zeg("220 postkantoor")
            while regel := self.rfile.readline():
                woord = regel.split(b" ")[0].strip().upper().decode()
                if woord == "QUIT":
                    self.zeg("221 dag")
                    return
                getattr(self, f"bij_{woord.lower()}", self.bij_niets)(regel.strip().decode())
        except (Weg, OSError):
            return

    @property
    def kantoor(self):
        return self.server.kantoor

    def zeg(self, tekst):
        self.wfile.write(f"{tekst}\r\n".encode())

    def bij_ehlo(self, _):
        self.zeg("250-postkantoor\r\n250 8BITMIME")

    def bij_niets(self, _):
        self.zeg("502 dat ken ik niet")

    def bij_rset(self, _):
        self.zeg("250 goed")

    def bij_mail(self, _):
        self.gedrag = self.kantoor.volgende()
        self.zeg("421 later" if self.gedrag == WEIGER_AFZENDER else "250 goed")

    def bij_rcpt(self, regel):
        self.aan = regel.partition("<")[2].partition(">")[0]
        self.zeg({WEIGER_ADRES: "550 kennen we niet", ADRES_LATER: "451 straks"}.get(self.gedrag, "250 goed"))

    def bij_data(self, _):
        if self.gedrag == WEIGER_DATA:
            self.zeg("451 straks")
            return
        if self.gedrag == BREEK_AF_VOOR:
            raise Weg
        if self.gedrag == HANGT_VOOR:
            self.hang()
        self.zeg("354 kom maar")
        inhoud = self.lees()
        if self.gedrag == INHOUD_LATER:
            self.zeg("452 geen plaats")
        elif self.gedrag == WEIGER_INHOUD:
            self.zeg("554 ongewenst")
        else:
            self.na_inhoud(inhoud)

    def na_inhoud(self, inhoud):
        if self.gedrag != VERLIES_NA:
            self.kantoor.neem_aan(self.aan, inhoud)
        if self.gedrag in (BREEK_AF_NA, VERLIES_NA):
            raise Weg
        if self.gedrag == HANGT_NA:
            self.hang()
        self.zeg("250 aangenomen")

    def hang(self):
        """Zwijgt tot de ander opgeeft."""
        self.connection.settimeout(5)
        self.rfile.readline()
        raise Weg

    def lees(self):
        regels = []
        while (regel := self.rfile.readline()) not in (b".\r\n", b""):
            regels.append(regel.removeprefix(b".") if regel.startswith(b"..") else regel)
        if not regel:
            raise Weg  # afgebroken: zonder de punt op het einde is er niets aangenomen
        return b"".join(regels)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, block_on_close = True, True, False


class Postkantoor:
    def __init__(self):
        with socket.socket() as vrij:  # een vaste poort: na `dicht` komt hij op dezelfde plaats terug
            vrij.bind(("127.0.0.1", 0))
            self.poort = vrij.getsockname()[1]
        self.plan, self.ontvangen, self.verbindingen = [], [], 0
        self.bij_aankomst = lambda aan: None
        self._slot, self._server = threading.Lock(), None

    def open(self):
        self._server = _Server(("127.0.0.1", self.poort), _Gesprek)
        self._server.kantoor = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def dicht(self):
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def volgende(self):
        with self._slot:
            return self.plan.pop(0) if self.plan else GOED

    def neem_aan(self, aan, inhoud):
        with self._slot:
            self.ontvangen.append((aan, message_from_bytes(inhoud, policy=default)))
        self.bij_aankomst(aan)

    @property
    def adressen(self):
        return sorted(aan for aan, _ in self.ontvangen)
