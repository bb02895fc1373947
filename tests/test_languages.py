"""What readers are told can be told in another language, and is in German, Spanish and Arabic."""

import re
from html.parser import HTMLParser
from importlib import import_module
from string import ascii_letters

import polib
import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.template.base import Lexer, TokenType
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article, Byline, Publication, Treatment
from articles.templatetags.articles import iso
from healthblog.environment import language
from tests.catalogues import ALONE, LANGUAGES, LOCALE, PLURALS, key_of, messages, path_of, public_templates, updated
from tests.make import LONG_AGO, make_article, make_author
from tests.polyglot import NAMES, SPOKEN, content, everything_said, pages

FILTER = re.compile(r"\|(?:default|default_if_none|yesno|pluralize|add|join):\s*[\"']([^\"']*)")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
TEMPLATES = [path for path in public_templates() if path.suffix in (".html", ".xml", ".txt")]


# Templates


class Literals(HTMLParser):
    """Gathers what a page says by itself: its text, and the attributes that people hear or see."""

    def __init__(self):
        super().__init__()
        self.found, self.is_code = [], False

    def handle_starttag(self, tag, attributes):
        self.is_code = tag in ("style", "script")
        self.found += [value or "" for name, value in attributes if name in SPOKEN]

    def handle_endtag(self, tag):
        self.is_code = False

    def handle_data(self, data):
        if not self.is_code:
            self.found.append(data)


def literals(text):
    """Return the words and quotation marks of a template that no catalogue can change."""
    rest, is_message = [], False
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            is_message = name == "blocktranslate" or (is_message and name != "endblocktranslate")
        elif token.token_type == TokenType.TEXT and not is_message:
            rest.append(token.contents)
        elif token.token_type == TokenType.VAR and rest and rest[-1].endswith(("<", "</")):
            rest.append("h2")
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            # The words that a filter says in place of a value.
            said = FILTER.findall(token.contents)
            rest += [f"<p>{words}</p>" for words in said if not re.fullmatch(r"h\d", words)]
    parser = Literals()
    parser.feed("".join(rest))
    parser.close()
    words = (NAMES.sub("", each).strip() for each in parser.found)
    return [each for each in words if re.search(r"[^\W\d_]|[“”„«»,;]", each)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_public_template_says_nothing_by_itself(path):
    assert literals(path.read_text()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p>{% translate "Home" %}</p>', []),
        ("<p>{% blocktranslate count n=2 %}One{% plural %}Two{% endblocktranslate %}</p>", []),
        ("<p>Home</p>", ["Home"]),
        ("<p>{{ name }}, {{ other }}</p>", [","]),
        ("<p>“{{ name }}”</p>", ["“”"]),
        ('<img alt="A needle">', ["A needle"]),
        ('<nav aria-label="{% translate \'Pages\' %}">', []),
        ('<input placeholder="Find">', ["Find"]),
        ('<p>{{ name|default:"Nobody" }}</p>', ["Nobody"]),
        ('<p>{{ name|default:_("Nobody") }}</p>', []),
        ("{# A note #}<a href='/x/'>{{ x }}</a><svg><path d='M1 2'/></svg>", []),
        ("<li>PubMed (PMID {{ number }}) (Atom)</li>", []),
    ],
)  # fmt: skip
def test_words_of_a_template_are_found(text, found):
    assert literals(text) == found


# Catalogues


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    found = polib.pofile(str(path_of(request.param)))
    found.language = request.param
    return found


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_a_catalogue_holds_what_readers_are_told_and_no_more(catalogue):
    held = {key_of(entry) for entry in catalogue}
    assert held == set(messages()), "run: python -m tests.catalogues"
    assert str(catalogue) == str(updated(catalogue.language)), "run: python -m tests.catalogues"
    assert len(held) > 190


def test_a_catalogue_is_complete(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(form.strip() for form in forms(entry))] == []


def test_plural_forms_are_those_of_the_language(catalogue):
    assert catalogue.metadata["Plural-Forms"] == PLURALS[catalogue.language]
    number = int(re.match(r"nplurals=(\d)", PLURALS[catalogue.language])[1])
    assert number == {"ar": 6, "de": 2, "es": 3}[catalogue.language]
    for entry in catalogue:
        assert not entry.msgid_plural or list(entry.msgstr_plural) == list(range(number)), entry.msgid
    with translation.override(catalogue.language):
        ours = translation._trans._active.value
        assert {ours.plural(n) for n in (0, 1, 2, 3, 11, 100)} == {"ar": {*range(6)}, "de": {0, 1}, "es": {0, 2}}[
            catalogue.language
        ]


def test_what_is_put_into_a_message_is_put_into_its_translation(catalogue):
    for entry in catalogue:
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for number, form in enumerate(forms(entry)):
            found = sorted(PLACEHOLDER.findall(form))
            # The form of one number alone may say that number in a word, where it is put in by name.
            may_lack = {"%(number)s", "%(minutes)s"} if number in _alone(catalogue.language) else set()
            assert set(wanted) - may_lack <= set(found) <= set(wanted), (entry.msgid, form)
            assert found == wanted or may_lack, (entry.msgid, form)


