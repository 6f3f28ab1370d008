"""What may be in an SVG picture: shapes and words, and nothing that acts, loads or repeats.

It is read by expat from the standard library, element by element and without a tree. That tells
the line of every finding, fetches nothing, and stops at a DOCTYPE before any entity exists. What
is not on the lists here is refused, so that a picture needs no cleaning: the bytes that were
checked are the bytes that are shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.language import Text, _
from app.packs.files import NOT_UTF8
from app.packs.problems import Finding, RefusedFileError

NAMESPACE = "http://www.w3.org/2000/svg"
MAX_DEPTH = 30
MAX_FINDINGS = 20
MAX_SIDE = 10_000

_SHAPES = {"rect", "circle", "ellipse", "line", "polyline", "polygon", "path"}
_ELEMENTS = {"svg", "title", "desc", "g", "defs", "marker", "text", "tspan"} | _SHAPES
_ATTRIBUTE_NAMES = """
    id role xmlns version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry
    dx dy rotate d points pathLength transform textLength lengthAdjust
    markerWidth markerHeight markerUnits refX refY orient
    marker-start marker-end
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
    stroke-dasharray stroke-dashoffset stroke-miterlimit opacity color display visibility
    vector-effect paint-order shape-rendering text-rendering
    font-family font-size font-style font-weight font-variant letter-spacing word-spacing
    text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift
"""  # not shown
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_MARKERS = {"marker-start", "marker-end"}
_ARIA = re.compile(r"aria-[a-z]+")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_REFERENCE = re.compile(r"url\(#([A-Za-z_][\w.-]*)\)", re.ASCII)
_FUNCTION = re.compile(r"([^\s,;()]*)\s*\(")
_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla"} | {
    *("matrix", "translate", "scale", "rotate", "skewX", "skewY")
}
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)", re.ASCII)
_AS_ATTRIBUTES = _('Write its properties as attributes, such as fill="#0f5a5e".')
_HINTS = {
    "style": _AS_ATTRIBUTES,
    "class": _AS_ATTRIBUTES,
    "metadata": _("Save it without metadata (“plain” or “optimized” SVG)."),
    "image": _("A photograph is a picture file of its own."),
    "use": _("Write the shape again."),
}
_INVALID = {
    expat.errors.XML_ERROR_NO_ELEMENTS: _(
        "This is not valid SVG. The file ends before the picture does."
    ),
    expat.errors.XML_ERROR_INVALID_TOKEN: _(
        "This is not valid SVG. Something stands where it cannot; write {and_sign} and {less_sign} "
        "for these two signs in a text, and put every value in quotes.",
        and_sign="&amp;",
        less_sign="&lt;",
    ),
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: _("This is not valid SVG. A tag is not closed."),
    expat.errors.XML_ERROR_TAG_MISMATCH: _(
        "This is not valid SVG. An element ends here that is not the last one begun."
    ),
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: _(
        "This is not valid SVG. An attribute is here twice."
    ),
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: _(
        "This is not valid SVG. Something follows the end of the picture."
    ),
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: _(
        "This is not valid SVG. It names a sign that SVG does not know; type the sign itself."
    ),
    expat.errors.XML_ERROR_BAD_CHAR_REF: _(
        "This is not valid SVG. It gives the number of a sign that does not exist; "
        "type the sign itself."
    ),
    expat.errors.XML_ERROR_MISPLACED_XML_PI: _(
        "This is not valid SVG. Something stands before its first line."
    ),
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _(
        "This is not valid SVG. A CDATA section is not closed."
    ),
}
"""What is said to the usual mistakes, by the message of expat."""


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture's view box.

    Raises:
        RefusedFileError: It is no SVG, or holds what is not allowed; with every line.
    """
    text = _decoded(content)
    if doctype := re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise RefusedFileError((text.count("\n", 0, doctype.start()) + 1, _DOCTYPE))
    reader = _SvgReader()
    reader.read(content)
    findings = [*reader.findings, *reader.dead_references()]
    if findings or reader.view_box is None:
        raise RefusedFileError(*_in_order(findings)[:MAX_FINDINGS])
    return reader.view_box


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RefusedFileError((line, NOT_UTF8)) from None


_DOCTYPE = _("A picture holds no DOCTYPE and no entities; delete them.")


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(set(findings), key=lambda finding: (finding[0], str(finding[1])))


