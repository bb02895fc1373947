"""Prices in running text, as a suggestion for a treatment's facts: an editor confirms them."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from articles.text.wordings import wordings

SIGNS = {"$": "USD", "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD",
         "£": "GBP", "€": "EUR"}  # fmt: skip
CODES = ("USD", "GBP", "EUR", "AUD", "NZD", "CHF")
AFTER_SIGN = (*CODES, "CAD")  # alone, "12 CAD" may be patients with coronary artery disease

_SPACE = "[ \u00a0\u202f]?"
_SIGN = "|".join(re.escape(sign).replace(r"\$", rf"{_SPACE}\$") for sign in sorted(SIGNS, key=len, reverse=True))
# 700; 1,200.50; 1.200,50; 1 200 with a space that does not break; 1.5k
_NUMBER = rf"(?:\d{{1,3}}(?:[.,\u00a0\u202f]\d{{3}})+(?:[.,]\d{{2}})?|\d{{1,7}}(?:[.,]\d{{1,2}})?)(?:{_SPACE}[kK]\b)?"
_ENDS = r"(?![\w%]|[.,]\d)"
_BEGINS = r"(?<![\w$£€.,:/])"
_DASH = r"\s*[-–—]\s*"
_THOUSANDS = re.compile(r"[.,\u00a0\u202f](?=\d{3}(?:\D|$))")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True)
class Price:
    """An amount (both ends the same) or a range; None is an open end. `per` is what it buys, "" where that is not said.

    `text` is the passage it was read from, which begins at `start`.
    """

    low: Decimal | None
    high: Decimal | None
    currency: str
    per: str
    text: str
    start: int


@dataclass(frozen=True)
class _Amount:
    value: Decimal
    currency: str
    is_sign_behind: bool
    start: int
    end: int


def prices(text: str, language: str = "en") -> list[Price]:
    """Return the prices of a plain text in reading order: what has a sign of money, and no date, dose or sum saved."""
    grammar, found = _Grammar.of(language), []
    amounts = deque(amount for amount in grammar.amounts(text) if not grammar.is_else(text, amount))
    while amounts:
        first = amounts.popleft()
        low, high, start, end = first.value, first.value, first.start, first.end
        if amounts and grammar.is_range(text, first, amounts[0]):
            last = amounts.popleft()
            high, end = last.value, last.end
        elif first.is_sign_behind and (bare := grammar.lower_end(text, first)):
            low, start = bare
        elif not first.is_sign_behind and (bare := grammar.upper_end(text, first)):
            high, end = bare
        else:
            low, high = grammar.opened(text[max(0, start - 60) : start], first.value)
        per, end = grammar.per(text, end)
        found.append(Price(low, high, first.currency, per, text[start:end], start))
    return found


class _Grammar:
    """A language's words around amounts, as expressions."""

    @staticmethod
    @cache
    def of(language: str) -> "_Grammar":
        return _Grammar(language)

    def __init__(self, language: str):
        lists = {part: [each.text for each in found] for part, found in wordings("prices", language).items()}
        self.units = frozenset(lists.get("per", ()))
        self.names = {name: code for code in AFTER_SIGN for name in lists.get(code, ())}
        word = {part: _any(found) for part, found in lists.items()}

        def expression(pattern: str) -> re.Pattern:
            return re.compile(re.sub(r"<([a-z ]+)>", lambda match: word.get(match[1], "(?!)"), pattern), re.I)

        about = "(?:<about> )?"
        self.before_else = expression(rf"\b<else> (?:up to )?{about}$")
        self.after_else = expression(r"\s*-?<else>\b")
        self.between = expression(rf"\b<between> {about}$")
        self.joined_by_and = expression(rf"\s*,?\s*<and> {about}")
        self.joined = expression(rf"(?:{_DASH}|\s*,?\s*<to> ){about}")
        self.lower = expression(rf"{_BEGINS}({_NUMBER})(?:{_DASH}|\s+<to>\s+)$")
        self.lower_and = expression(rf"\b<between> {about}({_NUMBER})\s+<and>\s+{about}$")
        self.upper = expression(rf"(?:{_DASH}|\s+<to>\s+{about})({_NUMBER}){_ENDS}")
        self.upper_and = expression(rf"\s+<and>\s+{about}({_NUMBER}){_ENDS}")
        self.goes_on = expression(r"\s*(?:$|[.,;:!?)]|(?:<go on>)\b)")
        self.from_ = expression(rf"\b<from> {about}$")
        self.up_to = expression(rf"\b<up to> {about}$")
        self.bought = expression(r"\s*(?:/\s*|<each> )(?:[a-z-]+ )??(<per>)s?\b(?: (<per>)s?\b)?")
        names = _any(self.names)
        self.amount = re.compile(
            rf"(?:\b(?P<ahead>{'|'.join(AFTER_SIGN)}){_SPACE})?{_BEGINS}(?P<sign>{_SIGN}){_SPACE}(?P<signed>{_NUMBER})"
            rf"(?:{_SPACE}(?P<behind>{'|'.join(AFTER_SIGN)})\b|{_ENDS})"
            rf"|\b(?P<code>{'|'.join(CODES)}){_SPACE}(?P<coded>{_NUMBER}){_ENDS}"
            rf"|{_BEGINS}(?P<plain>{_NUMBER}){_SPACE}(?P<after>[€£]|(?:{'|'.join(CODES)}|(?i:{names}))\b)"
        )

    def amounts(self, text: str) -> Iterator[_Amount]:
        for match in self.amount.finditer(text):
            groups = match.groupdict()
            number = groups["signed"] or groups["coded"] or groups["plain"]
            sign = "".join((groups["sign"] or groups["after"] or "").split())
            currency = groups["ahead"] or groups["behind"] or groups["code"] or SIGNS.get(sign)
            currency = currency or self.names.get(sign.lower(), sign)
            is_behind = bool(groups["plain"])
            yield _Amount(_value(number), currency, is_behind, match.start(), match.end())

    def is_else(self, text: str, amount: _Amount) -> bool:
        return bool(
            self.before_else.search(text[max(0, amount.start - 40) : amount.start])
            or self.after_else.match(text, amount.end)
        )

    def is_range(self, text: str, first: _Amount, last: _Amount) -> bool:
        if first.currency != last.currency or first.value >= last.value:
            return False
        end = self.per(text, first.end)[1]  # "$100 per session to $700 per session"
        between = text[end : last.start]
        if self.joined.fullmatch(between):
            return True
        return bool(self.joined_by_and.fullmatch(between) and self._is_between(text, first.start))

    def _is_between(self, text: str, start: int) -> bool:
        return bool(self.between.search(text[max(0, start - 60) : start]))

    def lower_end(self, text: str, amount: _Amount) -> tuple[Decimal, int] | None:
        """Return the amount without a sign, and its place, that "100" is in "100 to 700 €"."""
        offset = max(0, amount.start - 60)
        before = text[offset : amount.start]
        match = self.lower.search(before) or self.lower_and.search(before)
        if match and (value := _value(match[1])) < amount.value:
            return value, offset + match.start(1)
        return None

    def upper_end(self, text: str, amount: _Amount) -> tuple[Decimal, int] | None:
        """Return the amount without a sign, and its end, that "700" is in "$100 to 700"."""
        match = self.upper.match(text, amount.end)
        if not match and self._is_between(text, amount.start):
            match = self.upper_and.match(text, amount.end)
        if not match or (value := _value(match[1])) <= amount.value:
            return None
        is_bought = bool(self.bought.match(text, match.end()))
        if is_bought or (self.goes_on.match(text, match.end()) and not _YEAR.match(match[1])):
            return value, match.end()
        return None

    def opened(self, before: str, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """Return both ends: one is open after "from" and "up to"."""
        if self.up_to.search(before):
            return None, value
        return (value, None) if self.from_.search(before) else (value, value)

    def per(self, text: str, end: int) -> tuple[str, int]:
        """Return what the price that ends there buys, "" for nothing named, and where that is said."""
        match = self.bought.match(text, end)
        return ((match[2] or match[1]).lower(), match.end()) if match else ("", end)


def _any(words) -> str:
    """Return an expression for one of the phrases, the longest first."""
    return "(?:" + ("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)") + ")"


def _value(number: str) -> Decimal:
    number = number.strip()
    is_thousand = number[-1] in "kK"
    number = _THOUSANDS.sub("", number.rstrip("kK").rstrip()).replace(",", ".")
    return Decimal(number) * (1000 if is_thousand else 1)
