"""Pasting into the editor: what is pasted becomes clean HTML, what is lost is said and marked."""

import base64
import io
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image as Picture
from playwright.sync_api import expect

from articles.models import Article, Image
from articles.text import html
from tests.looking import serious, to_end_of_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """([html, text, files, kind]) => {
    const data = new DataTransfer()
    if (html) data.setData("text/html", html)
    if (text) data.setData("text/plain", text)
    for (const [name, type, content] of files) {
        const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
    }
    const target = document.querySelector(".prose-editor .ProseMirror")
    const { x, y } = target.firstElementChild.getBoundingClientRect()
    const common = { bubbles: true, cancelable: true }
    return kind === "paste"
        ? target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...common }))
        : target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, clientX: x + 2, clientY: y + 2, ...common }))
}"""


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def open_with(page, stored="<p></p>"):
    article = Article.objects.create(title="Pasted", body=stored)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    body(page).click()
    return article


def paste(page, html="", text="", files=(), kind="paste"):
    """Return whether the browser was left to do with it what it does itself."""
    return page.evaluate(PASTE, [html, text, list(files), kind])


def save(page):
    """Save by key; return the body that is stored then."""
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    errors = page.locator(".errornote, .errorlist")
    assert not errors.count(), errors.all_inner_texts()
    return Article.objects.get(title="Pasted").body


def value(page):
    return page.locator("textarea[name=body]").input_value()


def said(page):
    return page.locator(".articles-pasted [role=status]")


def picture_file(name="roller.jpg"):
    data = io.BytesIO()
    Picture.new("RGB", (640, 480), "teal").save(data, "JPEG")
    return data.getvalue()


