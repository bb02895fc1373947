"""The fingerprint of what readers of a text see: two texts with the same one are the same to them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# What a reader of the text gets; the rest is for lists, search engines and other pages.
SEEN_BY_READERS = (
    "title",
    "standfirst",
    "body",
    "lead_image",
    "lead_alt",
    "lead_is_decorative",
    "bylines",
    "treatment",
    "sources",
    "sponsorship",
)
LATER = ("sources", "sponsorship")  # where there are none they change no digest: earlier ones knew nothing of them
NAMES = ("name",)  # labels of what is referred to: a renamed author makes no other text


def digest(snapshot: Mapping[str, Any]) -> str:
    """Return a SHA-256, 64 hex digits, of what readers of the text see."""
    seen = {
        name: _without_names(snapshot.get(name)) for name in SEEN_BY_READERS if name not in LATER or snapshot.get(name)
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _without_names(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_names(each) for each in value]
    if isinstance(value, dict) and "id" in value:
        return {name: each for name, each in value.items() if name not in NAMES}
    return value
