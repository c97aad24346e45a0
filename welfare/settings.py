"""Settings of Scaffale, read from the environment.

`docs/operators/settings.md` explains each variable; a test checks that page against this file.
"""

import os
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from welfare.schedule import BEAT

# Generic forms and fields (`ModelForm[Member]`) need it at run time.
django_stubs_ext.monkeypatch()
# Workbooks are read the same way whether lxml happens to be installed or not; read when openpyxl is imported.
os.environ |= {"OPENPYXL_LXML": "False"}

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: str) -> bool:
    """Read a 0/1 environment variable."""
    return os.environ.get(name, default) == "1"


def required(name: str) -> str:
    """Read an environment variable that has no safe default."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: see docs/operators/settings.md")
    return value


# ── What this process is ─────────────────────────────────────────────────────
SCAFFALE_DEMO = flag("SCAFFALE_DEMO", "0")
SCAFFALE_HTTPS = flag("SCAFFALE_HTTPS", "1")
SCAFFALE_DOMAIN = os.environ.get("SCAFFALE_DOMAIN", "localhost")
# "owner" migrates and provisions; anything else serves with the role that cannot.
SCAFFALE_PROCESS = os.environ.get("SCAFFALE_PROCESS", "app")
SCAFFALE_PORT = os.environ.get("SCAFFALE_PORT", "")
VAR_DIR = Path(os.environ.get("SCAFFALE_VAR", str(BASE_DIR / "var")))
DEBUG = False

# ── Secrets: a comma-separated list, newest first, so that keys can be rotated ─
SCAFFALE_KEYS = tuple(key for key in required("SCAFFALE_KEYS").split(",") if key)
if any(len(key) < 32 for key in SCAFFALE_KEYS):
    raise ImproperlyConfigured("Each of SCAFFALE_KEYS needs at least 32 characters")
SECRET_KEY = SCAFFALE_KEYS[0]
SECRET_KEY_FALLBACKS = list(SCAFFALE_KEYS[1:])

# ── Hosts ─────────────────────────────────────────────────────────────────────
ALLOWED_HOSTS = [SCAFFALE_DOMAIN, f".{SCAFFALE_DOMAIN}"]
USE_X_FORWARDED_HOST = False
# How many proxies of ours stand before the web process; 0 ignores X-Forwarded-*.
TRUSTED_PROXIES = int(os.environ.get("SCAFFALE_TRUSTED_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ── Applications ──────────────────────────────────────────────────────────────
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "providers",
    "providers.accreditation",
    "providers.agreements",
    "providers.demand",
    "providers.nominating",
    "providers.opinions",
    "providers.quoting",
    "providers.statements",
]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "tenants.identity",
    "tenants.audit",
    "tenants.messages",
    "providers.applications",
    "providers.bookings",
    "providers.enquiries",
    "members",
    "members.ledger",
    "catalog.benefits",
    "catalog.plans",
    "catalog.regulations",
    "catalog.shelf",
    "catalog.orders",
    "catalog.subscriptions",
    "catalog.quotes",
    "catalog.enrolments",
    "catalog.cards",
    "catalog.nominations",
    "catalog.feedback",
    "catalog.settlement",
    "catalog.closing",
    "catalog.conversion",
    "catalog.payroll",
    "catalog.home",
    "allauth.account",
    "allauth.mfa",
]
UNMIGRATED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "catalog.directory",
    "catalog.demo",
    "welfare",
]
INSTALLED_APPS = SHARED_APPS + TENANT_APPS + UNMIGRATED_APPS
TENANT_MODEL = "tenants.Organization"
TENANT_DOMAIN_MODEL = "tenants.Domain"
# Safe from django-tenants 4.0.1: rollbacks forget the cached path.
TENANT_LIMIT_SET_CALLS = True
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "welfare.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.middleware.OrganizationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "welfare.access.KindMiddleware",
    "tenants.identity.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "welfare.access.AccessMiddleware",
    "tenants.identity.middleware.SecondFactorMiddleware",
    "members.notices.PrivacyNoticeMiddleware",
    "welfare.errors.BusyMiddleware",
]
ROOT_URLCONF = "welfare.urls"
BARE_URLCONF = "welfare.urls_bare"
WSGI_APPLICATION = "welfare.wsgi.application"

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
                "tenants.context.organization",
                "catalog.home.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "welfare.rendering.KitRenderer"

# ── Database: one alias, the role chosen by what the process is ───────────────
DATABASE_URL = required("DATABASE_OWNER_URL" if SCAFFALE_PROCESS == "owner" else "DATABASE_URL")
DATABASES = {
    "default": {
        **dj_database_url.parse(DATABASE_URL),
        "ENGINE": "django_tenants.postgresql_backend",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # A wait for a lock ends in a plain "try again" page, never in a queue without end.
        "OPTIONS": {"options": "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=60000"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Cache: Redis when there is one (not the broker's), else a table in `public` ─
CACHE_URL = os.environ.get("CACHE_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if CACHE_URL
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": CACHE_URL or "django_cache",
        "KEY_FUNCTION": "tenants.cache.organization_key",
        # The table's default of 300 rows would throw sign-in limits away.
        "OPTIONS": {} if CACHE_URL else {"MAX_ENTRIES": 100_000},
    }
}

# ── Work that is not immediate ────────────────────────────────────────────────
REDIS_URL = os.environ.get("REDIS_URL", "")
BROKER_FOLDER = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 30}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_FOLDER / "messages"),
        "data_folder_out": str(BROKER_FOLDER / "messages"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Over files, two workers that start together trip over the table of the channel they would share for it.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
# Sending is a hint, so a broker that is away may not hold up a request.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
# The broker of files makes a worker that has asked in vain wait; it asks for many at a time. Redis hands out at once.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1 if REDIS_URL else 32
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"tenants.provisioning.*": {"queue": "provisioning"}}
CELERY_TIMEZONE = "Europe/Rome"
# Modules of tasks that are not called `tasks`.
CELERY_IMPORTS = ["catalog.orders.sweeper"]
CELERY_BEAT_SCHEDULE = BEAT

# ── People and sign-in ────────────────────────────────────────────────────────
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["tenants.identity.backend.LoginBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
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
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tenants.identity.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "member_number"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes are kept in the session, which lives in the tenant's schema: there is no
# link that another organization's host could honour.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
# People look for the mail on another device: a quarter of an hour.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "tenants.identity.forms.SignInForm",
    "signup": "members.citizens.CitizenSignupForm",
    "request_login_code": "tenants.identity.forms.CodeByMailForm",
    "reset_password": "tenants.identity.forms.ForgottenPasswordForm",  # pragma: allowlist secret
    "confirm_login_code": "tenants.identity.forms.CodeForm",
    "confirm_password_reset_code": "tenants.identity.forms.CodeForm",  # pragma: allowlist secret
    "confirm_email_verification_code": "tenants.identity.forms.EmailCodeForm",
}
# A whole office signs in from one address; guessing is held by login_failed (10 a minute an address, 5 a login).
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "confirm_email": "3/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "tenants.identity.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Scaffale"

# ── Sessions, cookies, transport ──────────────────────────────────────────────
PREFIX = "__Host-" if SCAFFALE_HTTPS else ""
SESSION_ENGINE = "tenants.identity.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = f"{PREFIX}scaffale_session"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = SCAFFALE_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{PREFIX}scaffale_csrf"
CSRF_COOKIE_SECURE = SCAFFALE_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "welfare.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = SCAFFALE_HTTPS
LANGUAGE_COOKIE_NAME = f"{PREFIX}scaffale_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SCAFFALE_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if SCAFFALE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SCAFFALE_HTTPS
SECURE_HSTS_PRELOAD = SCAFFALE_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# ── Language and time ─────────────────────────────────────────────────────────
LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# ── Files ─────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SCAFFALE_STATIC", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Documents of people: private, never served from an address of their own.
PRIVATE_FILES = VAR_DIR / "files"
# Photos of services, made anew and named by their hash: anybody may see them.
PUBLIC_PICTURES = VAR_DIR / "pictures"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# No more of the files of a request is kept; each form may take less, and tells a file that was cut by its size.
UPLOAD_MOST_BYTES = 21 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["welfare.uploads.BoundedFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# ── Mail ──────────────────────────────────────────────────────────────────────
DEMO_MAIL = VAR_DIR / "mail"
EMAIL_BACKEND = "welfare.demo_mail.FolderBackend" if SCAFFALE_DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("SCAFFALE_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SCAFFALE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SCAFFALE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SCAFFALE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("SCAFFALE_MAIL_TLS", "0")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SCAFFALE_MAIL_FROM", f"Scaffale <noreply@{SCAFFALE_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ── Health: what rooms add to /healthz ────────────────────────────────────────
HEALTH_PROBES = ["tenants.health.lacking"]

# ── Logs: to standard error, without names, codes or tokens ───────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SCAFFALE_LOG_LEVEL", "WARNING")},
}
