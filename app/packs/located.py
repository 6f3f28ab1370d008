"""YAML that remembers where everything stands.

A small and strict part of YAML 1.2: text, whole and decimal numbers, true and false, lists and
mappings. No tags, no references (they can blow up a small file), no field twice. Dates, times
and words such as `no` stay text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.language import Text, _

MAX_DEPTH = 12
HIDDEN_LETTER = _("This holds a control character that nobody can see; type the text again.")

Place = tuple[str | int, ...]
"""The way to a value: names of fields and positions in lists, from the outside in."""

_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")} | {"!", None}
_CURLY = re.compile("[\u201c\u201d\u2018]")
_CUT_OFF = re.compile(r" #[^\s#]")
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,  # not shown
    "false": False,
    "False": False,  # not shown
}
_INDENTED = _("This is not valid YAML. The indentation does not fit the lines above.")
_HINTS = {
    "mapping values are not allowed here": _(  # not shown
        "This is not valid YAML. A text with a colon and a space in it needs quotes."
    ),
    "found unexpected end of stream": _(  # not shown
        "This is not valid YAML. A quotation mark is not closed."
    ),
    "expected <block end>, but found '?'": _INDENTED,  # not shown
    "expected <block end>, but found '-'": _INDENTED,  # not shown
    "expected <block end>, but found '<block mapping start>'": _INDENTED,  # not shown
    "expected <block end>, but found '<scalar>'": _(  # not shown
        "This is not valid YAML. A quotation mark is closed too early; a text with quotation "
        "marks in it needs the other kind around it."
    ),
    "found character '\\t' that cannot start any token": _(  # not shown
        "This is not valid YAML. This line is indented with a tab; use spaces."
    ),
}


@dataclass(frozen=True)
class Located:
    """Plain values with the line of each; what was not understood is simply not there."""

    data: Any
    lines: Mapping[Place, int]
    faults: tuple[tuple[int, Text], ...] = ()
    """Line and sentence of what is no good YAML."""

    def line(self, *place: str | int) -> int:
        """The line of a value, or of the nearest thing around it that exists."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def get(self, *place: str | int) -> Any:
        """The value at a place, or None."""
        value = self.data
        for step in place:
            if isinstance(value, dict):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *place: str | int) -> str | None:
        """The text at a place, or None when there is none or something else."""
        value = self.get(*place)
        return value if isinstance(value, str) else None

    def number(self, *place: str | int) -> int | None:
        """The whole number at a place, or None when there is none or something else."""
        value = self.get(*place)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def items(self, *place: str | int) -> list[Place]:
        """The places of the entries of a list."""
        value = self.get(*place)
        return [(*place, index) for index in range(len(value))] if isinstance(value, list) else []

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every text with its line."""
        for place, line in self.lines.items():
            if (value := self.text(*place)) is not None:
                yield line, value


def parse(source: str, *, first_line: int = 1) -> Located:
    """Read YAML; `first_line` is the line of the file on which it begins."""
    reader = _YamlReader(first_line)
    try:
        if not reader.refuses(source):
            root = yaml.compose(source, Loader=yaml.BaseLoader)
            if root is not None:
                return Located(reader.value(root, ()), reader.lines, tuple(reader.faults))
    except yaml.YAMLError as error:
        reader.faults.append(_fault(error, source, first_line))
    return Located(None, {(): first_line}, tuple(reader.faults))


@dataclass
class _YamlReader:
    first_line: int
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[tuple[int, Text]] = field(default_factory=list)

    def refuses(self, source: str) -> bool:
        """Find what could exhaust memory, before anything is built."""
        depth = 0
        for event in yaml.parse(source, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                sentence = _("References (*name) are not supported; write the text again.")
                self.faults.append((self._line(event), sentence))
            if depth > MAX_DEPTH:
                self.faults.append((self._line(event), _("This is nested too deeply.")))
                return True
        return bool(self.faults)

    def value(self, node: Node, place: Place) -> Any:
        """The plain value of a node; notes its line and those of everything in it."""
        self.lines.setdefault(place, self._line(node))
        if node.tag not in _PLAIN_TAGS:
            sentence = _("YAML tags ({tag}) are not supported.", tag=str(node.tag))
            self.faults.append((self._line(node), sentence))
            return None
        if isinstance(node, ScalarNode):
            if _is_cut_off(node):
                sentence = _("Everything from the # on is ignored here; put the text in quotes.")
                self.faults.append((self._line(node), sentence))
            return _plain(node)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, MappingNode)
        return self._mapping(node, place)

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node)
            if not isinstance(key_node, ScalarNode):
                self.faults.append((line, _("The name of a field must be a word.")))
            elif key_node.value in found:
                sentence = _("The field `{field}` is here twice.", field=str(key_node.value))
                self.faults.append((line, sentence))
            else:
                key = str(key_node.value)
                self.lines[*place, key] = line
                found[key] = self.value(value_node, (*place, key))
        return found

    def _line(self, marked: Any) -> int:
        return int(marked.start_mark.line) + self.first_line


def _is_cut_off(node: ScalarNode) -> bool:
    """Whether `The #1 paper` lost its end to YAML's comments; `value  # remark` did not."""
    mark = node.end_mark
    is_plain = node.style is None and bool(node.value)
    return is_plain and bool(_CUT_OFF.match(mark.buffer or "", mark.pointer))


def _plain(node: ScalarNode) -> Any:
    text = str(node.value)
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and len(text) < 16:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


_CURLY_QUOTES = _(
    'This is not valid YAML. Curly quotation marks do not count as quotes; use straight ones (").'
)


def _hint(problem: str) -> Text:
    unknown = _("This is not valid YAML. YAML says: {problem}.", problem=problem)
    return _HINTS.get(problem, unknown)


def _fault(error: yaml.YAMLError, source: str, first_line: int) -> tuple[int, Text]:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        problem = str(error.problem)
        # YAML also counts line separators that editors do not
        line = source.count("\n", 0, error.problem_mark.index)
        text = source.split("\n")[line]
        return line + first_line, _CURLY_QUOTES if _CURLY.search(text) else _hint(problem)
    position = getattr(error, "position", 0)
    line = source.count("\n", 0, position) + first_line
    return line, HIDDEN_LETTER
