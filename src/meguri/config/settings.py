"""Django's settings. What differs between installations comes from the environment; DEBUG is off unless asked."""

from pathlib import Path
from typing import Any

import dj_database_url
from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF

from meguri.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.text("MEGURI_VAR") or Path.cwd() / "var")

DEBUG = env.flag("MEGURI_DEBUG")
DEMO = env.flag("MEGURI_DEMO")
SECRET_KEY = env.secret_key(VAR)
SECRET_KEY_FALLBACKS = env.words("MEGURI_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("MEGURI_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_ADDRESS = env.text("MEGURI_ADDRESS", "http://127.0.0.1:8000")
HTTPS = SITE_ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "corsheaders",
    "csp",
    "django_htmx",
    "ninja",
    "meguri.core",
    "meguri.record",
    "meguri.towns",
    "meguri.governance",
    "meguri.indicators",
    "meguri.projects",
    "meguri.funding",
    "meguri.thread",
    "meguri.web",
]

MIDDLEWARE = [
    "meguri.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "meguri.record.log_files.SameForAll",
    "corsheaders.middleware.CorsMiddleware",
    "meguri.web.rate_limit.ApiRateLimit",
    "meguri.web.anonymous.AnonymousPages",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "meguri.web.api_errors.ApiErrors",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "meguri.towns.middleware.TownMiddleware",
    "meguri.web.middleware.ErrorPages",
]

ROOT_URLCONF = "meguri.config.urls"
WSGI_APPLICATION = "meguri.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "meguri.web.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        ("django.template.loaders.filesystem.Loader", [PACKAGE / "web" / "templates"]),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "meguri.web.forms.FormRenderer"

SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536; "
    "PRAGMA journal_size_limit=16777216;"
)


def database() -> dict[str, Any]:
    """PostgreSQL by `DATABASE_URL`, else SQLite (WAL, transactions begin IMMEDIATE) under `var/`."""
    url = env.text("DATABASE_URL") or f"sqlite:///{VAR / 'meguri.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_SETUP}
    return found


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WRITE_GUARD_EXEMPT_TABLES = frozenset(
    {
        "django_session",
        "django_content_type",
        "django_migrations",
        "auth_permission",
        "meguri_cache",
        "core_outboxmessage",
        "towns_user",
        "towns_attempt",
        "account_emailaddress",
        "account_emailconfirmation",
        "mfa_authenticator",
        "usersessions_usersession",
    }
)
"""Sessions, sign-in and the worker: written by libraries, outside any action."""

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "meguri_cache"},
    "pages": {
        "BACKEND": "meguri.web.page_cache.PageCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_MEGABYTES": env.number("MEGURI_PAGE_CACHE_MEGABYTES", 32)},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
PAPER_FILES = PACKAGE / "web" / "paper_built"
"""The style sheet and the letters of PDFs; no other file is read for one."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

AUTH_USER_MODEL = "towns.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("MEGURI_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if HTTPS else []
CSRF_FAILURE_VIEW = "meguri.web.views.csrf_failure"

STRIPE_SECRET_KEY = env.text("MEGURI_STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("MEGURI_STRIPE_WEBHOOK_SECRET")
STRIPE_TOWN = env.text("MEGURI_STRIPE_TOWN")
STRIPE_API_BASE = env.text("MEGURI_STRIPE_API_BASE", "https://api.stripe.com")
_PAYMENT_PAGES = ["https://checkout.stripe.com"] if STRIPE_SECRET_KEY else []

TILE_URL = env.text("MEGURI_TILE_URL")
TILE_CREDIT = env.text("MEGURI_TILE_CREDIT", "地理院タイル")
_TILE_HOSTS = ["/".join(TILE_URL.split("/")[:3])] if TILE_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_TILE_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF, *_TILE_HOSTS],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_PAYMENT_PAGES],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/|([0-9]{6}/)?log/)"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"]

RECORD_FOLDER = Path(env.text("MEGURI_RECORD_FOLDER") or VAR / "record")
RECORD_KEYS = env.words("MEGURI_RECORD_KEY")

OCID_PREFIXES = env.words("MEGURI_OCID_PREFIXES")

WORKERS = env.number("MEGURI_WORKERS", 2)
API_REQUESTS_PER_MINUTE = env.number("MEGURI_API_REQUESTS_PER_MINUTE", 600)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

_MAIL = "console" if DEMO or DEBUG else "smtp"
EMAIL_BACKEND = env.text("MEGURI_EMAIL_BACKEND", f"django.core.mail.backends.{_MAIL}.EmailBackend")
EMAIL_HOST = env.text("MEGURI_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("MEGURI_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("MEGURI_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("MEGURI_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MEGURI_EMAIL_TLS")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MEGURI_EMAIL_FROM", "meguri@localhost")

ACCOUNT_ADAPTER = "meguri.towns.sign_in.AccountAdapter"
MFA_ADAPTER = "meguri.towns.sign_in.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("MEGURI_BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

ACCESSIBILITY_RESULT = VAR / "accessibility.json"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("MEGURI_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fido2": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
