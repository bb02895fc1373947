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


def eventually(page, expression, arg=None):
    """Wait until the page's JavaScript calls the expression true; raise AssertionError when it never does.

    Playwright's own `wait_for_function` repeats the expression by eval, which the pages' policy forbids.
    """
    for _ in range(150):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression} {arg or ''}")


AT_END = """key => {
  const { doc, selection } = document.querySelector(".field-body .ProseMirror").editor.state
  const { constructor } = selection
  return selection.eq(key === "Control+End" ? constructor.atEnd(doc) : constructor.atStart(doc))
}"""


def to_end_of_text(page, key="Control+End"):
    """Press the key in the body until the editor knows that the caret stands there.

    For 50 milliseconds after it has set the selection itself it reads none from the browser; no hand is that quick.
    """
    for _ in range(50):
        page.keyboard.press(key)
        if page.evaluate(AT_END, key):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{key} leads nowhere")
