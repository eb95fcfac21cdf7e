"""Een kleine tijdstempelserver (RFC 3161): echte HTTP, echte tijdstempels, en elke manier waarop er een tekortschiet."""

import http.server
import threading
import time

from asn1crypto import tsp

from documenten.zegel.testdienst import Stempeldienst, geweigerd


class Server(http.server.ThreadingHTTPServer):
    """`doet`: goed, kapot (500), traag, druppelt, onzin, nonce, hash, weigert of vreemd; `vragen`: hoeveel er kwamen."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, doet="goed", dienst=None, wachttijd=20.0):
        super().__init__(("127.0.0.1", 0), _Antwoord)
        self.hoogstens = 1000  # daarna valt hij uit
        self.doet, self.vragen, self.wachttijd, self.los = doet, 0, wachttijd, threading.Event()
        self.dienst = dienst or Stempeldienst.van_deze_installatie()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def adres(self):
        return f"http://127.0.0.1:{self.server_port}/tsa"

    def stop(self):
        self.los.set()
        self.shutdown()
        self.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class _Antwoord(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        vraag = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.vragen += 1
        try:
            doet = self.server.doet if self.server.vragen <= self.server.hoogstens else "kapot"
            getattr(self, f"_{doet}")(tsp.TimeStampReq.load(vraag))
        except (BrokenPipeError, ConnectionResetError):
            """Wie vroeg, wachtte niet."""

    def _stuur(self, inhoud, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)

    def _goed(self, vraag):
        self._stuur(self.server.dienst.antwoord_bytes(vraag.dump()))

    _vreemd = _goed  # een dienst van een uitgever die wij niet kennen

    def _kapot(self, vraag):
        self._stuur(b"", 500)

    def _traag(self, vraag):
        self.server.los.wait(self.server.wachttijd)

    def _druppelt(self, vraag):
        """Elke keer net op tijd één byte: zonder limiet op het geheel duurt dit eeuwig."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        einde = time.monotonic() + self.server.wachttijd
        while time.monotonic() < einde and not self.server.los.wait(0.05):
            self.wfile.write(b"0")

    def _onzin(self, vraag):
        self._stuur(b"<html>Welkom op ons netwerk</html>")

    def _weigert(self, vraag):
        self._stuur(geweigerd("unaccepted_policy").dump())

    def _nonce(self, vraag):
        self._goed(tsp.TimeStampReq(vraag.native | {"message_imprint": vraag["message_imprint"], "nonce": 42}))

    def _hash(self, vraag):
        afdruk = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
        self._goed(tsp.TimeStampReq(vraag.native | {"message_imprint": afdruk}))

    def log_message(self, *_):
        """Stil."""
