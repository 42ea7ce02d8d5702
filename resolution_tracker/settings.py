"""Settings: one file; every difference between installations is an environment variable."""

import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from resolution_tracker import postgres

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL = env("DATABASE_URL", default="")

# The demo: invented schools and seven users with a known password. Never in production.
DEMO = env.bool("DEMO", default=False)
# Adds the trivial page that `make bench` measures against.
BENCH = env.bool("BENCH", default=False)
DEBUG = env.bool("DEBUG", default=False)


def _secret_key() -> str:
    """SECRET_KEY, or without an own database (one machine, loopback) a key kept in DATA_DIR."""
    if key := env("SECRET_KEY", default=""):
        return key
    if DATABASE_URL:
        raise ImproperlyConfigured("Set SECRET_KEY: it is required wherever DATABASE_URL is set.")
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Written aside (0600) and linked, so that a second process never reads half a key.
        with NamedTemporaryFile("w", dir=DATA_DIR) as file, suppress(FileExistsError):
            file.write(secrets.token_urlsafe(50))
            file.flush()
            path.hardlink_to(file.name)
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "resolution_tracker.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "import_export",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "resolution_tracker.apps.ResolutionTrackerConfig",
    "documents.apps.DocumentsConfig",
    "indicators.apps.IndicatorsConfig",
    "directives",
    "organizations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "resolution_tracker.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "resolution_tracker.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "resolution_tracker.middleware.SignInRequired",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "resolution_tracker.urls"
WSGI_APPLICATION = "resolution_tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "resolution_tracker.navigation.navigation",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url_config(DATABASE_URL) if DATABASE_URL else postgres.settings_for(DATA_DIR),
}
# FLOORS: a new connection per request costs 2.2-2.5 times a page.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Plans of the queries that every page asks are kept on the connection (directives/written.py). A
# pooler that cannot keep them: `?prepare_threshold=1000000000` in DATABASE_URL.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits count in a cache that all processes share: the database's.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "resolution_tracker.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "resolution_tracker.accounts.LoginForm",
    "change_password": "resolution_tracker.accounts.ChangePasswordForm",
    "set_password": "resolution_tracker.accounts.SetPasswordForm",
    "reset_password": "resolution_tracker.accounts.ResetPasswordForm",
    "reset_password_from_key": "resolution_tracker.accounts.ResetPasswordKeyForm",
    "reauthenticate": "resolution_tracker.accounts.ReauthenticateForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Europe/Moscow")

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Evidence: 20 MB a file by default; larger request bodies are refused before they are read.
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

# HTTPS unless it is the one machine with its own database, or said otherwise.
SECURE = env.bool("SECURE", default=bool(DATABASE_URL))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TRUSTED_PROXY_SSL_HEADER := env("SSL_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (TRUSTED_PROXY_SSL_HEADER, "https")
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "resolution_tracker.shell.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

DJANGO_TABLES2_TEMPLATE = "_table.html"
# pghistory keeps who changed reference data: its middleware names the user in the same statement.
PGHISTORY_APPEND_ONLY = True
# FLOORS: a trigger for each row is quadratic in bulk inserts, one for each statement is linear.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

# Background jobs (resolution_tracker/jobs.py): every module that declares some is named here.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = [
    "resolution_tracker.jobs",
    "resolution_tracker.intake.jobs",
    "resolution_tracker.indicator_jobs",
    "resolution_tracker.week_jobs",
]
PROCRASTINATE_WORKER_DEFAULTS = {
    # Seconds: a worker that was killed is known by its silence, and its job runs again.
    "update_heartbeat_interval": 1,
    "stalled_worker_timeout": 5,
    "fetch_job_polling_interval": 1,
    # What has failed stays for the operator.
    "delete_jobs": "successful",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "filters": {"lost_database": {"()": "resolution_tracker.logs.WithoutLostDatabase"}},
    "loggers": {
        # It tells of every step of every job.
        "procrastinate": {"level": "WARNING"},
        "procrastinate.utils": {"filters": ["lost_database"]},
        "procrastinate.worker.worker": {"filters": ["lost_database"]},
    },
}
