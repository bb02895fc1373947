"""What the settings read from the environment, each reader with an error that names the remedy."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"
SECRET_KEY_FILE = DATA_DIR / "secret-key"

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def flag(name: str, default: bool) -> bool:
    """Return the variable as a boolean; raise ImproperlyConfigured for a word that is neither."""
    if (value := os.environ.get(name)) is None:
        return default
    if value.strip().lower() not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 for on or 0 for off.")
    return value.strip().lower() in TRUE


def language() -> str:
    """Return HEALTHBLOG_LANGUAGE, "en" when unset; raise ImproperlyConfigured for one that Django does not know."""
    value = os.environ.get("HEALTHBLOG_LANGUAGE", "").strip().lower().replace("_", "-") or "en"
    known = {code for code, _name in global_settings.LANGUAGES}
    parts = value.split("-")
    if not any("-".join(parts[:length]) in known for length in range(1, len(parts) + 1)):
        raise ImproperlyConfigured(
            f"HEALTHBLOG_LANGUAGE is {value!r}; write the code of a language, such as en, de, es, ar or de-at."
        )
    return value


def words(name: str) -> list[str]:
    """Return the variable split at commas and spaces."""
    return os.environ.get(name, "").replace(",", " ").split()


def base_url() -> str:
    """Return HEALTHBLOG_BASE_URL without its last slash, or "" when unset."""
    value = os.environ.get("HEALTHBLOG_BASE_URL", "").rstrip("/")
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
        raise ImproperlyConfigured(
            f"HEALTHBLOG_BASE_URL is {value!r}; write the site's whole address, such as https://blog.example.org"
        )
    return value


def ensure_secret_key() -> None:
    """Create `.data/secret-key` (mode 0600) unless it or HEALTHBLOG_SECRET_KEY exists."""
    DATA_DIR.mkdir(exist_ok=True)
    if os.environ.get("HEALTHBLOG_SECRET_KEY") or SECRET_KEY_FILE.exists():
        return
    try:
        descriptor = os.open(SECRET_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))


def secret_key() -> str:
    """Return the key from the variable or the file; raise ImproperlyConfigured when there is neither."""
    if key := os.environ.get("HEALTHBLOG_SECRET_KEY"):
        return key
    if SECRET_KEY_FILE.exists():
        return SECRET_KEY_FILE.read_text().strip()
    raise ImproperlyConfigured(
        "There is no secret key. In production set HEALTHBLOG_SECRET_KEY to a long random text; "
        "for a first try run `python manage.py demo`, which makes one in .data/secret-key."
    )