def _alone(code):
    with translation.override(code):
        return {translation._trans._active.value.plural(number) for number in ALONE[code]}


def test_markup_and_ends_are_kept(catalogue):
    for entry in catalogue:
        for form in forms(entry):
            assert re.findall(r"<[^>]*>", form) == re.findall(r"<[^>]*>", entry.msgid), entry.msgid
            assert form[-1] in ".!؟?" or entry.msgid[-1] not in ".!?", entry.msgid
            assert form == form.strip() or entry.msgid in (", ", " and "), entry.msgid
            assert "“" not in form or catalogue.language == "de", entry.msgid


def test_nothing_is_left_in_english(catalogue):
    same = {entry.msgid for entry in catalogue if entry.msgid in forms(entry)}
    assert same <= {", ", "%(label)s: %(title)s"}


def test_arabic_is_written_in_arabic_letters():
    for entry in polib.pofile(str(path_of("ar"))):
        for form in forms(entry):
            plain = NAMES.sub("", PLACEHOLDER.sub("", re.sub(r"<[^>]*>", "", form)))
            assert not set(plain) & set(ascii_letters), form


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    compiled = polib.mofile(str(path_of(catalogue.language).with_suffix(".mo")))
    assert compiled.metadata == catalogue.metadata
    assert {key_of(each): forms(each) for each in compiled} == {key_of(each): forms(each) for each in catalogue}


def test_what_readers_are_told_is_what_the_catalogue_says(catalogue):
    """Django's own apps may say a word in another sense, and come first: such a message needs a context."""
    with translation.override(catalogue.language):
        for entry in catalogue:
            if not entry.msgid_plural:
                context, words, _plural = key_of(entry)
                told = translation.pgettext(context, words) if context else translation.gettext(words)
                assert told == entry.msgstr, "say what the other app says, or give it a context"


def test_no_other_catalogue_lies_about():
    assert sorted(path.name for path in LOCALE.iterdir()) == sorted(LANGUAGES)


# Whole pages


@pytest.fixture
def invented(settings, tmp_path):
    """A language in which every message has Cyrillic letters, as months do: what is Latin is not translated."""
    folder = tmp_path / "ru/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
    for context, words, plural in messages():
        pieces = re.split(r"(%(?:\(\w+\))?[sd]|<[^>]*>)", plural or words)
        told = "".join(piece if number % 2 else re.sub("[A-Za-z]", "ж", piece) for number, piece in enumerate(pieces))
        entry = polib.POEntry(msgctxt=context or None, msgid=words, msgid_plural=plural)
        if plural:
            entry.msgstr_plural = {0: told}
        else:
            entry.msgstr = told
        catalogue.append(entry)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LANGUAGE_CODE, settings.LOCALE_PATHS = "ru", [str(tmp_path)]
    with translation.override("ru"):
        yield


