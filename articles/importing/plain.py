"""Read an article from plain text, and write it as a draft.

The form: the lead picture's alternative text (may be missing), the title, then paragraphs, short lines as section
headings and numbered or bulleted lists, all parted by empty lines; at the end, after a line "Related posts", title
and author of each related article.
"""

import re
from dataclasses import dataclass, field
from html import escape

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.checklist import findings, is_placeholder
from articles.history.publish import publish as make_public
from articles.models import Article, Author, Byline, RelatedPick

RELATED = {"related posts", "related articles", "related post", "related article"}
ITEM = re.compile(r"\s*(?:(\d{1,3})[.)]|[-*•–])\s+(\S.*)")
LONGEST_HEADING = 80
LONGEST_TITLE = 200


class PlainTextError(ValueError):
    """The text has not the expected form; the message names the line and what was expected."""

    def __init__(self, line: int, expected: str):
        super().__init__(_("Line %(line)s: %(expected)s") % {"line": line, "expected": expected})


@dataclass(frozen=True)
class Block:
    """Lines between two empty ones; `line` is the number of the first, from 1."""

    line: int
    lines: list[str]

    @property
    def text(self) -> str:
        return " ".join(line.strip() for line in self.lines)

    @property
    def is_list(self) -> bool:
        return all(ITEM.fullmatch(line) for line in self.lines)

    @property
    def is_heading(self) -> bool:
        return len(self.lines) == 1 and len(self.text) <= LONGEST_HEADING and self.text[-1] not in ".!;,…"


@dataclass
class Document:
    """A parsed article: `related` holds (title, author)."""

    title: str
    alt: str = ""
    body: str = ""
    related: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Imported:
    """What an import did: the article, whether it is new, and sentences for the editor."""

    article: Article
    is_new: bool
    notes: list[str]


def decode(data: bytes) -> str:
    """Return the file's text; raise PlainTextError for anything that is not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlainTextError(line, _("expected UTF-8 text. Save the file as plain text in UTF-8.")) from None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise PlainTextError(line, _("expected plain text, found a binary file. Save it as plain text (.txt)."))
    return text


def parse(text: str) -> Document:
    """Return the article; raise PlainTextError."""
    blocks = _blocks(text)
    if not blocks:
        raise PlainTextError(1, _("expected the article's title, found an empty file."))
    place = next((i for i, block in enumerate(blocks) if block.text.casefold().rstrip(":") in RELATED), len(blocks))
    top, related = blocks[:place], blocks[place + 1 :]
    if not top:
        raise PlainTextError(1, _("expected the article's title before the related posts."))
    has_alt = len(top) > 1 and _is_title(top[1]) and (len(top) > 2 or is_placeholder(top[0].text))
    head, body = (top[1], top[2:]) if has_alt else (top[0], top[1:])
    if not _is_title(head):
        raise PlainTextError(head.line, _("expected the title: one line of at most 200 characters."))
    if not body:
        raise PlainTextError(head.line, _("expected paragraphs after the title, found none."))
    return Document(
        title=head.text,
        alt=top[0].text if has_alt else "",
        body="".join(_markup(block, following) for block, following in zip(body, [*body[1:], None], strict=True)),
        related=_related(related),
    )


def _blocks(text: str) -> list[Block]:
    blocks, lines, start = [], [], 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            start = start or number
            lines.append(line)
        elif lines:
            blocks.append(Block(start, lines))
            lines, start = [], 0
    return blocks


def _is_title(block: Block) -> bool:
    return (
        len(block.lines) == 1
        and len(block.text) <= LONGEST_TITLE
        and block.text[-1] not in ".:;,"
        and not block.is_list
    )


def _markup(block: Block, following: Block | None) -> str:
    """Return the block as HTML; a short line with something under it is a heading."""
    if block.is_list:
        return _list(block)
    if following is not None and block.is_heading:
        return f"<h2>{escape(block.text, quote=False)}</h2>"
    return f"<p>{escape(block.text, quote=False)}</p>"


def _list(block: Block) -> str:
    items = [ITEM.fullmatch(line) for line in block.lines]
    numbers = [int(item[1]) if item[1] else None for item in items]
    first = numbers[0]
    for offset, number in enumerate(numbers):
        wanted = None if first is None else first + offset
        if number != wanted:
            expected = _("expected a bullet") if wanted is None else _("expected item %s") % wanted
            found = _("a bullet") if number is None else _("item %s") % number
            message = _("%(expected)s of the list, found %(found)s.") % {"expected": expected, "found": found}
            raise PlainTextError(block.line + offset, message)
    rows = "".join(f"<li>{escape(item[2].strip(), quote=False)}</li>" for item in items)
    if first is None:
        return f"<ul>{rows}</ul>"
    return f"<ol>{rows}</ol>" if first == 1 else f'<ol start="{first}">{rows}</ol>'


def _related(blocks: list[Block]) -> list[tuple[str, str]]:
    lines = [(block.line + offset, line.strip()) for block in blocks for offset, line in enumerate(block.lines)]
    if len(lines) % 2:
        raise PlainTextError(lines[-1][0], _("expected title and author of each related post, found a title alone."))
    return [(title, author) for (_line, title), (_next, author) in zip(lines[::2], lines[1::2], strict=True)]


def import_plain(document: Document, publish: bool = False) -> Imported:
    """Write the article as a draft, or publish it, in one transaction; an article of this title is left as it is.

    Raises ValidationError when `publish` meets a slug that is taken.
    """
    if existing := Article.objects.originals().filter(title=document.title).first():
        return Imported(existing, False, [_("“%s” is here already; nothing was changed.") % existing])
    notes = []
    with transaction.atomic():
        alt = document.alt
        if alt and is_placeholder(alt):
            notes.append(_("“%s” is a placeholder: the lead picture's alternative text is missing.") % alt)
            alt = ""
        article = Article(title=document.title, lead_alt=alt, body=document.body)
        article.save()
        notes.append(
            ngettext("Imported %(title)s: %(count)s word.", "Imported %(title)s: %(count)s words.", article.word_count)
            % {"title": article, "count": article.word_count}
        )
        for position, (title, name) in enumerate(document.related, 1):
            other = Article.objects.originals().filter(title=title).first() or _draft(title, name, notes)
            if other != article:
                RelatedPick.objects.get_or_create(article=article, other=other, defaults={"position": position})
        if publish:
            make_public(article, despite_findings=True)
            notes.append(_("Published. The checklist says:"))
            notes += [f"{finding.place}: {finding.message}" for finding in findings(article)] or [_("Nothing to mend.")]
    return Imported(article, True, notes)


def _draft(title: str, name: str, notes: list[str]) -> Article:
    """Return a new draft of that title by the author of that name, who is made when unknown."""
    known = Author.objects.filter(name=name).first()
    author = known or Author.objects.create(name=name)
    draft = Article.objects.create(title=title)
    Byline.objects.create(article=draft, author=author)
    notes.append(_("“%s” was not here: it is a draft now, and shows when you publish it.") % title)
    if known is None:
        notes.append(_("Author %s is new.") % name)
    return draft
