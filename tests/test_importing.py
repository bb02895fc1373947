"""The import of a plain-text article: the seed word for word, and clear words for a file that is none."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.importing.plain import PlainTextError, decode, import_plain, parse
from articles.models import Article, Author, RelatedPick
from articles.text import html

SEED = Path(__file__).parent.parent / "healthblog/demo/is-microneedling-good-for-your-skin.txt"
RELATED = [
    "What to Know About Vaping CBD",
    "Access Safe and Effective Vitamin Infusion Therapy in Georgia",
    "3 Common Treatment Options for Colon Cancer",
]


def words(text):
    return re.findall(r"\S+", text)


def run(*arguments, **options):
    from io import StringIO

    out = StringIO()
    call_command("import_article", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_seed_arrives_word_for_word():
    source = SEED.read_text(encoding="utf-8")
    document = parse(source)
    body = source.split("Is Microneedling Good For Your Skin?")[1].split("Related posts")[0]
    without_numbers = re.sub(r"^\s*\d+\.\s", "", body, flags=re.M)
    assert words(html.plain_text(document.body)) == words(without_numbers)
    assert document.title == "Is Microneedling Good For Your Skin?"
    assert document.alt == "Image default"
    assert document.related == [(title, "Emily Tracy") for title in RELATED]
    assert re.findall("<h2>(.*?)</h2>", document.body) == [
        "Benefits of micro-needling therapy:",
        "Side Effects of micro-needling therapy:",
        "Who is NOT a proper fit for micro-needling therapy?",
    ]
    assert [block.count("<li>") for block in re.findall("<ol>.*?</ol>", document.body)] == [5, 7, 4]


@pytest.mark.django_db
def test_the_seed_becomes_a_draft_with_pins():
    known = Article.objects.create(title=RELATED[1])
    said = run(str(SEED))
    article = Article.objects.get(slug="is-microneedling-good-for-your-skin")
    assert article.status == "draft"
    assert article.lead_alt == ""
    assert "“Image default” is a placeholder" in said
    picks = RelatedPick.objects.filter(article=article)
    assert [pick.other.title for pick in picks] == RELATED
    assert picks[1].other == known
    assert [pick.other.status for pick in picks] == ["draft"] * 3
    assert [byline.author.name for byline in picks[0].other.bylines.all()] == ["Emily Tracy"]
    assert Author.objects.count() == 1
    assert f"“{RELATED[0]}” was not here" in said


@pytest.mark.django_db
def test_a_second_run_changes_nothing():
    run(str(SEED))
    before = list(Article.objects.order_by("pk").values()), list(RelatedPick.objects.values())
    assert "nothing was changed" in run(str(SEED), publish=True)
    assert (list(Article.objects.order_by("pk").values()), list(RelatedPick.objects.values())) == before


@pytest.mark.django_db
def test_publish_says_what_the_checklist_says():
    said = run(str(SEED), publish=True)
    article = Article.objects.published().get()
    assert article.title == "Is Microneedling Good For Your Skin?"
    assert "No author is named" in said
    assert "There is no standfirst" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Line 1: expected the article's title, found an empty file."),
        ("\n \n", "Line 1: expected the article's title, found an empty file."),
        ("Only a title\n", "Line 1: expected paragraphs after the title, found none."),
        (
            "This is a sentence.\n\nAnd another one.\n",
            "Line 1: expected the title: one line of at most 200 characters.",
        ),
        ("Title\n\nText here.\n\n1. a\n3. b\n", "Line 6: expected item 2 of the list, found item 3."),
        ("Title\n\nText here.\n\n- a\n1. b\n", "Line 6: expected a bullet of the list, found item 1."),
        ("Title\n\nText.\n\nRelated posts\n\nA\n\nB\n\nC\n", "Line 11: expected title and author of each related post"),
        ("Related posts\n\nA\n\nB\n", "Line 1: expected the article's title before the related posts."),
    ],
)
def test_what_cannot_be_read_is_named_by_line(text, message):
    with pytest.raises(PlainTextError) as error:
        parse(text)
    assert message in str(error.value)


def test_what_is_no_text_is_named_by_line():
    with pytest.raises(PlainTextError, match=r"Line 2: expected UTF-8 text\."):
        decode(b"Title\n\xff\xfe")
    with pytest.raises(PlainTextError, match=r"Line 1: expected plain text, found a binary file\."):
        decode(b"PK\x03\x04\x00")


@pytest.mark.django_db
def test_the_command_writes_nothing_when_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(str(tmp_path / "nowhere.txt"))
    broken = tmp_path / "broken.txt"
    broken.write_text("Title\n\nText here.\n\n1. a\n3. b\n")
    with pytest.raises(CommandError, match=r"Line 6: .* Nothing was imported\."):
        run(str(broken))
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_other_forms():
    document = parse(
        "A drawing of a leaf\n\nTitle Without Anything Else\n\nWhat it is\n\n"
        "Text <b>here</b> & there.\n\n• a\n• b\n\n4) d\n5) e\n"
    )
    assert document.alt == "A drawing of a leaf"
    assert document.body == (
        "<h2>What it is</h2><p>Text &lt;b&gt;here&lt;/b&gt; &amp; there.</p><ul><li>a</li><li>b</li></ul>"
        '<ol start="4"><li>d</li><li>e</li></ol>'
    )
    article = import_plain(document).article
    assert article.lead_alt == "A drawing of a leaf"
    assert article.body.startswith('<h2 id="what-it-is">')
