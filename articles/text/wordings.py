"""Lists of wordings, a file per list and language; and how a wording is found in a line of words.

A list is text: `[part]` begins a part, each line below it is one wording, `#` begins a comment. In a wording

    a|b       one of these words            stem*    a word that begins so
    word?     a word that may be missing    *        up to eight words, whichever
    ^ and $   the line's beginning and end
    ~         first of all: weak, counts only where no other wording is found

The English lists stand in `words/`. For another language, or to replace a list, put `<list>.<language>.txt` into a
folder of your own and name it with `add_folder` in your `AppConfig.ready`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

FOLDERS = [Path(__file__).parent / "words"]  # the last one that has the list counts
MOST_WORDS = 60  # of a line: a wildcard tries every place

_APOSTROPHE = re.compile(r"[’‘ʼ`´]")
_NOT = re.compile(r"(?:\b(ca|wo|sha))?n't\b")
_IS = re.compile(r"\b(what|who|how|where|when|why|that|it|here|there)'s\b")
_PIECE = re.compile(r"[^\W_]+|[^\w\s]")
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}


@dataclass(frozen=True)
class Wording:
    """One line of a list."""

    text: str

    @property
    def is_weak(self) -> bool:
        return self.text.startswith("~")

    @cached_property
    def tokens(self) -> list[str]:
        return self.text.lstrip("~ ").split()

    @cached_property
    def weight(self) -> int:
        """How many words it demands: of two wordings found, the heavier one says more."""
        return sum(token not in ("^", "$", "*") and not token.endswith("?") for token in self.tokens)

    @cached_property
    def _demanded(self) -> list[frozenset[str]]:
        """Return for each word it demands the choices, where all of them are whole words."""
        tokens = (token for token in self.tokens if token not in ("^", "$") and not token.endswith(("*", "?")))
        return [frozenset(token.split("|")) for token in tokens if "*" not in token]

    def may_match(self, words: frozenset[str]) -> bool:
        """Return whether a line of these words is worth a search."""
        return not any(choices.isdisjoint(words) for choices in self._demanded)

    @cached_property
    def regex(self) -> re.Pattern:
        return re.compile(r"(?:^|(?<= ))" + "".join(map(_token, self.tokens)))


def _token(token: str) -> str:
    if token in ("^", "$"):
        return token
    if token == "*":  # noqa: S105
        return r"(?:\S+ ){0,8}?"
    choices = "|".join(
        re.escape(word.rstrip("*")) + (r"\S*" if word.endswith("*") else "") for word in token.rstrip("?").split("|")
    )
    return f"(?:(?:{choices}) )" + ("?" if token.endswith("?") else "")


def add_folder(folder: Path) -> None:
    """Make the lists in the folder count, before those that are known already."""
    FOLDERS.append(Path(folder))
    wordings.cache_clear()


@cache
def wordings(name: str, language: str) -> dict[str, tuple[Wording, ...]]:
    """Return the list's wordings by part, for "en-gb" those of "en" where it has none of its own; else nothing."""
    for code in dict.fromkeys((language.lower(), language.lower().partition("-")[0])):
        for folder in reversed(FOLDERS):
            if re.fullmatch(r"[a-z0-9-]+", code) and (path := folder / f"{name}.{code}.txt").is_file():
                return _parts(path.read_text(encoding="utf-8"))
    return {}


def _parts(source: str) -> dict[str, tuple[Wording, ...]]:
    parts: dict[str, list[Wording]] = {}
    found: list[Wording] = []
    for line in source.splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            found = parts.setdefault(line.strip("[]"), [])
        elif line:
            found.append(Wording(line))
    return {part: tuple(found) for part, found in parts.items()}


def folded(text: str, marks: str = "&%", most: int = MOST_WORDS) -> str:
    """Return the text's first words in lower case, each followed by one space, "can't" as "can not".

    Accents are kept, hyphens and dashes part words; of all marks only these stay, as words of their own.
    """
    text = _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text).casefold())
    text = _NOT.sub(lambda match: f"{_STEMS.get(match[1] or '', '')} not", text)
    text = _IS.sub(r"\1 is", text).replace("cannot", "can not").replace("'", "")
    words = (piece for piece in _PIECE.findall(text) if piece[0].isalnum() or piece in marks)
    return "".join(f"{word} " for word in islice(words, most))