EXPECTED = {
    "word": """
        <h2>Laser hair removal</h2>
        <h2>Before the first session</h2>
        <p>The laser warms the <strong>root</strong> of the hair, and <em>“does not”</em> burn the skin.<sup>[1]</sup>
         Spots of 5&nbsp;mm are usual. Keep out of the sun.</p>
        <h3>What to bring</h3>
        <ul><li><p>A list of your <strong>medicines</strong></p>
        <ul><li><p>also creams</p><p>and what is in them</p></li></ul></li><li><p>Sun cream</p></li></ul>
        <p>Then, on the day:</p>
        <ol start="3"><li><p>Shave the area.</p></li><li><p>Come without make-up.</p></li></ol>
        <p>See <a href="https://www.nhs.uk/tests-and-treatments/?page=2">the NHS</a>,
         <a data-lost="true">the consent form</a> or <a href="mailto:desk@example.org">write to us</a>.</p>
        <figure><img alt="A hand holding a device" data-lost="true"></figure>
        <table><tbody><tr><th scope="col"><p>Area</p></th><th scope="col"><p>Sessions</p></th></tr>
        <tr><td><p>Upper lip</p></td><td><p>6 to 8</p></td></tr></tbody></table>
        <hr><p><sup>[1]</sup> It may sting.</p>""",
    "word_web": """
        <h2>Aftercare</h2>
        <p>Cool the skin <strong>at once</strong>, see <a href="https://www.aad.org/public">the advice</a>.</p>
        <h3>The first day</h3>
        <ul><li><p>No sauna</p><ul><li><p>no hot bath either</p></li></ul></li><li><p>No swimming</p></li></ul>
        <ol><li><p>Wash your hands</p></li><li><p>Dab, do not rub</p></li></ol>
        <table><tbody><tr><th scope="col"><p>Day</p></th><th scope="col"><p>What you see</p></th></tr>
        <tr><th scope="row"><p>One</p></th><td><p>Redness</p></td></tr></tbody></table>
        <figure><img alt="A picture containing skin" data-lost="true"></figure>""",
    "docs": """
        <h2>Peeling acids at home</h2>
        <p>A <strong>mild</strong> acid loosens <em>dead</em> skin: CO<sub>2</sub> has no part in it. Read
         <a href="https://www.fda.gov/cosmetics?id=7">what the FDA says</a> and below.</p>
        <h3>Steps</h3>
        <ul><li><p>Clean the face</p><ul><li><p>with water</p><ul><li><p>lukewarm</p></li></ul></li></ul></li>
        <li><p>Test on the arm</p></li></ul>
        <ol start="2"><li><p>Wait a day</p></li></ol>
        <ul><li><p>No redness</p></li></ul>
        <figure><img src="https://lh7-rt.googleusercontent.com/docsz/AD_4nXe?key=abc" alt="Three bottles"></figure>
        <table><tbody><tr><th scope="col"><p>Acid</p></th><th scope="col"><p>Strength</p></th></tr>
        <tr><td><p>Lactic</p></td><td><p>5&nbsp;%</p></td></tr></tbody></table>""",
    "libreoffice": """
        <h2>Cost</h2>
        <p>A session costs <strong>80</strong> <em>to</em> 120 euros.<sup>1</sup></p>
        <ol start="4"><li><p>Ask for the price of <u>all</u> sessions</p><ul><li><p>in writing</p></li></ul></li>
        <li><p>Compare</p></li></ol>
        <table><tbody><tr><th scope="col"><p>Area</p></th><th scope="col"><p>Euros</p></th></tr>
        <tr><th scope="row"><p>Legs</p></th><td><p>120</p></td></tr>
        <tr><th scope="row"><p>Face</p></th><td><p>80</p></td></tr></tbody></table>
        <p>1 Prices of spring.</p>""",
    "web_page": """
        <h2>Rosacea</h2>
        <p>Redness <em>comes</em> and <strong>goes</strong>.</p>
        <p>Heat makes it worse 🔥, says <a href="https://www.rosacea.org/triggers" rel="nofollow">the society</a>
         (<a href="https://shop.example/cream?colour=red#buy">cream</a>, <a data-lost="true">more</a>, Share).</p>
        <h3>Triggers</h3>
        <ul><li><p>Sun</p></li><li><p><strong>Spicy</strong> food</p></li></ul>
        <figure><img src="https://clinic.example/uploads/cheeks.jpg" alt="Red cheeks">
        <figcaption>Typical <strong>redness</strong></figcaption></figure>
        <p>Seen on a walk.</p>
        <figure><img alt="Map" data-lost="true"></figure>
        <h4>Notes</h4>
        <pre><code>SPF  50</code></pre>""",
}
SAID = {
    "word": ["could not be pasted: 1.", "readers cannot open: 1.", "now plain words: 1.", "menus or forms (3)"],
    "word_web": ["Pictures that could not be pasted: 1."],
    "docs": ["Pictures of another site: 1.", "now plain words: 1."],
    "libreoffice": ["now plain words: 1."],
    "web_page": ["could not be pasted: 1.", "of another site: 1.", "readers cannot open: 1.", "menus or forms (3)"],
}  # fmt: skip


def folded(text):
    """Return the expectation as it is stored: a line that begins with one space more goes on with a space."""
    lines = [line.removeprefix("        ") for line in text.strip("\n").split("\n")]
    return "".join(lines)


