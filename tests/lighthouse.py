"""Lighthouse on the demo's pages, as on a phone: `python -m tests.lighthouse` prints the median of three runs."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.serving import ROOT, SEED, chromium_path, clean_environment, demo_site

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "article": SEED,
    "home": "/",
    "tag": "/tags/skin/",
    "author": "/authors/emily-tracy/",
    "search": "/search/?q=microneedling",
    "compare": f"/compare/?t=chemical-peels&t=dermal-fillers&t={SEED.strip('/')}&t=microdermabrasion",
}
HIDDEN = ("search", "compare")  # noindex: Lighthouse's is-crawlable fails there as it should


def report(address: str, categories: Iterable[str] = CATEGORIES) -> Mapping:
    """Return Lighthouse's report of the page on an emulated phone.

    Raises AssertionError where Lighthouse or Chromium is missing, or the page could not be judged.
    """
    program = os.environ.get("LIGHTHOUSE") or ROOT / ".cache/npm/node_modules/.bin/lighthouse"
    assert shutil.which(program), f"There is no {program}: run `npm install --prefix .cache/npm lighthouse@12.8.2`."
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        path = Path(folder) / "report.json"
        done = subprocess.run(
            [program, address, "--quiet", "--output=json", f"--output-path={path}",
             f"--only-categories={','.join(categories)}",
             "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking"],
            env=clean_environment(CHROME_PATH=chromium_path()), timeout=180, check=False, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return json.loads(path.read_text())


def scores(found: Mapping) -> dict[str, float]:
    """Return the points, of 100, of each category that was judged."""
    return {name: round(100 * (part["score"] or 0)) for name, part in found["categories"].items()}


def lost(found: Mapping) -> list[str]:
    """Return the names of the audits that cost points, with what they show."""
    audits = found["audits"]
    return [
        f"{ref['id']} {audits[ref['id']].get('displayValue', '')}".strip()
        for part in found["categories"].values()
        for ref in part["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] is not None and audits[ref["id"]]["score"] < 1
    ]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.lighthouse", description=__doc__)
    runs = "of how many the median is taken, from 1 to 9 (default: 3)"
    options.add_argument("--runs", type=int, default=3, choices=range(1, 10), metavar="N", help=runs)
    options.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES), help="which pages (default: all)")
    options.add_argument("--at", metavar="URL", help="where the demo is served already, as http://127.0.0.1:8000")
    chosen = options.parse_args()
    base = chosen.at or demo_site().check().base
    print("".join(f"{name:>16}" for name in ("page", *CATEGORIES)), " what cost points", flush=True)
    for page in chosen.pages:
        found = [report(base + PAGES[page]) for _ in range(chosen.runs)]
        points = [scores(each) for each in found]
        medians = (statistics.median(each[name] for each in points) for name in CATEGORIES)
        print("".join(f"{value:>16}" for value in (page, *medians)), "", ", ".join(lost(found[0])) or "-", flush=True)


if __name__ == "__main__":
    sys.exit(main())
