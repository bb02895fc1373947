"""The catalogues of the public pages: what readers may be told, and its translations. No gettext is needed.

    .venv/bin/python -m tests.catalogues

puts what is new into articles/locale/<language>/LC_MESSAGES/django.po, takes out what is gone, and makes the django.mo.
What only editors see stays out: a translator of these files meets nothing but what readers do.
"""

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator

import django
import polib
from django.utils import translation
from django.utils.translation.template import templatize

from tests.serving import ROOT

LOCALE = ROOT / "articles/locale"
# Django's own forms: catalogues with other ones would be looked up one by one.
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
}  # fmt: skip
LANGUAGES = tuple(PLURALS)
# Numbers for which one form alone stands: it may say them in a word.
ALONE = {"ar": (0, 1, 2), "de": (1,), "es": (1,)}

# Modules whose every sentence is for readers …
MODULES = (
    "articles/changelog.py", "articles/comparing.py", "articles/feeds.py", "articles/glance.py",
    "articles/metadata/*.py", "articles/neighbours.py", "articles/paging.py", "articles/passport.py",
    "articles/reading.py", "articles/search/*.py", "articles/sharing.py", "articles/sitemaps.py",
    "articles/syndicating/*.py", "articles/templatetags/articles.py", "articles/text/*.py", "articles/views/*.py",
    "healthblog/media.py",
    "healthblog/views.py",
)  # fmt: skip
# … and what is for readers in the others.
PARTS = {
    "articles/migrations/0002_publication.py": ("create",),
    "articles/models/articles.py": ("Article.signature",),
    "articles/models/history.py": ("Revision.Kind",),
    "articles/models/treatments.py": ("Treatment.cost",),
    "articles/models/trust.py": ("Source.Kind", "LABELS", "labelled"),
    "articles/previewing/links.py": ("opened",),
}
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
QUOTED = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{QUOTED}(?:\s*,\s*{QUOTED})?(?:\s*,\s*{QUOTED})?")
Message = tuple[str, str, str]  # context, words, their plural


def public_templates():
    """Return the templates that readers may see, the plugin's and the site's."""
    found = [*(ROOT / "articles/templates").rglob("*.*"), *(ROOT / "templates").rglob("*.*")]
    return sorted(path for path in found if path.is_file() and "admin" not in path.relative_to(ROOT).parts)


def _message(function: str, words: list[str]) -> Message:
    context = words.pop(0) if "pgettext" in function else ""
    return context, words[0], words[1] if "ngettext" in function or "npgettext" in function else ""


def of_template(text: str) -> Iterator[Message]:
    """Yield what a template has translated."""
    for function, *words in CALL.findall(templatize(text)):
        yield _message(function, [ast.literal_eval(word) for word in words if word])


def of_python(tree: ast.AST) -> Iterator[Message]:
    """Yield what the code has translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            words = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield _message(node.func.id.removesuffix("_lazy"), words)


def _part(tree: ast.AST, name: str) -> ast.AST:
    """Return the class, function or assignment of that dotted name."""
    for step in name.split("."):
        tree = next(
            node
            for node in tree.body
            if getattr(node, "name", "") == step
            or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == step)
        )
    return tree


def messages() -> dict[Message, list[str]]:
    """Return all that readers may be told, with the files that say it."""
    found = defaultdict(set)
    for path in public_templates():
        for message in of_template(path.read_text()):
            found[message].add(path)
    paths = [path for pattern in MODULES for path in ROOT.glob(pattern)]
    for path in paths:
        for message in of_python(ast.parse(path.read_text())):
            found[message].add(path)
    for name, parts in PARTS.items():
        tree = ast.parse((ROOT / name).read_text())
        for part in parts:
            for message in of_python(_part(tree, part)):
                found[message].add(ROOT / name)
    for title in _titles():
        found["", title, ""].add(ROOT / "articles/models/site.py")
    return {each: sorted(path.relative_to(ROOT).as_posix() for path in paths) for each, paths in found.items()}


def _titles() -> list[str]:
    """Return the titles of the publication's own pages: names of fields that editors see as well."""
    from articles.models.site import ABOUT_PAGES, Publication

    with translation.override("en"):
        return [str(Publication._meta.get_field(name).verbose_name) for name in ABOUT_PAGES]


def path_of(language: str):
    return LOCALE / language / "LC_MESSAGES/django.po"


def key_of(entry: polib.POEntry) -> Message:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def updated(language: str) -> polib.POFile:
    """Return the catalogue with all that is said now; the new is left empty."""
    path = path_of(language)
    old = {key_of(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile()
    catalogue.header = "What readers of the blog are told. Made by: python -m tests.catalogues"
    catalogue.metadata = {
        "Project-Id-Version": "healthblog-articles",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, places in sorted(messages().items(), key=lambda item: (item[1][0], item[0])):
        context, words, plural = message
        entry = polib.POEntry(
            msgctxt=context or None, msgid=words, msgid_plural=plural, occurrences=[(each, "") for each in places]
        )
        if re.search(r"%(\(\w+\))?[sd]", words + plural):
            entry.flags = ["python-format"]
        if message in old:
            entry.msgstr, entry.msgstr_plural = old[message].msgstr, old[message].msgstr_plural
            entry.comment, entry.tcomment = old[message].comment, old[message].tcomment
        elif plural:
            entry.msgstr_plural = dict.fromkeys(range(int(PLURALS[language][9])), "")
        catalogue.append(entry)
    return catalogue


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = updated(language)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        empty = [entry.msgid for entry in catalogue if not entry.translated()]
        print(f"{language}: {len(catalogue)} messages, {len(empty)} without a translation", *empty, sep="\n  ")


if __name__ == "__main__":
    main()
