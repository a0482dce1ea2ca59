"""What Django runs with: for one workspace, on this machine or behind a proxy that speaks HTTPS."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOUR = 3600
_LASTS = 300  # seconds that a connection is kept
LONGEST_FORM = 1_000_000  # bytes; a form carries a sentence three times
_AUTH = "django.contrib.auth"
_VALIDATORS = (
    {
        "NAME": f"{_AUTH}.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["handle"]},
    },
    {"NAME": f"{_AUTH}.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_AUTH}.password_validation.CommonPasswordValidator"},
    {"NAME": f"{_AUTH}.password_validation.NumericPasswordValidator"},
)
_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pipeline.review_app.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pipeline.review_app.api.door.door",
    "pipeline.review_app.middleware.language",
    "pipeline.review_app.middleware.troubles",
    "pipeline.review_app.middleware.Gate",
)


def settings_for(
    root: Path, database: dict[str, Any], secret: str, *, hosts: Sequence[str] = LOOPBACK, https: bool = False
) -> dict[str, Any]:
    """The settings for the workspace in `root`. `https`: a proxy in front speaks HTTPS and hands on to us."""
    return {
        "PIPELINE_ROOT": root,
        "SECRET_KEY": secret,
        "DEBUG": False,
        "ALLOWED_HOSTS": list(hosts),
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            _AUTH,
            "django.contrib.sessions",
            "pipeline.queue",
            "pipeline.review_app",
        ],
        "DATABASES": {"default": _lasting(database)},
        "MIDDLEWARE": list(_MIDDLEWARE),
        "ROOT_URLCONF": "pipeline.review_app.urls",
        "TEMPLATES": [_TEMPLATES],
        "AUTH_USER_MODEL": "review_app.Account",
        "AUTH_PASSWORD_VALIDATORS": list(_VALIDATORS),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "LOGIN_URL": "/login/",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LOGGING_CONFIG": None,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LONGEST_FORM,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 100,
        "CSRF_FAILURE_VIEW": "pipeline.review_app.views.errors.csrf",
        **_cookies(https=https),
        **_transport(https=https),
    }


def _lasting(database: dict[str, Any]) -> dict[str, Any]:
    """A connection to a server of databases outlives the request; a file is opened anew each time."""
    lasts = {"CONN_MAX_AGE": _LASTS, "CONN_HEALTH_CHECKS": True}
    return database if database["ENGINE"].endswith("sqlite3") else database | lasts


_TEMPLATES = {
    "BACKEND": "django.template.backends.jinja2.Jinja2",
    "DIRS": [Path(__file__).parent / "templates"],
    "OPTIONS": {"environment": "pipeline.review_app.environment.environment", "autoescape": True},
}


def _cookies(*, https: bool) -> dict[str, Any]:
    prefix = "__Host-" if https else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}review_session",
        "SESSION_COOKIE_AGE": 24 * _HOUR,  # above the 20 hours below which WCAG 2.2.1 wants a warning
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_NAME": f"{prefix}review_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": https,
    }


def _transport(*, https: bool) -> dict[str, Any]:
    return {
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_SSL_REDIRECT": https,
        "SECURE_HSTS_SECONDS": 365 * 24 * _HOUR if https else 0,
        # What the neighbours of this host speak is not ours to say.
        "SILENCED_SYSTEM_CHECKS": ["security.W005", "security.W021"],
    }
