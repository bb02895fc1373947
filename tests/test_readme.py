"""No command in README is only prose: each is run, as it stands there, by CI or by the test of the wheel."""

import re

from tests.serving import ROOT

VENV = "python3 -m venv .venv && .venv/bin/pip install"
CI, WHEEL = ".ci/run", "tests/test_wheel.py"
# Where each is run, and the words there that run it ("" for the command itself).
RUN = {
    f"{VENV} -r requirements.txt && .venv/bin/python manage.py demo": (CI, ""),
    f"{VENV} -r tests/requirements.txt && .venv/bin/python manage.py test": (CI, ""),
    ".venv/bin/python manage.py test -m browser": (CI, ""),
    ".venv/bin/python manage.py test -m wheel": (CI, ""),
    ".ci/run": (CI, "All of it passed"),
    ".venv/bin/python -m tests.catalogues": (CI, ""),
    ".venv/bin/python -m tests.lighthouse": (CI, ""),
    ".venv/bin/python -m tests.benchmarks pages": (CI, ""),
    ".venv/bin/python -m tests.benchmarks related-speed": (CI, ""),
    ".venv/bin/python -m tests.benchmarks search": (CI, ""),
    ".venv/bin/python -m tests.benchmarks related CORPUS.jsonl --rankings OUT.jsonl": (
        CI,
        "-m tests.benchmarks related ",
    ),
    ".venv/bin/python manage.py import_article healthblog/demo/is-microneedling-good-for-your-skin.txt": (CI, ""),
    ".venv/bin/python manage.py migrate": (CI, ""),
    ".venv/bin/python manage.py collectstatic --noinput": (CI, ""),
    ".venv/bin/python manage.py createsuperuser": (CI, ""),
    ".venv/bin/python manage.py refresh": (CI, ""),
    ".venv/bin/python manage.py related_rebuild": (CI, ""),
    ".venv/bin/python manage.py search_rebuild": (CI, ""),
    ".venv/bin/gunicorn healthblog.wsgi": (CI, ""),
    "pip install healthblog-articles": (WHEEL, '"pip", "install"'),
    "python manage.py migrate": (WHEEL, '"migrate"'),
}


def commands(text):
    blocks = re.findall(r"^```(?:sh|bash|console|shell)\n(.*?)^```", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_of_readme_is_run():
    found = commands((ROOT / "README.md").read_text())
    unknown = [command for command in found if command not in RUN]
    assert not unknown, f"Run these in .ci/run (`readme '…'`) and name them in RUN: {unknown}"
    gone = [command for command in RUN if command not in found]
    assert not gone, f"README no longer says these: {gone}"


def test_who_is_said_to_run_a_command_does():
    for command, (path, words) in RUN.items():
        wanted = re.escape(words) or f"(readme|says) '{re.escape(command)}'"
        assert re.search(wanted, (ROOT / path).read_text()), f"{path} does not run {command}"


def test_commands_are_found_in_blocks_alone():
    assert commands("```sh\na b\n\nc\n```\n`d`\n```python\ne\n```\n") == ["a b", "c"]
