"""Whether the text weighs: promises, benefits without risks, prices without place or date; and prices to take over."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.conf import settings
from django.utils.translation import gettext as _

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript
from articles.text import html
from articles.text.balance import Claim, claims
from articles.text.prices import prices

MOST_OFFERS = 4


def promises(text: Manuscript) -> Iterator[Finding]:
    """Yield the absolute words of title, standfirst and body, each word once."""
    found = [(_("Title"), "id_title", claim) for claim in _claims(text.title)]
    found += [(_("Standfirst"), "id_standfirst", claim) for claim in _claims(text.standfirst)]
    found += [(_("Body"), "", claim) for claim in text.balance.claims]
    seen = set()
    for number, (place, target, claim) in enumerate(found, 1):
        if claim.words in seen:
            continue
        seen.add(claim.words)
        message = _(
            "“%(words)s” promises more than anyone can: “%(sentence)s” Say what was seen, in whom and how often, or "
            "leave it out."
        ) % {"words": claim.words, "sentence": html.excerpt(claim.sentence, 120)}
        sentence = "" if target else claim.sentence
        yield Finding(
            "promise", claim.words, False, place, target or f"body:sentence:promise-{number}", message, sentence
        )


def _claims(words: str) -> list[Claim]:
    return claims(f"<p>{escape(words)}</p>", settings.LANGUAGE_CODE) if words.strip() else []


def one_sided(text: Manuscript) -> Iterator[Finding]:
    """Yield whether the text tells benefits and no risks."""
    if not text.balance.has_benefits_without_risks:
        return
    benefits = next(section for section in text.sections if section.kind == "benefits")
    number = number_of(benefits.anchor, text)
    message = _(
        "“%(heading)s” tells benefits, and no section tells the risks. Add one, such as “Side effects and risks”; if "
        "there is one, put the cursor into its heading and choose “What the section is about”."
    )
    message %= {"heading": benefits.heading}
    yield Finding("one-sided", "", False, _("Heading %s") % number, f"body:heading:{number}", message)


def number_of(anchor: str, text: Manuscript) -> int:
    """Return which heading of the body has the anchor; the empty ones, which have none, are counted."""
    named = [heading.id for heading in html.with_heading_ids(text.body)[1]].index(anchor)
    numbers = [number for number, (_level, words) in enumerate(text.anatomy.headings, 1) if words]
    return numbers[named]


def bare_prices(text: Manuscript) -> Iterator[Finding]:
    """Yield the prices that say neither where nor when, or not both."""
    seen = set()
    for number, found in enumerate(text.balance.bare_prices, 1):
        words = found.price.text
        if words in seen:
            continue
        seen.add(words)
        if len(found.lacks) == 2:
            message = _("“%s” says neither where nor when. Prices differ: name the place and the year.")
        elif "place" in found.lacks:
            message = _("“%s” does not say where. Prices differ: name the place.")
        else:
            message = _("“%s” does not say when. Prices rise: name the year.")
        yield Finding("price-bare", words, False, _("Body"), f"body:sentence:price-{number}", message % words, words)


@dataclass(frozen=True)
class Offer:
    """A price of the text as the treatment's facts would hold it; `text` is how the text has it, "" an open end."""

    text: str
    cost_from: str
    cost_to: str
    currency: str
    per: str

    @property
    def facts(self) -> dict[str, str]:
        return {"cost_from": self.cost_from, "cost_to": self.cost_to, "currency": self.currency, "per": self.per}


def offers(text: Manuscript) -> list[Offer]:
    """Return the first prices of the text, for an editor to take over into the treatment's facts."""
    found = {}
    for price in prices(text.text, settings.LANGUAGE_CODE):
        offer = Offer(price.text, _plain(price.low), _plain(price.high), price.currency, price.per)
        found.setdefault(tuple(offer.facts.values()), offer)
    return list(found.values())[:MOST_OFFERS]


def _plain(amount: Decimal | None) -> str:
    """Return the amount as a form's field holds it, such as "700" or "99.5"."""
    return "" if amount is None else f"{amount.normalize():f}"