@dataclass
class _SvgReader:
    findings: list[Finding] = field(default_factory=list)
    view_box: tuple[int, int] | None = None
    _open: list[str] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _references: list[tuple[int, str]] = field(default_factory=list)

    def read(self, content: bytes) -> None:
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            self.findings.append((error.lineno, _invalid(error.code)))

    def dead_references(self) -> Iterator[Finding]:
        """References to names that nothing in the file has."""
        for line, name in self._references:
            if name not in self._ids:
                yield line, _("Nothing in this picture has the id “{name}”.", name=name)

    def _found(self, sentence: Text) -> None:
        self.findings.append((self._parser.CurrentLineNumber, sentence))

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            self._found(
                _("The first line says {encoding}; save the file as UTF-8.", encoding=encoding)
            )

    def _doctype(self, *_: object) -> None:
        raise RefusedFileError((self._parser.CurrentLineNumber, _DOCTYPE))

    def _instruction(self, target: str, _data: str) -> None:
        mark = f"<?{target} … ?>"
        self._found(_("Instructions for other programs ({mark}) are not allowed.", mark=mark))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._root(name, attributes)
        elif name == "svg" or name not in _ELEMENTS:
            self._found(_no_element(name))
        elif self._open[-1] in _SHAPES and name not in {"title", "desc"}:
            shape = f"<{self._open[-1]}>"
            self._found(_("Nothing can stand inside a {shape}.", shape=shape))
        self._open.append(name)
        if len(self._open) == MAX_DEPTH + 1:
            self._found(_("The groups of this picture are nested too deeply."))
        for attribute, value in attributes.items():
            self._attribute(attribute, value)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg" or attributes.get("xmlns") != NAMESPACE:
            begin = f'<svg xmlns="{NAMESPACE}" viewBox="…">'
            self._found(_("An SVG picture begins with {begin}.", begin=begin))
        elif "viewBox" not in attributes:
            self._found(
                _('The {element} needs a viewBox, such as viewBox="0 0 480 400".', element="<svg>")
            )
        else:
            self.view_box = _view_box(attributes["viewBox"])
            if self.view_box is None:
                self._found(
                    _(
                        "The viewBox must be four numbers, the last two (width and height) "
                        "from 1 to {most}.",
                        most=MAX_SIDE,
                    )
                )

    def _attribute(self, name: str, value: str) -> None:
        if name not in _ATTRIBUTES and not _ARIA.fullmatch(name):
            self._found(_no_attribute(name))
        elif name == "xmlns" and value != NAMESPACE:
            self._found(_("Only {namespace} can be the xmlns of a picture.", namespace=NAMESPACE))
        elif name == "id":
            if not _NAME.fullmatch(value):
                self._found(_("An id begins with a letter and holds letters, digits and hyphens."))
            self._ids.add(value)
        elif not name.startswith("aria-"):
            self._value(name, value)

    def _value(self, name: str, value: str) -> None:
        if reference := _REFERENCE.fullmatch(value):
            self._reference(name, reference[1])
        elif "\\" in value or not set(_FUNCTION.findall(value)) <= _FUNCTIONS:
            self._found(
                _(
                    "The value of {attribute} is not allowed: “{value}”. A reference is "
                    "url(#name), to an id in this picture.",
                    attribute=name,
                    value=value[:40],
                )
            )

    def _reference(self, attribute: str, target: str) -> None:
        """Only to a marker, from a shape, and never within a marker: copies would multiply."""
        self._references.append((self._parser.CurrentLineNumber, target))
        if attribute not in _MARKERS or self._open[-1] not in _SHAPES:
            self._found(
                _("Only the marker-start or marker-end of a shape can be a reference (url).")
            )
        elif "marker" in self._open:
            self._found(_("A marker cannot hold markers."))


def _no_element(name: str) -> Text:
    element = f"<{name[:40]}>"
    if hint := _HINTS.get(name):
        return _(
            "The element {element} is not allowed in a picture. {hint}", element=element, hint=hint
        )
    return _("The element {element} is not allowed in a picture.", element=element)


def _no_attribute(name: str) -> Text:
    attribute = name[:40]
    if hint := _HINTS.get(name):
        return _(
            "The attribute {attribute} is not allowed in a picture. {hint}",
            attribute=attribute,
            hint=hint,
        )
    return _("The attribute {attribute} is not allowed in a picture.", attribute=attribute)


def _invalid(code: int) -> Text:
    message = expat.errors.messages[code]
    unknown = _("This is not valid SVG. Save it again from a drawing program.")
    return _INVALID.get(message, unknown)


def _view_box(value: str) -> tuple[int, int] | None:
    numbers = value.replace(",", " ").split()
    if len(numbers) != 4 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return None
    width, height = (float(number) for number in numbers[2:])
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        return None
    return round(width), round(height)