@pytest.mark.parametrize("source", EXPECTED)
def test_what_is_pasted_becomes_clean_html(page, source):
    open_with(page)
    paste(page, (CLIPBOARD / f"{source}.html").read_text())
    for sentence in SAID[source]:
        expect(said(page)).to_contain_text(sentence)
    expect(said(page).locator("p")).to_have_count(len(SAID[source]))
    stored = save(page)
    assert html.with_heading_ids(stored)[0] == html.with_heading_ids(folded(EXPECTED[source]))[0]


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("<p>a&nbsp; b &nbsp;</p><p>&nbsp;</p><p>20&nbsp;mg «&nbsp;oui&nbsp;»</p>",
         "<p>a b</p><p>20&nbsp;mg «&nbsp;oui&nbsp;»</p>"),
        ("one<br><br>two<br>three<br>", "<p>one</p><p>two<br>three</p>"),
        ("<p><b>all <span style='font-weight:400'>not</span></b> <i style='font-style:normal'>x</i></p>",
         "<p><strong>all </strong>not x</p>"),
        ("<h3>a</h3><h6>b</h6><h6>c</h6><h3>d</h3>", "<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2>"),
        ("<table><tr><td><p>in a frame</p></td></tr></table>", "<p>in a frame</p>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>a <img src='https://e.example/i.png' alt='I'> b</p>",
         '<p>a</p><figure><img src="https://e.example/i.png" alt="I"></figure><p>b</p>'),
        ("<p><a href='https://e.example/'></a><a name='top'>x</a> <a href='www.e.example/y'>y</a></p>",
         '<p>x <a href="https://www.e.example/y">y</a></p>'),
        ("<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>iv)&nbsp;</span>a</p>"
         "<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>·&nbsp;</span>b</p>"
         "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>v)&nbsp;</span>c</p>",
         '<ol start="4"><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol>'),
        ('<b style="font-weight:normal" id="docs-internal-guid-1">'
         '<p><span style="font-size:26pt">A</span></p><p><span>b</span></p></b>',
         "<h2>A</h2><p>b</p>"),
        ("<p class=Own style='mso-outline-level:1'>A</p><p style='mso-outline-level:2'>B</p>", "<h2>A</h2><h3>B</h3>"),
        ("<p class=MsoListParagraph>Indented only</p>", "<p>Indented only</p>"),
        ("<nav><p>All that was copied</p></nav>", "<p>All that was copied</p>"),
        ("<p>ge<span>\u00adgan\u200bgen “so”</span></p>", "<p>gegangen “so”</p>"),
        ("<p>a<script>alert(1)</script><a href='javascript:alert(1)'>b</a></p>", "<p>ab</p>"),
    ],
)  # fmt: skip
def test_small_pastes(page, pasted, expected):
    open_with(page)
    paste(page, pasted)
    assert html.clean(value(page)) == expected


def test_headings_go_under_the_one_before_them(page):
    open_with(page, "<h2>Risks</h2><p>x</p>")
    to_end_of_text(page)
    page.keyboard.press("Enter")
    paste(page, "<h4>Rare</h4><p>a</p><h5>Very</h5><p>b</p>")
    assert value(page) == "<h2>Risks</h2><p>x</p><h3>Rare</h3><p>a</p><h4>Very</h4><p>b</p>"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fe.example%2Fa%3Fb%3D1%26gclid%3D2&usg=x", "https://e.example/a?b=1"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fe.example%2F%3Ffbclid%3DIw&h=A", "https://e.example/"),
        ("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fe.example%2Fx&data=1", "https://e.example/x"),
        ("https://urldefense.com/v3/__https://e.example/x__;!!abc!def$", "https://e.example/x"),
        ("https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fe.example", "https://e.example"),
        ("https://e.example/?q=a%20b&utm_source=x&UTM_Medium=y&page=2#part", "https://e.example/?q=a%20b&page=2#part"),
        ("https://e.example/?utm_source=x", "https://e.example/"),
        ("https://www.google.com/search?q=https%3A%2F%2Fe.example", "https://www.google.com/search?q=https%3A%2F%2Fe.example"),
        ("https://e.example/url?q=https://other.example/", "https://e.example/url?q=https://other.example/"),
    ],
)  # fmt: skip
def test_links_lose_redirects_and_tracking_only(page, pasted, kept):
    page.goto(reverse("admin:articles_article_add"))
    module = "articles/editor.mend.links"
    assert page.evaluate(f"async (link) => (await import('{module}')).withoutTracking(link)", pasted) == kept