@pytest.mark.django_db
def test_nothing_that_readers_meet_escapes_translation(client, media, invented):
    """The blog is written in Cyrillic letters as well: every Latin letter left is a word of ours."""
    site = content()
    left, statuses = {}, {}
    for address in pages(site):
        answer = client.get(address)
        statuses[address] = answer.status_code
        told = [NAMES.sub("", each) for each in everything_said(answer)]
        if found := [each for each in told if re.search("[A-Za-z]", each)]:
            left[address] = found
    assert left == {}
    assert sorted(set(statuses.values())) == [200, 400, 404, 410], statuses


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("de", "ltr"), ("es", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("address", ["/", "/peels/", "/nowhere/", "/search/?q=x", "500"])
def test_a_page_says_its_language_and_direction(client, settings, code, direction, address):
    settings.LANGUAGE_CODE, settings.DEBUG = code, False
    make_article("Peels", slug="peels")
    if address == "500":
        client.raise_request_exception = False
        settings.ROOT_URLCONF = "tests.failing"
    answer = client.get("/" if address == "500" else address)
    assert answer.status_code == {"/nowhere/": 404, "500": 500}.get(address, 200)
    root = LexborHTMLParser(answer.content.decode()).css_first("html")
    assert (root.attributes["lang"], root.attributes["dir"]) == (code, direction)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "day", "minutes", "by"),
    [
        ("de", "5. März 2024", "1 Minute Lesezeit", "Von"),
        ("es", "5 de marzo de 2024", "1 minuto de lectura", "Por"),
        ("ar", "5 مارس، 2024", "دقيقة واحدة للقراءة", "بقلم"),
    ],
)
def test_dates_and_numbers_are_those_of_the_language_and_machines_get_theirs(client, settings, code, day, minutes, by):
    settings.LANGUAGE_CODE = code
    make_article("Peels", slug="peels")
    page = LexborHTMLParser(client.get("/peels/").content.decode())
    time = page.css_first(".dates time")
    assert (time.text(), time.attributes["datetime"]) == (day, iso(LONG_AGO))
    assert page.css(".dates span")[-1].text() == minutes
    assert page.css_first(".byline").text().split()[0] == by
    assert f'"datePublished": "{LONG_AGO.isoformat()}"' in page.css_first("script").text()
    month = LexborHTMLParser(client.get("/archive/2024/3/").content.decode()).css_first("h1").text()
    assert month == {"de": "März 2024", "es": "Marzo de 2024", "ar": "مارس 2024"}[code]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا مقالات"), (1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات"), (10, "10 مقالات"), (11, "11 مقالًا"),
        (99, "99 مقالًا"), (100, "100 مقال"), (102, "102 مقال"), (103, "103 مقالات"),
    ],
)  # fmt: skip
def test_arabic_counts_in_six_forms(number, words):
    with translation.override("ar"):
        assert translation.ngettext("%(number)s article", "%(number)s articles", number) % {"number": number} == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ["USD 1,200 to 3,500 per session", "EUR from 99.50", "up to 5"]),
        ("de", ["1.200 bis 3.500 USD pro session", "ab 99,50 EUR", "bis zu 5"]),
        ("es", ["de 1\xa0200 a 3\xa0500 USD por session", "desde 99,50 EUR", "hasta 5"]),
        ("ar", ["من 1200 إلى 3500 USD لكل session", "ابتداءً من 99,50 EUR", "حتى 5"]),
    ],
)
def test_cost_is_told_as_the_language_has_it(code, words):
    treatments = [
        Treatment(cost_from=1200, cost_to=3500, currency="usd", per="session"),
        Treatment(cost_from="99.50", currency="eur"),
        Treatment(cost_to=5),
    ]
    for treatment in treatments:
        treatment.clean_fields(exclude=["article"])
    with translation.override(code):
        assert [treatment.cost for treatment in treatments] == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "one", "two", "three"),
    [
        ("en", "A", "A and B", "A, B and C"),
        ("de", "A", "A und B", "A, B und C"),
        ("es", "A", "A y B", "A, B y C"),
        ("ar", "A", "A وB", "A، B وC"),
    ],
)
def test_names_are_joined_as_the_language_has_it(client, settings, code, one, two, three):
    settings.LANGUAGE_CODE = code
    article = make_article("Peels", slug="peels", author=None)
    assert article.signature == ""
    for position, (name, words) in enumerate(zip("ABC", (one, two, three), strict=True)):
        Byline.objects.create(article=article, author=make_author(name), position=position)
        article = Article.objects.get(pk=article.pk)
        assert article.signature == words
        page = LexborHTMLParser(client.get("/peels/").content.decode())
        assert " ".join(page.css_first(".byline").text().split()).endswith(f" {words}")


@pytest.mark.django_db
def test_numbers_that_machines_read_have_no_separators(client, settings, media):
    settings.LANGUAGE_CODE, settings.USE_THOUSAND_SEPARATOR = "de", True
    site = content(first=10_000)
    page = client.get(reverse("articles:detail", args=[site.article.slug])).content.decode()
    tree = LexborHTMLParser(page)
    assert site.correction.pk >= 10_000
    assert tree.css_first(f"#change_{site.correction.pk}")
    assert "2021" in tree.css_first(".source-facts").text()
    corrections = LexborHTMLParser(client.get("/corrections/").content.decode())
    address = corrections.css_first(".correction-title a").attributes["href"]
    assert re.fullmatch(r"/first/#change_\d{5}", address)
    for node in tree.css("[width], [height]"):
        assert not re.search(r"\d[.,]\d", node.attributes.get("width") or "")


# The site


@pytest.mark.parametrize(
    ("value", "code"), [("", "en"), ("de", "de"), (" AR ", "ar"), ("de-AT", "de-at"), ("es_MX", "es-mx"), ("fr", "fr")]
)
def test_the_site_takes_its_language_from_the_environment(monkeypatch, value, code):
    monkeypatch.setenv("HEALTHBLOG_LANGUAGE", value)
    assert language() == code


@pytest.mark.parametrize("value", ["klingon", "deutsch", "../de", "de;", "xx-de"])
def test_an_unknown_language_is_told_with_the_remedy(monkeypatch, value):
    monkeypatch.setenv("HEALTHBLOG_LANGUAGE", value)
    with pytest.raises(ImproperlyConfigured, match=r"HEALTHBLOG_LANGUAGE.*write the code of a language"):
        language()


def test_the_tests_speak_english():
    assert site_settings.LANGUAGE_CODE == "en"
    with translation.override("en"):
        assert date_format(LONG_AGO.date()) == "March 5, 2024"


@pytest.mark.django_db
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_new_publication_begins_in_the_language_of_the_site(settings, code):
    settings.LANGUAGE_CODE = code
    Publication.objects.all().delete()
    create = import_module("articles.migrations.0002_publication").create

    class Editor:
        class connection:
            alias = "default"

    create(apps, Editor)
    row = Publication.objects.get()
    with translation.override(code):
        assert row.name == translation.gettext("Health blog") != "Health blog"
        assert row.disclaimer == translation.gettext(Publication._meta.get_field("disclaimer").default)
    assert row.disclaimer != Publication._meta.get_field("disclaimer").default
