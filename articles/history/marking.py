"""Show what changed in a text: both versions side by side, with their words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.history.notes import CELLS, Known, differences, quoted, was_is_now
from articles.text.aligning import runs
from articles.text.blocks import Block, Token


@dataclass(frozen=True)
class Row:
    """A paragraph, heading, item, picture or table row in both versions; "" where one has none."""

    kind: str  # same, changed, added or removed
    was: SafeString
    now: SafeString
    was_a: str = ""  # the kind of block in words, "" for a plain paragraph
    now_a: str = ""
    shape: str = "p"  # the tag's name, for its looks
    notes: tuple[str, ...] = ()


def row(old: Block | None, new: Block | None, known: Known) -> Row:
    """Return a block with what it became."""
    shown = new or old
    names = (_name(old) if old else "", _name(new) if new else "")
    if old is None or new is None:
        tokens = shown.tokens
        whole = _shown(tokens, "ins" if new else "del", known)
        notes = tuple(differences(old.tokens if old else (), new.tokens if new else (), (), known))
        was, now = (SafeString(), whole) if new else (whole, SafeString())
        return Row("added" if new else "removed", was, now, *names, _shape(shown), notes)
    if old.key == new.key:
        text = _shown(new.tokens, "", known)
        return Row("same", text, text, *names, _shape(new))
    found = runs(old.tokens, new.tokens)
    was = _joined(_shown(run.old, "" if run.is_same else "del", known) for run in found)
    now = _joined(_shown(run.new, "" if run.is_same else "ins", known) for run in found)
    notes = list(differences(old.tokens, new.tokens, found, known))
    if names[0] != names[1]:
        notes.insert(0, was_is_now(_("Kind"), names[0] or _("paragraph"), names[1] or _("paragraph")))
    return Row("changed", was, now, *names, _shape(new), tuple(notes))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _name(block: Block) -> str:
    """Return what an editor calls the block; "" for a plain paragraph."""
    if block.kind == "li" and block.item:
        tag, depth, start = block.item
        name = _("list item") if tag == "ul" else _("numbered item")
        name = _("%(item)s, level %(depth)s") % {"item": name, "depth": depth} if depth > 1 else name
        return _("%(item)s, counted from %(number)s") % {"item": name, "number": start} if start > 1 else name
    if all(token.thing and token.thing[0] == "img" for token in block.tokens):
        return _("picture")
    return {
        "h2": _("heading"),
        "h3": _("subheading"),
        "h4": _("minor heading"),
        "blockquote": _("quotation"),
        "pre": _("text with fixed spaces"),
        "tr": _("table row"),
        "caption": _("title of the table"),
        "figure": _("picture"),
        "hr": _("dividing line"),
        "li": _("list item"),
    }.get(block.kind, "")


def _shape(block: Block) -> str:
    """Return a name for the block's looks: its tag's, or of a numbered item its list's."""
    return "ol" if block.item and block.item[0] == "ol" else block.kind


# Words and what is around them


def _shown(tokens: Sequence[Token], mark: str, known: Known) -> SafeString:
    """Return the words with their formats, all of it marked as `ins`, `del` or, with "", not at all."""
    if not tokens:
        return SafeString()
    parts = []
    for wraps, group in groupby(tokens, key=lambda token: token.wraps):
        held = list(group)
        text = "".join(_thing(token, known) if token.thing else escape(token.text) + token.space for token in held)
        for tag, _attributes in reversed(wraps):
            text = _wrapped(tag, text)
        parts.append(text)
    whole = "".join(parts)
    if mark:
        end = " " if tokens[-1].space else ""
        said = _("[added:") if mark == "ins" else _("[removed:")
        whole = (
            f'<{mark}><span class="articles-unseen">{escape(said)} </span>{whole.rstrip(" ")}'
            f'<span class="articles-unseen">]</span></{mark}>{end}'
        )
    return mark_safe(whole)  # safe: every word is escaped above, and the tags are those that `clean` allows


def _wrapped(tag: str, text: str) -> str:
    if tag == "a":
        return f'<span class="articles-diff-link">{text}</span>'
    return f"<strong>{text}</strong>" if tag == "th" else f"<{tag}>{text}</{tag}>"


def _thing(token: Token, known: Known) -> str:
    tag, attributes = token.thing
    if tag == "img":
        return format_html(
            '<span class="articles-diff-picture">{} <span>{}</span></span>', *_picture(dict(attributes), known)
        )
    if tag in CELLS:
        return '<span class="articles-diff-cell"></span>'
    return "<br>" if tag == "br" else escape("———")


def _picture(attributes: dict[str, str], known: Known) -> tuple[str, str]:
    """Return the picture, or its name, and what it says to those who cannot see it."""
    key = attributes.get("data-file", "")
    shown = known.pictures.get(int(key)) if key else None
    if shown is None:
        name = _("Picture %s") % key if key else attributes.get("src") or _("A picture that pasting lost")
        shown = f"[{name}]"
    if attributes.get("data-decorative"):
        return shown, _("Decorative")
    alt = attributes.get("alt", "")
    return shown, _("Alternative text: %s") % quoted(alt)
