"""A page as a person reads it: words, links, tables, facts, notices and forms, never its marks.

What is asked for by name must be there exactly once: two links of one text that lead to different
places, or two tables of one caption, are an error of the page or of the question.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.page_forms import Form
from tests.page_words import only, words_of

SECTIONS = frozenset("section article aside details fieldset form nav main body".split())  # noqa: SIM905
FIGURES = (
    (".stat", ".stat-label", ".stat-value"),
    (".progress", ".progress-label", ".progress-text"),
)


class Link(NamedTuple):
    """A link that can be followed."""

    text: str
    href: str


class Image(NamedTuple):
    """A picture and its description."""

    alt: str
    src: str


@dataclass(frozen=True)
class Table:
    """A table: its caption, the headings of its columns, and its rows."""

    caption: str
    headers: list[str]
    body: list["Part"]

    @property
    def rows(self) -> list[str]:
        """What every row says."""
        return [row.text for row in self.body]

    @property
    def cells(self) -> list[list[str]]:
        """The text of every cell, by row."""
        return [row.cells for row in self.body]

    @property
    def records(self) -> list[dict[str, str]]:
        """Every row by the headings of its columns."""
        return [dict(zip(self.headers, cells, strict=True)) for cells in self.cells]

    def column(self, header: str) -> list[str]:
        """One column from top to bottom."""
        return [record[header] for record in self.records]


class Part:
    """A piece of a page."""

    def __init__(self, node: LexborNode, document: LexborHTMLParser) -> None:
        self._node = node
        self._document = document

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.text}>"

    @cached_property
    def text(self) -> str:
        """All that is read here, with single spaces."""
        return words_of(self._node)

    @property
    def links(self) -> list[Link]:
        """Every link, in order."""
        return [Link(part.text, part.attribute("href")) for part in self.all("a[href]")]

    @property
    def addresses(self) -> list[str]:
        """Where every link leads, in order."""
        return [link.href for link in self.links]

    def link(self, text: str) -> str:
        """Where the link of this text leads."""
        return only({link.href for link in self.links if link.text == text}, text, self.links)

    @property
    def images(self) -> list[Image]:
        """Every picture, in order."""
        return [Image(part.attribute("alt"), part.attribute("src")) for part in self.all("img")]

    @property
    def headings(self) -> list[str]:
        """Every heading, in order."""
        return self.texts("h1, h2, h3, h4, h5, h6")

    @property
    def notices(self) -> list[str]:
        """What the page tells: what was done, what is to be known."""
        return self.texts(".notice")

    @property
    def tasks(self) -> list[str]:
        """The items of every list of things to do."""
        return self.texts("li.task")

    @property
    def waits(self) -> list[str]:
        """The same of things that can be put off, without the ways to do so."""
        rows = self.all("li.task")
        return [" ".join(row.texts(".task-title, .task-note, .task-status")) for row in rows]

    @property
    def chips(self) -> list[str]:
        """The parts of a list that can be chosen to be shown."""
        return self.texts("a.badge")

    @property
    def facts(self) -> dict[str, str]:
        """Terms and what is said of them."""
        return {row.one("dt").text: row.one("dd").text for row in self.all("dl > div")}

    @property
    def figures(self) -> dict[str, str]:
        """Numbers that stand with their label, and measures of progress, by label."""
        return {
            part.one(label).text: part.one(value).text
            for block, label, value in FIGURES
            for part in self.all(block)
        }

    @property
    def tables(self) -> list[Table]:
        """Every table, in order."""
        return [
            Table(" ".join(part.texts("caption")), part.texts("thead th"), part.all("tbody tr"))
            for part in self.all("table")
        ]

    def table(self, caption: str | None = None) -> Table:
        """The table of this caption, or the only one."""
        fitting = [table for table in self.tables if caption in {None, table.caption}]
        return only(fitting, caption or "a table", [table.caption for table in self.tables])

    @property
    def rows(self) -> list[str]:
        """What every row of every table says, without the headings of columns."""
        return [words for table in self.tables for words in table.rows]

    def row(self, about: str) -> "Part":
        """The row that is about somebody or something: by its heading, or else by its words."""
        rows = [row for table in self.tables for row in table.body]
        headed = [row for row in rows if about in row.row_headers]
        fitting = headed or [row for row in rows if about in row.text]
        return only(fitting, about, self.rows)

    @property
    def row_headers(self) -> list[str]:
        """What every row is about."""
        return self.texts("th[scope=row]")

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return self.texts("th, td")

    def section(self, heading: str) -> "Part":
        """The section, card, form or disclosure that this heading stands in."""
        found = self.all("h1, h2, h3, h4, legend, summary")
        fitting = [part for part in found if part.text == heading]
        return only(fitting, heading, [part.text for part in found])._around()

    def _around(self) -> "Part":
        node = self._node
        while node.tag not in SECTIONS and node.parent is not None:
            node = node.parent
        return Part(node, self._document)

    @property
    def forms(self) -> list[Form]:
        """Every form, in order."""
        return [Form(node, self._document) for node in self._node.css("form")]

    def form(self, button: str | None = None, *, action: str | None = None) -> Form:
        """The form with a button of this text, or that is sent to this address."""
        fitting = [
            form
            for form in self.forms
            if button in {None, *form.buttons} and action in {None, form.action}
        ]
        wanted = button or action or "a form"
        return only(fitting, wanted, [(form.action, [*form.buttons]) for form in self.forms])

    # For what has no name of its own above: CSS selectors and attributes.

    def all(self, selector: str) -> list["Part"]:
        """Every piece that a CSS selector finds."""
        return [Part(node, self._document) for node in self._node.css(selector)]

    def one(self, selector: str) -> "Part":
        """The only piece that a CSS selector finds."""
        return only(self.all(selector), selector, [self.text])

    def texts(self, selector: str) -> list[str]:
        """The words of every piece that a CSS selector finds."""
        return [part.text for part in self.all(selector)]

    def has(self, attribute: str) -> bool:
        """Whether it carries an attribute."""
        return attribute in self._node.attributes

    def attribute(self, name: str) -> str:
        """The value of an attribute, which must be there; of one without a value, nothing."""
        return self._node.attributes[name] or ""


class Page(Part):
    """A whole page, or the piece of one that htmx gets."""

    def __init__(self, html: str) -> None:
        document = LexborHTMLParser(html)
        assert document.body is not None
        super().__init__(document.body, document)

    @property
    def title(self) -> str:
        """What the tab of the browser says."""
        node = only(self._document.css("head title"), "title", [])
        return " ".join(node.text().split())

    def head(self, selector: str) -> list[Part]:
        """What a CSS selector finds in the part that browsers read and people do not."""
        return [Part(node, self._document) for node in self._document.css(f"head {selector}")]

    @property
    def heading(self) -> str:
        """What the page is about."""
        return self.one("h1").text

    @property
    def main(self) -> Part:
        """The page without what is around every page."""
        return self.one("main")

    @property
    def errors(self) -> list[str]:
        """The problems that the summary at the top lists."""
        return self.texts("#error-summary li")

    @property
    def field_errors(self) -> dict[str, str]:
        """What stands at each control that has to be changed, by its id."""
        return {
            part.attribute("id").removesuffix("-error"): part.text.removeprefix("Error: ")
            for part in self.all(".field-error")
        }
