"""What the checklist finds, and which of it a change has brought."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to mend: whether it blocks publication, where it is, and what to do.

    `code` names the rule and `subject` what it speaks of, such as an address. `target` is where a click leads: the id
    of an element of the form, "body:link:3", the third link of the body, or "body:sentence:…", to the words in `text`.
    """

    code: str
    subject: str
    is_blocking: bool
    place: str
    target: str
    message: str
    text: str = ""

    @property
    def flaw(self) -> tuple[str, str]:
        """What makes it the same flaw before and after a change, wherever it stands."""
        return self.code, self.subject


def added(before: list[Finding], now: list[Finding]) -> list[Finding]:
    """Return the findings of now that were not there before: those that a change has brought.

    A flaw that moved is no new one; a second of the same kind is.
    """
    known = Counter(finding.flaw for finding in before)
    fresh = []
    for finding in now:
        if known[finding.flaw]:
            known[finding.flaw] -= 1
        else:
            fresh.append(finding)
    return fresh
