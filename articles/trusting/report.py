"""How all public articles answer, as shares."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.models import Publication
from articles.trusting.dossiers import Dossier, of_public
from articles.trusting.questions import QUESTIONS, SCHEMES, Question, answers

MOST = 10  # articles named under a question


@dataclass
class Share:
    """How many of the articles that a question is asked of answer it; `lacking` are the first that do not."""

    question: Question
    met: int = 0
    asked: int = 0
    lacking: list[tuple[int, str]] = field(default_factory=list)  # key and title
    reasons: Counter[str] = field(default_factory=Counter)  # codes of what is missing, each once an article

    @property
    def percent(self) -> int | None:
        """The share in whole percent, 100 only where all answer it; None where it is asked of none."""
        return 100 * self.met // self.asked if self.asked else None

    @property
    def missing(self) -> int:
        return self.asked - self.met

    @property
    def unnamed(self) -> int:
        """How many lack it beyond those in `lacking`."""
        return self.missing - len(self.lacking)


@dataclass
class Report:
    publication: str
    articles: int
    shares: list[Share]

    def by_scheme(self) -> Iterator[tuple[str, list[Share]]]:
        for key, name in SCHEMES.items():
            yield str(name), [share for share in self.shares if share.question.scheme == key]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "publication": self.publication,
            "articles": self.articles,
            "questions": [
                {
                    "scheme": share.question.scheme,
                    "code": share.question.code,
                    "name": str(share.question.name),
                    "met": share.met,
                    "asked": share.asked,
                    "percent": share.percent,
                    "reasons": dict(share.reasons.most_common()),
                }
                for share in self.shares
            ],
        }


def report(dossiers: Iterable[Dossier] | None = None) -> Report:
    """Return the shares over all public articles; ten queries however many there are."""
    shares = [Share(question) for question in QUESTIONS]
    count = 0
    for dossier in of_public() if dossiers is None else dossiers:
        count += 1
        for share, answer in zip(shares, answers(dossier), strict=True):
            share.asked += answer.is_asked
            share.met += answer.is_met
            if answer.lacks:
                share.reasons.update({lack.code for lack in answer.lacks})
                if len(share.lacking) < MOST:
                    share.lacking.append((dossier.text.key, dossier.text.title))
    return Report(Publication.load().name, count, shares)
