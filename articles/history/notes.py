"""Say in words what differs between two stretches of text where marks cannot show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.text.aligning import Run
from articles.text.blocks import Token

CELLS = ("td", "th")


@dataclass(frozen=True)
class Known:
    """What the keys in a text stand for: markup that shows a picture, titles of articles."""

    pictures: Mapping[int, SafeString] = field(default_factory=dict)
    articles: Mapping[int, str] = field(default_factory=dict)


def differences(old: Sequence[Token], new: Sequence[Token], found: Sequence[Run], known: Known) -> Iterable[str]:
    """Yield sentences on links, pictures, cells and formats that differ."""
    yield from _link_notes(_links(old), _links(new), known)
    yield from _picture_notes(_things(old, ("img",)), _things(new, ("img",)))
    for run in found:
        if run.is_same:
            continue
        yield from _cell_notes(_things(run.old, CELLS), _things(run.new, CELLS))
        yield from _format_notes(run)


def was_is_now(label: str, was: str, now: str) -> str:
    return _("%(label)s: was %(was)s, is now %(now)s.") % {"label": label, "was": was, "now": now}


def quoted(text: str) -> str:
    """Return the text in quotation marks, or that it is empty."""
    return _("“%s”") % text if text else _("empty")


def _links(tokens: Sequence[Token]) -> dict[str, dict[str, str]]:
    """Return the links by their words; of two with the same words the second is called “… (2)”."""
    found: dict[str, dict[str, str]] = {}
    for attributes, group in groupby(tokens, key=lambda token: dict(token.wraps).get("a")):
        if attributes is not None:
            words = "".join(token.text + (token.space and " ") for token in group).strip()
            number, name = 2, words
            while name in found:
                name, number = f"{words} ({number})", number + 1
            found[name] = dict(attributes)
    return found


def _link_notes(old: dict[str, dict], new: dict[str, dict], known: Known) -> Iterable[str]:
    for words in [*new, *(each for each in old if each not in new)]:
        was, now = old.get(words), new.get(words)
        if was == now:
            continue
        link = _("The link %s") % quoted(words)
        if was is None:
            yield _("%(link)s leads to %(address)s.") % {"link": link, "address": _target(now, known)}
        elif now is None:
            yield _("%(link)s led to %(address)s; these words are no longer a link.") % {
                "link": link,
                "address": _target(was, known),
            }
        else:
            yield was_is_now(link, _target(was, known), _target(now, known))


def _target(link: dict[str, str], known: Known) -> str:
    """Return where a link leads, with what else it says."""
    if key := link.get("data-article"):
        title = known.articles.get(int(key))
        where = _("the article %s") % quoted(title) if title else _("the article with number %s") % key
    else:
        where = link.get("href") or _("nowhere")
    extras = [link[name] for name in ("rel", "title") if link.get(name)]
    if link.get("data-lost"):
        extras.append(_("lost by pasting"))
    return f"{where} ({', '.join(extras)})" if extras else where


def _things(tokens: Sequence[Token], tags: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    return [(token.thing[0], dict(token.thing[1])) for token in tokens if token.thing and token.thing[0] in tags]


def _picture_notes(old: list, new: list) -> Iterable[str]:
    """Yield what is said anew of a picture that stayed; that one came or went, the marks show."""
    identity = ("data-file", "src")
    before = {tuple(each.get(name) for name in identity): each for _tag, each in old}
    for _tag, now in new:
        was = before.get(tuple(now.get(name) for name in identity))
        if was is None or was == now:
            continue
        if was.get("alt", "") != now.get("alt", ""):
            yield was_is_now(_("Alternative text"), quoted(was.get("alt", "")), quoted(now.get("alt", "")))
        if bool(was.get("data-decorative")) != bool(now.get("data-decorative")):
            yield was_is_now(_("Decorative"), *(yes_or_no(bool(each.get("data-decorative"))) for each in (was, now)))


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _cell_notes(old: list, new: list) -> Iterable[str]:
    for was, now in zip(old, new, strict=False):
        if was != now:
            yield was_is_now(_("A cell"), _cell(*was), _cell(*now))


def _cell(tag: str, attributes: dict[str, str]) -> str:
    name = _("heading cell") if tag == "th" else _("ordinary cell")
    return " ".join([name, *(f"{key}={value}" for key, value in attributes.items())])


def _format_notes(run: Run) -> Iterable[str]:
    """Yield how words look now that stayed the same words."""
    if [token.text for token in run.old] != [token.text for token in run.new]:
        return
    for formats, group in groupby(
        zip(run.old, run.new, strict=True), key=lambda both: tuple(_formats(token) for token in both)
    ):
        words = "".join(token.text + token.space for _old, token in group).strip()
        if formats[0] != formats[1] and words:
            yield was_is_now(_("The look of %s") % quoted(words), *formats)


def _formats(token: Token) -> str:
    names = {
        "strong": _("bold"),
        "em": _("italic"),
        "u": _("underlined"),
        "s": _("struck through"),
        "sub": _("subscript"),
        "sup": _("superscript"),
        "code": _("code"),
    }
    return " ".join(names[tag] for tag, _attributes in token.wraps if tag in names) or _("plain")
