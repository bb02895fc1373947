"""Lighthouse gives full marks for what no machine's speed decides; `python -m tests.lighthouse` measures the rest."""

import pytest

from tests.lighthouse import CATEGORIES, HIDDEN, PAGES, lost, report, scores
from tests.serving import demo_site

pytestmark = pytest.mark.browser
STEADY = [name for name in CATEGORIES if name != "performance"]


@pytest.mark.parametrize("page", PAGES)
def test_full_marks(page):
    found = report(demo_site().check().base + PAGES[page], STEADY)
    if page in HIDDEN:
        assert lost(found) == ["is-crawlable"]
    else:
        assert scores(found) == dict.fromkeys(STEADY, 100), lost(found)
