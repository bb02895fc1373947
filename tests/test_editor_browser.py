"""The writing editor in a browser: what an editor makes with keyboard and mouse is what is stored."""

import io

import pytest
from django.urls import reverse
from PIL import Image as Picture
from playwright.sync_api import expect

from articles.models import Article, Image
from articles.text.html import clean
from tests.looking import serious
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def jpeg(colour="teal"):
    data = io.BytesIO()
    Picture.new("RGB", (1200, 800), colour).save(data, "JPEG")
    return {"name": "needle roller.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def open_new(page):
    page.goto(reverse("admin:articles_article_add"))
    expect(body(page)).to_be_visible()


def open_change(page, article):
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(body(page)).to_be_visible()


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def tool(page, name):
    page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=name, exact=True).click()


def write(page, text, enter=True):
    page.keyboard.type(text)
    if enter:
        page.keyboard.press("Enter")


def save_button(page):
    """Return the button that saves a draft, or changes what is public."""
    return page.locator(".submit-row :is([name=_save], [name=_publish])").last


def save(page):
    with page.expect_navigation():
        save_button(page).click()
    errors = page.locator(".errornote, .errorlist")
    assert not errors.count(), errors.all_inner_texts()


def test_an_article_is_written_as_an_editor_would(page):
    peels = make_article("Chemical peels")
    open_new(page)
    page.get_by_label("Title:", exact=True).press_sequentially("Microneedling at home")
    expect(page.get_by_label("Slug:")).to_have_value("microneedling-at-home")
    body(page).click()
    write(page, "A needle roller pricks the skin.")
    tool(page, "Heading")
    write(page, "Benefits")
    tool(page, "Bullet list")
    write(page, "Smaller scars")
    write(page, "Smoother skin")
    page.keyboard.press("Enter")
    tool(page, "Subheading")
    write(page, "In short")
    tool(page, "Bold")
    write(page, "Not", enter=False)
    tool(page, "Bold")
    write(page, " for H", enter=False)
    tool(page, "Subscript")
    write(page, "2", enter=False)
    tool(page, "Subscript")
    write(page, "O lovers, says ", enter=False)

    page.keyboard.press("Control+k")
    page.get_by_label("Address", exact=True).fill("who.int/news")
    page.get_by_label("Words that carry the link").fill("the WHO")
    page.get_by_label("Kind of link").select_option("sponsored")
    page.get_by_role("button", name="Apply").click()
    write(page, " and ", enter=False)

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="An article of this blog").fill("peels")
    page.get_by_role("option", name="Chemical peels").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Leads to the article “Chemical peels”.")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    write(page, ".")

    tool(page, "Quotation")
    write(page, "Clean it.", enter=False)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tool(page, "Dividing line")

    tool(page, "Table")
    page.get_by_label("Title of the table").fill("Needles")
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_role("button", name="Apply").click()
    for cell in ("Length", "Use", "0.5 mm", "At home"):
        write(page, cell, enter=False)
        page.keyboard.press("Tab") if cell != "At home" else None
    save(page)

    article = Article.objects.get(title="Microneedling at home")
    assert article.slug == "microneedling-at-home"
    assert article.body == (
        "<p>A needle roller pricks the skin.</p>"
        '<h2 id="benefits">Benefits</h2>'
        "<ul><li><p>Smaller scars</p></li><li><p>Smoother skin</p></li></ul>"
        '<h3 id="in-short">In short</h3>'
        "<p><strong>Not</strong> for H<sub>2</sub>O lovers, says "
        '<a href="https://who.int/news" rel="sponsored">the WHO</a> and '
        f'<a href="/chemical-peels/" data-article="{peels.pk}">Chemical peels</a>.</p>'
        "<blockquote><p>Clean it.</p></blockquote>"
        "<hr>"
        "<table><caption>Needles</caption><tbody>"
        '<tr><th scope="col"><p>Length</p></th><th scope="col"><p>Use</p></th></tr>'
        "<tr><td><p>0.5 mm</p></td><td><p>At home</p></td></tr>"
        "</tbody></table>"
    )


