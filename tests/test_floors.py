"""The house holds: imports only point down, no room has a vague name, and nothing is imported inside a function."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

GROUND = "conf"  # the settings lie under the lowest floor, so that a picture can ask how large it may be
FLOORS = (
    ("text", "pictures"),
    ("querysets", "paging", "sql"),
    ("models",),
    # Here a room may import the rooms named after it.
    (
        "importing", "trusting", "tagging", "sourcing", "linking", "desk", "previewing", "reviewing", "history",
        "drafts", "syndicating", "reading", "neighbours", "comparing", "sharing", "gallery", "checklist", "metadata",
        "glance", "passport", "changelog", "related", "search", "pagecache", "freshness",
    ),
    ("admin", "views", "feeds", "sitemaps", "indexing", "checks", "templatetags", "management"),
    ("urls", "apps"),
)  # fmt: skip
ORDERED = 3
FLOOR = {GROUND: -1} | {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
VAGUE = {"utils", "helpers", "services", "mixins", "signals", "constants", "managers"}


def sources(package):
    """Return path and text of each module of the package but its migrations."""
    paths = sorted((ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT): path.read_text() for path in paths if "migrations" not in path.parts}


def imported(tree, path):
    """Yield line and dotted name of every import; for `from a import b` both a and a.b."""
    package = path.parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def room(dotted):
    """Return the room of a module of the app, "" for the app itself, None for what is not the app's."""
    top, _, rest = dotted.partition(".")
    return rest.split(".")[0] if top == "articles" else None


def may_import(here, there):
    if here == there:
        return True
    if FLOOR[here] == FLOOR[there] == ORDERED:
        return FLOORS[ORDERED].index(here) < FLOORS[ORDERED].index(there)
    return FLOOR[here] > FLOOR[there]


def wrong_imports(path, source):
    """Return a sentence for each import of the app's module that goes up, sideways or out to the site."""
    here = room(".".join(path.with_suffix("").parts))
    if here == "__init__":
        here = GROUND
    if here not in FLOOR:
        return [f"{path} stands on no floor: add {here!r} to FLOORS in tests/test_floors.py, where its imports allow."]
    found = {}
    for line, name in imported(ast.parse(source), path):
        there = room(name)
        if name.partition(".")[0] == "healthblog":
            found[line, "healthblog"] = f"{path}:{line} imports {name}: the app knows nothing of the site."
        elif there in FLOOR and not may_import(here, there):
            found[line, there] = f"{path}:{line} {here} (floor {FLOOR[here]}) imports {there} (floor {FLOOR[there]})."
    return list(found.values())


def late_imports(path, source):
    """Return a sentence for each import inside a function that is not `AppConfig.ready`."""
    tree = ast.parse(source)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    ready = {
        id(function)
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef) and any(ast.unparse(base).endswith("AppConfig") for base in owner.bases)
        for function in owner.body
        if isinstance(function, ast.FunctionDef) and function.name == "ready"
    }
    lines = {
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, functions) and id(function) not in ready
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [f"{path}:{line} imports inside a function." for line in sorted(lines)]


@pytest.mark.parametrize("path", sources("articles"), ids=str)
def test_imports_point_down(path):
    assert wrong_imports(path, sources("articles")[path]) == []


@pytest.mark.parametrize("package", ["articles", "healthblog"])
def test_nothing_is_imported_inside_a_function(package):
    assert [found for path, source in sources(package).items() for found in late_imports(path, source)] == []


@pytest.mark.parametrize("package", ["articles", "healthblog"])
def test_no_module_has_a_vague_name(package):
    assert [str(path) for path in sources(package) if VAGUE & {*path.parent.parts, path.stem}] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("articles/text/html.py", "from articles.models import Article"),
        ("articles/models/articles.py", "from articles import views"),
        ("articles/models/articles.py", "from ..views import ArticleList"),
        ("articles/models/articles.py", "from .. import gallery"),
        ("articles/feeds.py", "import articles.sitemaps"),
        ("articles/querysets.py", "from articles.paging import page"),
        ("articles/metadata.py", "from articles.history.publish import publish"),
        ("articles/views.py", "from healthblog import policy"),
        ("articles/views.py", "def view():\n    import healthblog.settings"),
        ("articles/__init__.py", "from articles.models import Article"),
        ("articles/attic.py", "import os"),
    ],
)
def test_a_wrong_import_is_found(path, source):
    assert len(wrong_imports(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "articles/models/articles.py",
            "from articles.models.tags import Tag\nfrom . import tags\nfrom .tags import key",
        ),
        ("articles/history/publish.py", "from articles import gallery\nfrom articles.history.snapshot import snapshot"),
        ("articles/urls.py", "from articles import feeds, views"),
        ("articles/views.py", "import json\nfrom taggit.models import Tag"),
    ],
)
def test_a_right_import_passes(path, source):
    assert wrong_imports(Path(path), source) == []


def test_a_late_import_is_found():
    late = "class Shelf:\n    def ready(self):\n        import os\n\nasync def read():\n    from articles import conf\n"
    allowed = (
        "import os\n\nclass Config(apps.AppConfig):\n    def ready(self):\n        from articles import indexing\n"
    )
    assert len(late_imports(Path("articles/apps.py"), late)) == 2
    assert late_imports(Path("articles/apps.py"), allowed) == []
