"""What browser tests ask of a page."""

from axe_playwright_python.sync_playwright import Axe


def serious(page, part):
    """Return what axe finds serious or critical within that part of the page."""
    found = Axe().run(page, context=part).response["violations"]
    return [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