def test_what_pasting_lost_is_mended_by_hand(page, media):
    open_with(page)
    paste(page, "<p>See <a href='file:///C:/form.docx'>the form</a>.</p><p><img src='cid:1' alt='A roller'></p>")
    figure = page.locator(".prose-editor figure")
    expect(figure).to_contain_text("Pasting left this picture out")
    page.locator(".prose-editor a[data-lost]").click()
    expect(
        page.locator('.prose-menubar__button.active[title*="Ctrl+K"]')
    ).to_be_visible()  # the editor knows where the cursor stands
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Pasting could not keep where this link led.")
    dialog.get_by_label("Address", exact=True).fill("https://e.example/form")
    dialog.get_by_role("button", name="Apply").click()
    figure.get_by_role("button", name="Change the picture").click()
    dialog.get_by_label("Upload a picture").set_input_files(
        {"name": "roller.jpg", "mimeType": "image/jpeg", "buffer": picture_file()}
    )
    expect(dialog.get_by_label("Alternative text")).to_have_value("A roller")
    dialog.get_by_role("button", name="Apply").click()
    stored = save(page)
    image = Image.objects.get()
    assert stored == (
        '<p>See <a href="https://e.example/form">the form</a>.</p>'
        f'<figure><img data-file="{image.pk}" src="{image.shown().src}" alt="A roller"></figure>'
    )


def test_what_is_copied_within_the_blog_stays_as_it_is(page):
    stored = (
        '<p>a\u00a0b <a href="/peels/" data-article="7">peels</a> <a data-lost="true">gone</a></p>'
        '<figure><img alt="x" data-lost="true"></figure>'
    )
    open_with(page, stored)
    page.keyboard.press("Control+a")
    copied = page.evaluate(
        """() => {
            const data = new DataTransfer()
            const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true })
            document.querySelector(".prose-editor .ProseMirror").dispatchEvent(event)
            return data.getData("text/html")
        }"""
    )
    assert "data-pm-slice" in copied
    page.keyboard.press("Delete")
    paste(page, copied)
    expect(said(page)).to_be_empty()
    assert html.clean(value(page)).removesuffix("<p></p>") == html.clean(stored)


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_file_goes_into_the_library_and_the_text(page, kind):
    page.expected.add(400)
    open_with(page, "<p>Look</p>")
    page.keyboard.press("End")
    data = base64.b64encode(picture_file()).decode()
    broken = base64.b64encode(b"no picture").decode()
    assert (
        paste(page, files=[["roller.jpg", "image/jpeg", data], ["broken.png", "image/png", broken]], kind=kind) is False
    )
    expect(said(page)).to_contain_text("Uploaded into the library and put into the text: 1.")
    expect(said(page)).to_contain_text("broken.png: ")
    image = Image.objects.get()
    figure = f'<figure><img data-file="{image.pk}" src="{image.shown().src}" alt=""></figure>'
    assert figure in save(page).replace("<p></p>", "")


def test_other_files_are_refused_and_the_page_stays(page):
    open_with(page, "<p>Look</p>")
    assert paste(page, files=[["form.pdf", "application/pdf", "JVBERg=="]], kind="drop") is False
    expect(said(page)).to_contain_text("“form.pdf” cannot be put into the text")
    page.get_by_role("button", name="Dismiss").click()
    expect(said(page)).to_be_empty()


def test_a_picture_of_another_site_is_not_uploaded(page):
    open_with(page)
    data = base64.b64encode(picture_file()).decode()
    paste(page, "<img src='https://e.example/i.jpg' alt='I'>", files=[["i.jpg", "image/jpeg", data]])
    expect(said(page)).to_contain_text("Pictures of another site: 1.")
    assert '<figure><img src="https://e.example/i.jpg" alt="I"></figure>' in value(page)
    assert not Image.objects.exists()


def test_a_picture_of_a_pasted_text_is_not_uploaded(page):
    open_with(page)
    data = base64.b64encode(picture_file()).decode()
    paste(page, "<p>From a sheet</p>", files=[["image.png", "image/png", data]])
    assert value(page) == "<p>From a sheet</p>"
    assert not Image.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_strip_is_accessible(page, scheme):
    page.emulate_media(color_scheme=scheme)
    open_with(page)
    paste(page, "<p>See <a href='file:///C:/form.docx'>the form</a>.</p><p><img src='cid:1' alt='A roller'></p>")
    page.keyboard.press("Control+f")
    page.keyboard.type("form")
    assert serious(page, ".field-body") == []
