"""Een kleine ondertekendienst volgens de CSC API (v1): zegt haar certificaat, machtigt per hash, en tekent hashes."""

import base64
import http.server
import json
import secrets
import threading
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

ECDSA_SHA256 = "1.2.840.10045.4.3.2"


class Dienst(http.server.ThreadingHTTPServer):
    """`gevraagd`: elke vraag; `hangt`: antwoordt niet meer."""

    daemon_threads, block_on_close = True, False

    def __init__(self, sleutel, keten, token):
        super().__init__(("127.0.0.1", 0), _Vraag)
        self.sleutel, self.keten, self.token = sleutel, keten, token
        self.gevraagd, self.machtigingen, self.hangt = [], {}, False
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def adres(self):
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self):
        self.shutdown()
        self.server_close()


class _Vraag(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        vraag = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wat = self.path.removeprefix("/csc/v1/")
        self.server.gevraagd.append(wat)
        if self.server.hangt:
            time.sleep(1)
            return
        if self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self.send_error(401)
            return
        antwoord = getattr(self, wat.replace("/", "_"))(vraag)
        inhoud = json.dumps(antwoord).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)

    def credentials_info(self, vraag):
        der = [c.public_bytes(serialization.Encoding.DER) for c in self.server.keten]
        return {
            "cert": {"certificates": [base64.b64encode(d).decode() for d in der]},
            "key": {"algo": [ECDSA_SHA256]},
            "multisign": 1,
            "SCAL": "2",
        }

    def credentials_authorize(self, vraag):
        assert vraag["numSignatures"] == 1 and vraag["PIN"] == "1234"
        sad = secrets.token_hex(8)
        self.server.machtigingen[sad] = vraag["hash"]
        return {"SAD": sad, "expiresIn": 60}

    def signatures_signHash(self, vraag):
        assert self.server.machtigingen.pop(vraag["SAD"]) == vraag["hash"] and vraag["signAlgo"] == ECDSA_SHA256
        (hash_,) = vraag["hash"]
        getekend = self.server.sleutel.sign(base64.b64decode(hash_), ec.ECDSA(Prehashed(hashes.SHA256())))
        return {"signatures": [base64.b64encode(getekend).decode()]}

    def log_message(self, *_):
        """Stil."""
