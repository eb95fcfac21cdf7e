"""Alle instellingen, op één plaats. Wat een installatie kiest komt uit de omgeving; de rest staat hier vast."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from kern import logs

BASIS = Path(__file__).resolve().parent.parent


def tekst(naam: str, standaard: str = "") -> str:
    return os.environ.get(naam, standaard)


def schakelaar(naam: str, standaard: bool) -> bool:
    return tekst(naam, "1" if standaard else "0").lower() in {"1", "ja", "true", "on"}


def lijst(naam: str, standaard: str) -> list[str]:
    return [deel.strip() for deel in tekst(naam, standaard).split(",") if deel.strip()]


def pad(naam: str, standaard: Path) -> Path:
    return Path(tekst(naam) or standaard).absolute()


def database(url: str) -> dict:
    """postgresql://rol:wachtwoord@machine:poort/naam?host=/pad → een Django-verbinding."""
    delen = urlsplit(url)
    opties = {sleutel: waarden[-1] for sleutel, waarden in parse_qs(delen.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(delen.path[1:]),
        "USER": unquote(delen.username or ""),
        "PASSWORD": unquote(delen.password or ""),
        "HOST": opties.pop("host", None) or unquote(delen.hostname or ""),
        "PORT": opties.pop("port", None) or str(delen.port or ""),
        "OPTIONS": opties,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# --- installatie
GD_DATA = pad("GD_DATA", BASIS / ".data")
GD_OPSLAG = pad("GD_OPSLAG", GD_DATA / "documenten")
GD_NAKIJK_MAP = pad("GD_NAKIJK_MAP", GD_DATA / "nakijken")  # tijdelijk: wat iemand laat nakijken
GD_ZEGEL_MAP = pad("GD_ZEGEL_MAP", GD_DATA / "zegel")
GD_LOGBOEK_MAP = pad("GD_LOGBOEK_MAP", GD_DATA / "logboek")
GD_ZEGEL_PKCS12 = tekst("GD_ZEGEL_PKCS12")
GD_ZEGEL_WACHTWOORD = tekst("GD_ZEGEL_WACHTWOORD")
GD_ZEGELS = tekst("GD_ZEGELS")  # TOML met het zegel van elk bestuur: documenten.zegel.instelling
GD_VERTROUWENSLIJST = tekst("GD_VERTROUWENSLIJST")  # lokale kopie van een ETSI-lijst, voor eigen certificaten
GD_VERTROUWENSLIJST_VAN = tekst("GD_VERTROUWENSLIJST_VAN")  # PEM: wie die lijst mag ondertekenen
GD_DEMO = schakelaar("GD_DEMO", False)
GD_TSA_URL = tekst("GD_TSA_URL")  # één tijdstempelserver; GD_TSA_URLS: meer, in volgorde van voorkeur
# een demo zonder server stempelt zelf, zichtbaar als TEST
GD_TSA_URLS = lijst("GD_TSA_URLS", GD_TSA_URL or ("test" if GD_DEMO and not GD_ZEGEL_PKCS12 else ""))
GD_ZEGEL_NIVEAU = tekst("GD_ZEGEL_NIVEAU")  # B-B, B-T of B-LTA; leeg: B-T zodra er een tijdstempelserver is
GD_TSA_TIJDSLIMIET = float(tekst("GD_TSA_TIJDSLIMIET", "5"))  # seconden per vraag
GD_DEMO_WACHTWOORD = tekst("GD_DEMO_WACHTWOORD")
GD_ADRES = tekst("GD_ADRES", "http://127.0.0.1:8000").rstrip("/")
DEBUG = schakelaar("GD_DEBUG", False)
SECRET_KEY = tekst("GD_GEHEIM")
SECRET_KEY_FALLBACKS = lijst(
    "GD_GEHEIM_VORIG", ""
)  # na een nieuw geheim: wat met het oude versleuteld is blijft leesbaar
ALLOWED_HOSTS = lijst("GD_HOSTS", "127.0.0.1,localhost")
ACHTER_PROXY = schakelaar("GD_ACHTER_PROXY", False)  # precies één proxy, die X-Forwarded-For en -Proto zelf zet
VERSLEUTELD = GD_ADRES.startswith("https://")
CSRF_TRUSTED_ORIGINS = [GD_ADRES] if VERSLEUTELD else []

# --- gegevens
DATABASE_BEHEER_URL = tekst("DATABASE_BEHEER_URL")
DATABASES = {"default": database(tekst("DATABASE_URL", "postgresql:///gd"))}
if DATABASE_BEHEER_URL:  # alleen wie migreert heeft deze rol
    DATABASES["beheer"] = database(DATABASE_BEHEER_URL) | {"TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = tekst("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # een bevroren Redis mag een verzoek niet ophouden
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_linear_migrations",
    "kern",
    "organisaties",
    "logboek",
    "taken",
    "documenten",
    "aanmelding",
    "berichten",
    "projecten",
    "mentoren",
    "leerwerkplekken",
    "plaatsingen",
    "kandidaten",
    "evaluaties",
    "partners",
    "fiches",
    "rapportage",
    "beheer",
    "controles",
    "werkblad",
    "uitwisseling",
]
MIDDLEWARE = [
    "gemeenschapsdienst.middleware.SchilMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aanmelding.middleware.GrensMiddleware",
    "aanmelding.middleware.SessieMiddleware",
    "organisaties.middleware.IsolatieMiddleware",
    "aanmelding.middleware.TweedeFactorMiddleware",
]
ROOT_URLCONF = "gemeenschapsdienst.urls"
WSGI_APPLICATION = "gemeenschapsdienst.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASIS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["organisaties.templatetags.formulierhoofd"],  # csrf_token zegt ook voor wie
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gemeenschapsdienst.context.pagina",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- taal en tijd
LANGUAGE_CODE = "nl-be"
LANGUAGES = [("nl-be", "Nederlands (België)"), ("nl", "Nederlands")]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- statische bestanden
STATIC_URL = "/static/"
STATIC_ROOT = GD_DATA / "static"
STATICFILES_DIRS = [BASIS / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": GD_OPSLAG},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # niemand anders hoeft onze bestanden te lezen

# --- aanmelden
AUTH_USER_MODEL = "organisaties.Gebruiker"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "aanmelding.wachtwoorden.LangGenoeg", "OPTIONS": {"min_length": 12}},
    {"NAME": "aanmelding.wachtwoorden.NietAlgemeen"},
    {"NAME": "aanmelding.wachtwoorden.NietEnkelCijfers"},
    {"NAME": "aanmelding.wachtwoorden.NietJezelf"},
]
ACCOUNT_ADAPTER = "aanmelding.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts komen van de beheerder of de import, niet van een registratie
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Pogingen telt `aanmelding.grenzen`, in PostgreSQL; die van allauth staan in Redis en hangen af van de Host-kop.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(ACHTER_PROXY)  # zoveel stukken van X-Forwarded-For zijn te vertrouwen, van rechts
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconden; aanmelding.regels.BEVESTIGING
ACCOUNT_FORMS = {"user_token": "aanmelding.forms.HerstelsleutelForm"}
MFA_ADAPTER = "aanmelding.adapter.TweedeFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # een telefoon mag een halve minuut fout lopen
MFA_ALLOW_UNVERIFIED_EMAIL = True  # adressen komen van de beheerder; we houden er geen tweede lijst van bij
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # een vinger, gezicht of pincode: zo is een passkey beide factoren
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not VERSLEUTELD  # http://localhost; met https kijkt de bibliotheek de herkomst na
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# --- aanmelden via ACM/IDM of een andere OpenID Connect-aanbieder; zonder GD_OIDC_URL is er geen
GD_OIDC_URL = tekst("GD_OIDC_URL").removesuffix("/.well-known/openid-configuration").rstrip("/")
GD_OIDC_OORSPRONG = "{0.scheme}://{0.netloc}".format(urlsplit(GD_OIDC_URL))
GD_OIDC_CLIENT, GD_OIDC_GEHEIM = tekst("GD_OIDC_CLIENT"), tekst("GD_OIDC_GEHEIM")
GD_OIDC_NAAM = tekst("GD_OIDC_NAAM", "ACM/IDM")  # op de knop: "Aanmelden met …"
GD_OIDC_SCOPES = lijst("GD_OIDC_SCOPES", "profile")  # naast openid; nooit een die het rijksnummer geeft
GD_OIDC_ORGANISATIE_CLAIM = tekst("GD_OIDC_ORGANISATIE_CLAIM")
GD_OIDC_KOPPEL_OP_EMAIL = schakelaar("GD_OIDC_KOPPEL_OP_EMAIL", False)
SOCIALACCOUNT_ADAPTER = "aanmelding.oidc.Adapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconden

# --- e-mail: smtp://naam:wachtwoord@machine:poort, of smtps://…; leeg: in een bestand per bericht, onder GD_DATA/mail
EMAIL_URL = urlsplit(tekst("GD_EMAIL_URL"))
EMAIL_BACKEND = f"{'kern.postbode' if EMAIL_URL.hostname else 'django.core.mail.backends.filebased'}.EmailBackend"
EMAIL_FILE_PATH = GD_DATA / "mail"
EMAIL_HOST, EMAIL_PORT = EMAIL_URL.hostname or "localhost", EMAIL_URL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(EMAIL_URL.username or ""), unquote(EMAIL_URL.password or "")
EMAIL_USE_SSL = EMAIL_URL.scheme == "smtps"
EMAIL_USE_TLS = EMAIL_URL.scheme == "smtp" and bool(EMAIL_URL.username)  # wachtwoorden nooit in klare tekst
EMAIL_TIMEOUT = 10  # seconden
GD_BERICHTEN_DAGEN = int(tekst("GD_BERICHTEN_DAGEN", "365"))  # daarna verdwijnt een bericht, gelezen of niet
DEFAULT_FROM_EMAIL = SERVER_EMAIL = tekst("GD_EMAIL_VAN", "Gemeenschapsdienst <geen-antwoord@localhost>")

# --- browser
# __Host-: de browser neemt hem enkel aan over https, van deze machine zelf, voor het hele adres
KOEKVOORVOEGSEL = "__Host-" if VERSLEUTELD else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{KOEKVOORVOEGSEL}sessionid", f"{KOEKVOORVOEGSEL}csrftoken"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = VERSLEUTELD
SECURE_HSTS_SECONDS = 31_536_000 if VERSLEUTELD else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = VERSLEUTELD
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ACHTER_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gemeenschapsdienst.fouten.csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],  # uren zonder verbinding
        # een formulier dat naar de aanbieder doorverwijst; zijn aanmeldpagina staat op de machine van GD_OIDC_URL
        "form-action": [SELF, *([GD_OIDC_OORSPRONG] if GD_OIDC_URL else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# --- opladen
OPLADEN_MAX_BYTES = 10 * 1024 * 1024  # certificaten en scans
NAKIJKEN_MAX_BYTES = 50 * 1024 * 1024  # een bewijspakket
NAKIJKEN_WACHTENDEN = 20  # zoveel bestanden tegelijk op schijf
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- taken (taken.md: het boek en de bel); seconden
TAKEN_TIJDSLIMIET = 30
TAKEN_MARGE = 10
TAKEN_LEASE = 20
TAKEN_VEEG_ELKE = 5
TAKEN_WACHTRIJ = tekst("GD_WACHTRIJ", "celery")
LOGBOEK_SCHAKEL_ELKE = 10

# --- logs: geen namen, geen inhoud van verzoeken, geen tekst van fouten (kern.logs)
LOGGING = logs.instellingen(tekst("GD_LOG_NIVEAU", "INFO").upper(), leesbaar=DEBUG)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
