"""The writing editor: django-prose-editor with our own links, pictures and tables."""

from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from articles import gallery
from articles.admin.fields import MODULES, admin_address, library_addresses
from articles.admin.words import WORDS
from articles.glance import NAMES
from articles.text.html import WORDS_PER_MINUTE

MENU = [
    {"group": "headings"},
    {"group": "styles"},
    {"group": "lists"},
    {"group": "blocks"},
    {"group": "link"},
    {"group": "picture"},
    {"group": "table"},
    {"group": "history"},
    {"group": "utility"},
]

STOCK = {
    "Blockquote": True,
    "Bold": True,
    "BulletList": True,
    "Code": True,
    "CodeBlock": True,
    "Fullscreen": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "HorizontalRule": True,
    "HTML": True,
    "Italic": True,
    "ListItem": True,
    "Menu": {"defaultItems": False, "groups": MENU},
    "NoSpellCheck": False,
    "OrderedList": {"enableListAttributes": False},
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "TableRow": True,
    "Underline": True,
}
OWN_MODULES = ["count", "find", "kind", "link", "paste", "picture", "surface", "table"]


def words(*beginnings):
    """Return what our scripts say, by the beginnings of its names."""
    return {name: text for name, text in WORDS.items() if name.startswith(beginnings)}


class EditorWidget(AdminProseEditorWidget):
    """The editor for `Article.body`. Its extensions travel with the widget: a host sets nothing."""

    def __init__(self, attrs=None):
        super().__init__(attrs, preset="configurable")

    def format_value(self, value):
        """Show the pictures as they are now: a replaced file has another address."""
        return gallery.with_present_sources(super().format_value(value) or "")

    @property
    def media(self):
        return super().media + Media(importmap=MODULES, css={"all": ["articles/editor.css"]})

    def get_config(self):
        titles = admin_address("articles_article_titles")
        own = {
            "ArticleLink": {"titles": titles, "words": WORDS},
            "ArticlePicture": {**library_addresses(), "words": WORDS},
            "ArticleTable": {"words": WORDS},
            "ArticleTableCell": True,
            "ArticleTableHeader": True,
            "TableScopes": True,
            "Count": {"words": words("count"), "pace": WORDS_PER_MINUTE},
            "Find": {"words": words("find", "matchCase", "replace")},
            "SectionKind": {
                "kinds": [[kind, str(name)] for kind, name in NAMES.items()],
                "words": words("section", "apply", "cancel"),
            },
            "Paste": {
                "upload": library_addresses()["upload"],
                "words": words("pasted", "addPicture", "dismiss", "sessionOver", "unreachable"),
            },
            "Surface": {"words": WORDS},
        }
        self.config = {"extensions": STOCK | own}
        return super().get_config() | {"js_modules": [f"articles/editor.{name}" for name in OWN_MODULES]}
