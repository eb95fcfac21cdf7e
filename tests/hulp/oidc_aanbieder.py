"""Een miniatuur van een OpenID Connect-aanbieder: discovery, authorize, token, jwks en userinfo, met echte RS256-sleutels.

Elke knop aan de buitenkant laat hem één ding fout doen. Wat hij zelf moet weigeren (PKCE, geheim, tweede gebruik van een
code, een ander terugkeeradres) weigert hij ook.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, GEHEIM = "gd-client", "gd-geheim"


@cache
def sleutels():
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


class Aanbieder:
    def __init__(self):
        self.sleutel, self.andere_sleutel = sleutels()
        self.codes, self.tokens, self.gezien, self.geweigerd = {}, {}, [], []
        self.beweringen = {"sub": "persoon-1", "given_name": "Canarie", "family_name": "Vogel"}
        self.in_userinfo = {}  # wat userinfo anders zegt
        self.in_token = {}  # wat het id_token anders zegt
        self.onderteken_met = "RS256"
        self.valse_sleutel = self.stuk = self.zonder_userinfo = False
        self.antwoord_fout = ""  # authorize antwoordt met error=…
        self.uitgever = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Loket", (Loket,), {"aanbieder": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}/op"
        self.draad = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.draad.start()

    def sluit(self):
        self.server.shutdown()
        self.server.server_close()
        self.draad.join()

    def config(self):
        config = {"issuer": self.uitgever or self.url, "jwks_uri": f"{self.url}/jwks"}
        config |= {f"{naam}_endpoint": f"{self.url}/{naam}" for naam in ("authorization", "token", "userinfo")}
        if self.zonder_userinfo:
            del config["userinfo_endpoint"]
        return config

    def jwks(self):
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.sleutel.public_key()))
        return {"keys": [jwk | {"kid": "een", "alg": "RS256", "use": "sig"}]}

    def id_token(self, nonce):
        nu = int(time.time())
        inhoud = self.beweringen | {"iss": self.url, "aud": CLIENT, "iat": nu, "exp": nu + 300, "nonce": nonce}
        inhoud = {k: v for k, v in (inhoud | self.in_token).items() if v is not None}
        inhoud = {k: nu + int(v.total_seconds()) if isinstance(v, timedelta) else v for k, v in inhoud.items()}
        if self.onderteken_met == "none":
            return jwt.encode(inhoud, None, algorithm="none", headers={"kid": "een"})
        if self.onderteken_met == "HS256":  # met de publieke sleutel als geheim: de klassieke verwarring
            kop, lijf = (
                base64.urlsafe_b64encode(json.dumps(d).encode()).rstrip(b"=")
                for d in ({"alg": "HS256", "kid": "een"}, inhoud)
            )
            publiek = self.sleutel.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            mac = hmac.digest(publiek, kop + b"." + lijf, "sha256")
            return b".".join((kop, lijf, base64.urlsafe_b64encode(mac).rstrip(b"="))).decode()
        sleutel = self.andere_sleutel if self.valse_sleutel else self.sleutel
        return jwt.encode(inhoud, sleutel, algorithm=self.onderteken_met, headers={"kid": "een"})

    def authorization(self, vraag):
        self.gezien.append(vraag)
        terug = {"state": vraag["state"]}
        if self.antwoord_fout:
            return f"{vraag['redirect_uri']}?{urlencode(terug | {'error': self.antwoord_fout})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = vraag
        return f"{vraag['redirect_uri']}?{urlencode(terug | {'code': code})}"

    def token(self, vraag):
        gevraagd = self.codes.pop(vraag.get("code"), None)
        if gevraagd is None:
            return self.weiger("code")
        if (vraag.get("client_id"), vraag.get("client_secret")) != (CLIENT, GEHEIM):
            return self.weiger("geheim")
        bewijs = hashlib.sha256(vraag.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(bewijs).rstrip(b"=").decode() != gevraagd.get("code_challenge"):
            return self.weiger("pkce")
        if vraag.get("redirect_uri") != gevraagd["redirect_uri"]:
            return self.weiger("terugkeeradres")
        token = secrets.token_urlsafe(16)
        self.tokens[token] = self.beweringen
        return 200, {"access_token": token, "token_type": "Bearer", "id_token": self.id_token(gevraagd.get("nonce"))}

    def weiger(self, waarom):
        self.geweigerd.append(waarom)
        return 400, {"error": "invalid_grant"}


class Loket(BaseHTTPRequestHandler):
    aanbieder: Aanbieder

    def do_GET(self):
        a, delen = self.aanbieder, urlsplit(self.path)
        pad = delen.path.removeprefix("/op")
        if a.stuk:
            return self.antwoord(500, {})
        if pad == "/authorization":
            vraag = {k: w[0] for k, w in parse_qs(delen.query).items()}
            self.send_response(302)
            self.send_header("Location", a.authorization(vraag))
            return self.end_headers()
        if pad == "/userinfo":
            wie = a.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            return self.antwoord(200 if wie else 401, (wie or {}) | a.in_userinfo)
        wat = {"/.well-known/openid-configuration": a.config, "/jwks": a.jwks}.get(pad)
        return self.antwoord(200, wat()) if wat else self.antwoord(404, {})

    def do_POST(self):
        lijf = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.antwoord(*self.aanbieder.token({k: w[0] for k, w in parse_qs(lijf).items()}))

    def antwoord(self, status, gegevens):
        lijf = json.dumps(gegevens).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(lijf)))
        self.end_headers()
        self.wfile.write(lijf)

    def log_message(self, *_):
        pass


@pytest.fixture
def aanbieder(settings):
    """Een draaiende aanbieder, waarop de toepassing aangesloten is."""
    loket = Aanbieder()
    settings.GD_OIDC_URL, settings.GD_OIDC_CLIENT, settings.GD_OIDC_GEHEIM = loket.url, CLIENT, GEHEIM
    yield loket
    loket.sluit()
