"""The questions, by those who ask them: JAMA's benchmarks, the essentials of the NHS, the eight principles of HON."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from articles.trusting import gauges
from articles.trusting.dossiers import Dossier
from articles.trusting.gauges import Lack


@dataclass(frozen=True)
class Question:
    """One question of a scheme; `gauge` yields what is missing, nothing where the answer is yes, None: not asked."""

    scheme: str
    code: str
    name: str
    asks: str
    gauge: Callable[[Dossier], Iterable[Lack] | None]

    @property
    def scheme_name(self) -> str:
        return str(SCHEMES[self.scheme])


@dataclass(frozen=True)
class Answer:
    """The answer for one article; `lacks` is empty for yes. A question that does not apply `is_asked` not."""

    question: Question
    lacks: tuple[Lack, ...] = ()
    is_asked: bool = True

    @property
    def is_met(self) -> bool:
        return self.is_asked and not self.lacks


def answers(dossier: Dossier) -> list[Answer]:
    """Return the answer to each of QUESTIONS, in their order."""
    found = []
    for question in QUESTIONS:
        lacks = question.gauge(dossier)
        found.append(Answer(question, tuple(lacks or ()), lacks is not None))
    return found


def remedies(found: Iterable[Answer]) -> list[tuple[Lack, list[Question]]]:
    """Return what is to be done, none twice, each with the questions that ask for it."""
    asking: dict[Lack, list[Question]] = {}
    for answer in found:
        for lack in answer.lacks:
            asking.setdefault(lack, []).append(answer.question)
    return list(asking.items())


SCHEMES = {
    "jama": gettext_lazy("JAMA benchmarks"),  # Silberg, Lundberg and Musacchio, JAMA 1997; 277: 1244
    "nhs": gettext_lazy("Essentials of an NHS page"),  # the NHS content guide: what its pages on treatments hold
    "hon": gettext_lazy("HON's eight questions"),  # the Code of Conduct of the Health On the Net Foundation
}

QUESTIONS = (
    Question(
        "jama", "authorship", gettext_lazy("Authorship"),
        gettext_lazy("Are the authors named, with what qualifies them?"), gauges.authorship,
    ),
    Question(
        "jama", "attribution", gettext_lazy("Attribution"),
        gettext_lazy("Are the sources of what is said listed?"), gauges.attribution,
    ),
    Question(
        "jama", "disclosure", gettext_lazy("Disclosure"),
        gettext_lazy("Is it told who publishes this, and who paid or has an interest?"), gauges.disclosed,
    ),
    Question(
        "jama", "currency", gettext_lazy("Currency"),
        gettext_lazy("Does the page say when it appeared, and is it up to date?"), gauges.currency,
    ),
    Question(
        "nhs", "reviewed", gettext_lazy("Reviewed"),
        gettext_lazy("Was it medically reviewed, and is it said when it is again?"), gauges.reviewed,
    ),
    Question(
        "nhs", "risks", gettext_lazy("Risks"), gettext_lazy("Does it say what can go wrong?"),
        gauges.section("risks", gauges.RISKS),
    ),
    Question(
        "nhs", "contraindications", gettext_lazy("Who should not"),
        gettext_lazy("Does it say who should not have it?"),
        gauges.section(
            "contraindications",
            gettext_lazy("No section tells who should not have it. Write one under such a heading."),
        ),
    ),
    Question(
        "nhs", "help", gettext_lazy("When to get help"),
        gettext_lazy("Does it say when to see a professional?"),
        gauges.section(
            "help",
            gettext_lazy("No section tells when to get help. Write one: which signs, whom to call, how soon."),
        ),
    ),
    Question(
        "nhs", "pictures", gettext_lazy("Pictures for everyone"),
        gettext_lazy("Do people who cannot see the pictures learn what they show?"), gauges.described,
    ),
    Question(
        "hon", "authority", gettext_lazy("Authority"),
        gettext_lazy("Did somebody qualified write or review it?"), gauges.authority,
    ),
    Question(
        "hon", "complementarity", gettext_lazy("Complementarity"),
        gettext_lazy("Is it said that it does not replace a professional's advice?"),
        gauges.of_publication(
            "disclaimer",
            gettext_lazy("Nothing says that no page replaces advice. Write a disclaimer in the publication's form."),
        ),
    ),
    Question(
        "hon", "privacy", gettext_lazy("Privacy"), gettext_lazy("Is it told what is kept about readers?"),
        gauges.of_publication(
            "privacy",
            gettext_lazy("Readers do not learn what is kept about them. Fill in “Privacy” in the publication's form."),
        ),
    ),
    Question(
        "hon", "sources", gettext_lazy("Attribution"),
        gettext_lazy("Are sources cited, and is the page dated?"),
        lambda dossier: (*gauges.attribution(dossier), *(() if dossier.published_at else gauges.currency(dossier))),
    ),
    Question(
        "hon", "justifiability", gettext_lazy("Justifiability"),
        gettext_lazy("Are benefits and risks balanced, and claims backed up?"), gauges.justified,
    ),
    Question(
        "hon", "transparency", gettext_lazy("Transparency"),
        gettext_lazy("Can readers reach the people behind it?"),
        gauges.of_publication(
            "contact_email",
            gettext_lazy("Readers cannot reach you. Fill in “Contact” or the e-mail in the publication's form."),
            "contact",
        ),
    ),
    Question(
        "hon", "finances", gettext_lazy("Financial disclosure"),
        gettext_lazy("Is it told who pays for the publication?"),
        gauges.of_publication(
            "funding",
            gettext_lazy("Readers do not learn who pays for this. Fill in “Funding” in the publication's form."),
        ),
    ),
    Question(
        "hon", "advertising", gettext_lazy("Advertising"),
        gettext_lazy("Can readers tell what is paid for from what is not?"), gauges.advertising,
    ),
)  # fmt: skip
