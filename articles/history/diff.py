"""Tell what differs between two snapshots of an article, part by part, as an editor reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.history.marking import Row, row
from articles.history.notes import Known, quoted, yes_or_no
from articles.history.snapshot import FACTS, FACTS_OF, Snapshot
from articles.models import Article, Citation, RelatedPick
from articles.text.aligning import aligned
from articles.text.blocks import blocks, plain_block

NEAR = 1  # unchanged paragraphs shown on each side of a change
LEAST = 3  # fewer unchanged paragraphs than these are not folded away
NOTHING = Known()


@dataclass(frozen=True)
class Stretch:
    """Rows in reading order; `folded` says in words how many unchanged ones they are, "" for rows to be shown."""

    rows: tuple[Row, ...]
    folded: str = ""


@dataclass(frozen=True)
class Part:
    """One changed part of an article: stretches of text side by side, or facts in whole sentences."""

    name: str
    label: str
    stretches: tuple[Stretch, ...] = ()
    facts: tuple[str, ...] = ()


def compare(old: Snapshot, new: Snapshot, known: Known = NOTHING) -> list[Part]:
    """Return the parts that differ, in the order of the form; [] when nothing does.

    What one of the two does not hold, because it was taken before there was such a thing, is not compared.
    """
    parts = [
        _text(old, new, "title", _("Title"), known),
        _facts(old, new, "slug", _("Address"), [_field("slug", _("Slug"))]),
        _text(old, new, "standfirst", _("Standfirst"), known),
        _body(old, new, known),
        _facts(old, new, "lead_image", _("Lead picture"), [_reference, _field("lead_is_decorative", _("Decorative"))]),
        _text(old, new, "lead_alt", _("Lead picture: alternative text"), known),
        _facts(old, new, "bylines", _("Authors"), [_names, _interests]),
        _facts(old, new, "tags", _("Tags"), [_names]),
        _facts(old, new, "picks", _("Related articles"), [_picks]),
        _facts(old, new, "treatment", _("Treatment"), [_once]),
        _facts(old, new, "sources", capfirst(Citation._meta.verbose_name_plural), [_names]),
        _facts(old, new, "sponsorship", _("Sponsorship"), [_once]),
        _text(old, new, "seo_title", _("Title for search engines"), known),
        _text(old, new, "seo_description", _("Description for search engines"), known),
        _facts(old, new, "share_image", _("Share picture"), [_reference]),
        _facts(
            old, new, "search", _("Search engines and lists"),
            [_field(name, _label(Article, name)) for name in ("canonical_url", "is_indexable", "is_suggestable")],
        ),
    ]  # fmt: skip
    return [part for part in parts if part]


def _label(model, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))


# Text


def _text(old: Snapshot, new: Snapshot, name: str, label: str, known: Known) -> Part | None:
    was, now = old.get(name), new.get(name)
    if was is None or now is None or was == now:
        return None
    both = [plain_block(text) if text.strip() else None for text in (was, now)]
    return Part(name, label, (Stretch((row(*both, known),)),)) if any(both) else None


def _body(old: Snapshot, new: Snapshot, known: Known) -> Part | None:
    if "body" not in old or "body" not in new or old["body"] == new["body"]:
        return None
    rows = [row(was, now, known) for was, now in aligned(blocks(old["body"]), blocks(new["body"]))]
    if all(each.kind == "same" for each in rows):
        return None
    return Part("body", _("Body"), tuple(_folded(rows)))


def _folded(rows: list[Row]) -> Iterable[Stretch]:
    """Yield the changed rows with those next to them, and the others folded."""
    changed = [place for place, each in enumerate(rows) if each.kind != "same"]
    shown = {near for place in changed for near in range(place - NEAR, place + NEAR + 1)}
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or (place in shown) != (start in shown):
            stretch, is_shown = tuple(rows[start:place]), start in shown or place - start < LEAST
            words = ngettext("%d paragraph unchanged", "%d paragraphs unchanged", len(stretch)) % len(stretch)
            yield Stretch(stretch, "" if is_shown else words)
            start = place


# Facts


def _facts(old: Snapshot, new: Snapshot, name: str, label: str, tellers) -> Part | None:
    facts = tuple(fact for tell in tellers for fact in tell(name, old, new))
    return Part(name, label, facts=facts) if facts else None


def _was_is_now(label: str, was, now) -> Iterable[str]:
    """Yield the sentence that a value changed, if it did."""
    if was != now:
        sentence = _("%(label)s: was %(was)s, is now %(now)s.") if label else _("Was %(was)s, is now %(now)s.")
        yield sentence % {"label": label, "was": _in_words(was), "now": _in_words(now)}


def _in_words(value) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    return quoted("" if value is None else str(value))


def _field(field: str, label: str):
    """Return a teller of one field."""

    def tell(_name, old, new):
        if field in old and field in new:
            yield from _was_is_now(label, old[field], new[field])

    return tell


def _name_of(reference: dict | None) -> str:
    return str(reference.get("name") or _("number %s") % reference.get("id")) if reference else ""


def _reference(name: str, old: Snapshot, new: Snapshot) -> Iterable[str]:
    if name in old and name in new and _key(old[name]) != _key(new[name]):
        was, now = (_numbered(snapshot[name], old[name], new[name]) for snapshot in (old, new))
        yield from _was_is_now("", was, now)


def _key(reference: dict | None):
    return reference and reference.get("id")


def _numbered(reference: dict | None, one: dict | None, other: dict | None) -> str:
    """Return the name, with the number where two different things have the same one."""
    name = _name_of(reference)
    return f"{name} ({_key(reference)})" if name and _name_of(one) == _name_of(other) else name


def _names(name: str, old: Snapshot, new: Snapshot) -> Iterable[str]:
    """Yield which came and which went, and the order where it is more than that: the last ones added at the end."""
    if name not in old or name not in new:
        return
    was, now = ({_key(each): _name_of(each) for each in snapshot[name]} for snapshot in (old, new))
    added, removed = ([one[key] for key in one if key not in other] for one, other in ((now, was), (was, now)))
    if added:
        yield _("Added: %s.") % _listed(added)
    if removed:
        yield _("Removed: %s.") % _listed(removed)
    if list(now) != [key for key in was if key in now] + [key for key in now if key not in was]:
        yield _("The order was %(was)s, is now %(now)s.") % {
            "was": _listed(was.values()),
            "now": _listed(now.values()),
        }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def _picks(name: str, old: Snapshot, new: Snapshot) -> Iterable[str]:
    """Yield what happened to pinned and to hidden articles, each by itself."""
    for kind, label in RelatedPick.Kind.choices:
        both = [
            {name: [pick for pick in snapshot[name] if pick.get("kind") == kind]} if name in snapshot else {}
            for snapshot in (old, new)
        ]
        yield from (f"{label}. {fact}" for fact in _names(name, *both))


def _interests(name: str, old: Snapshot, new: Snapshot) -> Iterable[str]:
    """Yield each author whose stated conflict of interest differs; one who came or went is told by name alone."""
    if name in old and name in new:
        was, now = ({_key(each): each for each in snapshot[name]} for snapshot in (old, new))
        for key in now.keys() & was.keys():
            label = _("Conflict of interest of %s") % _name_of(now[key])
            yield from _was_is_now(label, *(each[key].get("interests", "") for each in (was, now)))


def _once(name: str, old: Snapshot, new: Snapshot) -> Iterable[str]:
    """Yield each fact that differs of what stands once; a treatment or sponsorship that is not there has none."""
    if name not in old or name not in new:
        return
    was, now = old[name], new[name]
    if (was is None) != (now is None):
        yield _("It was added.") if was is None else _("It is gone.")
    for fact in FACTS[name]:
        if (was is None or fact in was) and (now is None or fact in now):
            values = ((side or {}).get(fact) for side in (was, now))
            label = _label(FACTS_OF[name], fact)
            yield from _was_is_now(label, *(None if value == "" else value for value in values))