def test_a_picture_is_uploaded_described_and_described_again(page):
    page.expected.add(400)
    open_new(page)
    page.get_by_label("Title:", exact=True).fill("Rollers")
    body(page).click()
    write(page, "Look:", enter=False)
    tool(page, "Picture")
    page.get_by_label("Upload a picture").set_input_files(
        {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(page.locator(".articles-error:visible")).not_to_be_empty()
    page.get_by_label("Upload a picture").set_input_files(jpeg())
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Write the alternative text, or tick “Decorative”.")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Alternative text").fill("A hand holds a needle roller")
    page.get_by_role("dialog").get_by_label("Caption").fill("Half a millimetre & no more")
    page.get_by_role("button", name="Apply").click()
    save(page)

    image = Image.objects.get()
    source = image.shown().src
    article = Article.objects.get(title="Rollers")
    figure = (
        f'<figure><img data-file="{image.pk}" src="{source}" alt="A hand holds a needle roller">'
        "<figcaption>Half a millimetre &amp; no more</figcaption></figure>"
    )
    assert article.body.replace("<p></p>", "") == f"<p>Look:</p>{figure}"

    open_change(page, article)
    page.locator(".prose-editor figcaption").click()
    page.keyboard.press("End")
    write(page, "!", enter=False)
    page.keyboard.press("Enter")
    write(page, "Text goes on.", enter=False)
    page.locator(".prose-editor figure").get_by_role("button", name="Change the picture").click()
    page.get_by_role("dialog").get_by_label("Decorative").check()
    page.get_by_role("dialog").get_by_label("Caption").fill("")
    page.get_by_role("button", name="Apply").click()
    save(page)
    article.refresh_from_db()
    figure = f'<figure><img data-file="{image.pk}" src="{source}" alt="" data-decorative="true"></figure>'
    assert article.body == f"<p>Look:</p>{figure}<p>Text goes on.</p>"


EVERYTHING = (
    "<h2>One</h2>"
    '<p>Plain <strong>bold</strong> <em>slanted</em> <u>under</u> <s>gone</s> x<sup>2</sup> <code>c</code></p>'
    "<h3>Two</h3><h4>Three</h4>"
    '<p><a href="https://a.example/" title="T" rel="sponsored nofollow">paid</a> <a href="/x/#y">in</a></p>'
    '<ol start="3"><li><p>three</p><ul><li><p>nested</p></li></ul></li></ol>'
    "<blockquote><p>said</p></blockquote><pre><code>a\n b</code></pre><hr>"
    "<p>one<br>two</p>"
    '<figure><img data-file="999" src="/media/x.jpg" alt="A &amp; B">'
    "<figcaption>With <em>care</em></figcaption></figure>"
    '<figure><img src="https://elsewhere.example/x.jpg" alt="foreign"></figure>'
    '<table><caption>Costs</caption><tbody><tr><th colspan="2" scope="col"><p>Both</p></th></tr>'
    '<tr><th scope="row"><p>a</p></th><td rowspan="2"><p>1</p></td></tr><tr><td><p>b</p></td></tr></tbody></table>'
)  # fmt: skip


def test_what_the_editor_knows_survives_it_and_the_cleaner(page):
    page.expected.add(404)  # there is no picture 999
    assert clean(EVERYTHING) == EVERYTHING
    article = Article.objects.create(title="Everything", body=EVERYTHING)
    stored = article.body
    open_change(page, article)
    page.locator(".prose-editor p").first.click()
    page.keyboard.press("Home")
    write(page, "Now: ", enter=False)
    save(page)
    article.refresh_from_db()
    assert article.body == stored.replace("Plain", "Now: Plain")


def paste(page, html):
    page.evaluate(
        """html => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            const target = document.querySelector(".prose-editor .ProseMirror")
            target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        html,
    )


def test_a_paste_from_word_keeps_lists_and_table_headings(page):
    open_new(page)
    page.get_by_label("Title:", exact=True).fill("Pasted")
    body(page).click()
    paste(
        page,
        "<html><body><!--StartFragment--><p class=MsoNormal style='margin:0'>Before<o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·"
        "<span>&nbsp;&nbsp;</span></span>Ice<o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o"
        "<span>&nbsp;</span></span>Water</p>"
        "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·"
        "<span>&nbsp;</span></span>Rest</p>"
        "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1."
        "<span>&nbsp;</span></span>First</p><p class=MsoNormal>After</p>"
        "<table><tr><td><p><b>Name</b></p></td><td><p><b>Cost</b></p></td></tr><tr><td><p>Peel</p></td><td><p>9</p></td>"
        "</tr></table><!--EndFragment--></body></html>",
    )
    save(page)
    stored = Article.objects.get(title="Pasted").body
    assert stored.startswith(
        "<p>Before</p><ul><li><p>Ice</p><ul><li><p>Water</p></li></ul></li><li><p>Rest</p></li></ul>"
        "<ol><li><p>First</p></li></ol><p>After</p>"
        '<table><tbody><tr><th scope="col"><p>Name</p></th><th scope="col"><p>Cost</p></th></tr>'
        "<tr><td><p>Peel</p></td><td><p>9</p></td></tr></tbody></table>"
    )


def test_a_link_is_changed_and_removed(page):
    peels = make_article("Chemical peels")
    article = Article.objects.create(
        title="Links",
        body=f'<p><a href="/old/" data-article="{peels.pk}">peel</a></p><p><a href="https://b.example/">b</a></p>',
    )
    open_change(page, article)
    page.locator(".prose-editor a").first.click()
    tool(page, "Link (Ctrl+K)")
    expect(page.get_by_text("Leads to the article “Chemical peels”.")).to_be_visible()
    page.get_by_role("button", name="Use an address instead").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Write an address or choose an article.")).to_be_visible()
    page.get_by_label("Address", exact=True).fill("javascript:alert(1)")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Readers cannot open this.")).to_be_visible()
    page.get_by_label("Address", exact=True).fill("nurse@example.org")
    page.get_by_role("button", name="Apply").click()
    page.locator(".prose-editor a").last.click()
    tool(page, "Link (Ctrl+K)")
    page.get_by_role("button", name="Remove link").click()
    save(page)
    article.refresh_from_db()
    assert article.body == '<p><a href="mailto:nurse@example.org">peel</a></p><p>b</p>'


def test_tags_are_typed_suggested_and_removed(page):
    make_article("Known", tags=["Skin care", "Acne, severe"])
    open_new(page)
    page.get_by_label("Title:", exact=True).fill("Tagged")
    tags = page.get_by_label("Tags:")
    tags.fill("new one")
    tags.press("Enter")
    tags.press_sequentially("skin")
    page.get_by_role("option", name="Skin care").click()
    tags.press_sequentially("severe")
    page.get_by_role("option", name="Acne, severe").click()
    tags.press_sequentially("wrong,")
    page.get_by_role("button", name="Remove the tag wrong").click()
    tags.fill("last")
    save(page)
    article = Article.objects.get(title="Tagged")
    assert sorted(article.tags.names()) == ["Acne, severe", "Skin care", "last", "new one"]


def test_the_lead_picture_is_uploaded_from_the_form(page):
    open_new(page)
    page.get_by_label("Title:", exact=True).fill("Led")
    page.get_by_label("Lead picture:").click()
    page.get_by_label("Upload a picture").set_input_files(jpeg("olive"))
    expect(page.locator(".field-lead_image img")).to_be_visible()
    page.get_by_label("Alternative text:").fill("An olive field")
    save(page)
    article = Article.objects.get(title="Led")
    assert (article.lead_image, article.lead_alt) == (Image.objects.get(), "An olive field")


def test_a_form_whose_login_is_over_keeps_the_text(page):
    open_new(page)
    page.get_by_label("Title:", exact=True).fill("Slow writer")
    body(page).click()
    write(page, "An hour's work.", enter=False)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    save_button(page).click()
    expect(page.get_by_role("alert").get_by_text("You are no longer logged in.")).to_be_visible()
    page.context.add_cookies(cookies)
    save(page)
    assert Article.objects.get(title="Slow writer").body == "<p>An hour's work.</p>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_and_its_dialogs_are_accessible(page, scheme):
    make_article("Chemical peels")
    page.emulate_media(color_scheme=scheme)
    open_new(page)
    for part in (".field-body", ".field-tags", ".field-lead_image", ".field-title", ".field-standfirst"):
        assert serious(page, part) == []
    for name in ("Link (Ctrl+K)", "Picture", "Table"):
        tool(page, name)
        page.get_by_role("dialog").wait_for()
        assert serious(page, ".articles-dialog") == []
        page.keyboard.press("Escape")


def test_the_toolbar_is_one_stop_and_arrows_move_in_it(page):
    open_new(page)
    bar = page.get_by_role("toolbar", name="Formatting")
    assert bar.locator("button[tabindex='0']").count() == 1
    bar.get_by_role("button", name="Heading", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(bar.get_by_role("button", name="Subheading", exact=True)).to_have_attribute("aria-pressed", "true")
