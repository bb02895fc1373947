"""The writing editor: django-prose-editor with our own links, pictures and tables."""

from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from articles.admin.fields import MODULES, admin_address, library_addresses
from articles.admin.words import WORDS

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
OWN_MODULES = ["link", "picture", "surface", "table"]


class EditorWidget(AdminProseEditorWidget):
    """The editor for `Article.body`. Its extensions travel with the widget: a host sets nothing."""

    def __init__(self, attrs=None):
        super().__init__(attrs, preset="configurable")

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
            "Surface": {"pulse": titles, "words": WORDS},
        }
        self.config = {"extensions": STOCK | own}
        return super().get_config() | {"js_modules": [f"articles/editor.{name}" for name in OWN_MODULES]}
