"""The site's settings: safe by default, changed through the environment (README lists the variables)."""

import os
from urllib.parse import urlsplit

import dj_database_url
import django

from healthblog import policy
from healthblog.environment import BASE_DIR, DATA_DIR, base_url, flag, language, secret_key, words

BASE_URL = base_url()
IS_HTTPS = BASE_URL.startswith("https://")
HAS_OWN_CSP = django.VERSION >= (6, 0)

DEBUG = flag("HEALTHBLOG_DEBUG", False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("HEALTHBLOG_ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
if BASE_URL and urlsplit(BASE_URL).hostname not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(urlsplit(BASE_URL).hostname)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

INSTALLED_APPS = [
    "healthblog.adminsite.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "taggit",
    "django_prose_editor",
    "articles",
    "healthblog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware" if HAS_OWN_CSP else "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "healthblog.urls"
WSGI_APPLICATION = "healthblog.wsgi.application"
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
                *(["django.template.context_processors.csp"] if HAS_OWN_CSP else []),
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        },
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL := os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 0.05, "socket_connect_timeout": 0.05},  # seconds: pages do without it
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    }

LANGUAGE_CODE = language()
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = os.environ.get("HEALTHBLOG_MEDIA_URL", "/media/")
MEDIA_ROOT = os.environ.get("HEALTHBLOG_MEDIA_ROOT") or DATA_DIR / "media"
SERVE_MEDIA = flag("HEALTHBLOG_SERVE_MEDIA", MEDIA_URL == "/media/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("HEALTHBLOG_BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# Whether other names under the domain speak https too, the owner alone knows; so they are not bound to it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag("HEALTHBLOG_HSTS_SUBDOMAINS", False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
PERMISSIONS_POLICY = {feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")}
if HAS_OWN_CSP:
    SECURE_CSP = policy.public(MEDIA_URL)
else:
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy.public(MEDIA_URL)}

LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + name}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

MAIL = {
    "host": os.environ.get("HEALTHBLOG_EMAIL_HOST", ""),
    "port": int(os.environ.get("HEALTHBLOG_EMAIL_PORT") or 587),
    "username": os.environ.get("HEALTHBLOG_EMAIL_USER", ""),
    "password": os.environ.get("HEALTHBLOG_EMAIL_PASSWORD", ""),
    "use_tls": flag("HEALTHBLOG_EMAIL_TLS", True),
}
MAIL_BACKEND = "django.core.mail.backends." + ("smtp" if MAIL["host"] else "console") + ".EmailBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAIL_BACKEND, "OPTIONS": MAIL if MAIL["host"] else {}}}
else:
    EMAIL_BACKEND = MAIL_BACKEND
    EMAIL_HOST, EMAIL_PORT = MAIL["host"], MAIL["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = MAIL["username"], MAIL["password"], MAIL["use_tls"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("HEALTHBLOG_EMAIL_FROM", "webmaster@localhost")

ARTICLES_BASE_URL = BASE_URL
ARTICLES_PAGE_CACHE_MB = float(os.environ.get("HEALTHBLOG_PAGE_CACHE_MB") or 32)
ARTICLES_CDN_SECONDS = int(os.environ.get("HEALTHBLOG_CDN_SECONDS") or 0)
ARTICLES_WEBSUB_HUB = os.environ.get("HEALTHBLOG_WEBSUB_HUB", "")
