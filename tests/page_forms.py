"""A form as a person finds it: what it would send as it stands, and its buttons."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.page_words import only, words_of

CONTROLS = "input, select, textarea"
BUTTONS = frozenset({"submit", "button", "image", "reset", "file"})


class Form:
    """A form and all its controls, also those that stand elsewhere and name it."""

    def __init__(self, node: LexborNode, document: LexborHTMLParser) -> None:
        self._node = node
        self._document = document
        self.action = node.attributes.get("action") or ""
        self.method = (node.attributes.get("method") or "get").lower()

    @property
    def text(self) -> str:
        """All that is read in it."""
        return words_of(self._node)

    @property
    def buttons(self) -> dict[str, dict[str, str | None]]:
        """What its buttons say, and their attributes."""
        return {words_of(node): node.attributes for node in self._own("button")}

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Names and values that a browser sends when nothing is changed, without any button's."""
        return [pair for node in self._own(CONTROLS) for pair in _sent(node)]

    @property
    def fields(self) -> dict[str, str]:
        """The same, where every name is sent once."""
        fields = dict(self.sent)
        assert len(fields) == len(self.sent), f"a name is sent twice: {self.sent}"
        return fields

    @property
    def hidden(self) -> dict[str, str]:
        """What is sent along without being seen."""
        nodes = self._own("input[type=hidden]")
        return dict(pair for node in nodes for pair in _sent(node))

    @property
    def kinds(self) -> dict[str, str]:
        """What kind of control each name is: the type of an input, or `select`, `textarea`."""
        return {
            str(node.attributes["name"]): _kind(node)
            for node in self._own(CONTROLS)
            if node.attributes.get("name") and not _is_disabled(node)
        }

    def values(self, name: str) -> list[str]:
        """All that is sent under a name: what is checked, chosen or filled in."""
        return [value for sent, value in self.sent if sent == name]

    def choices(self, name: str) -> dict[str, str]:
        """What a list or a group of choices offers: value and text."""
        options = [
            option
            for select in self._own("select")
            if select.attributes.get("name") == name
            for option in select.css("option")
        ]
        if options:
            return {option.attributes.get("value") or "": words_of(option) for option in options}
        return {
            node.attributes.get("value") or "": self._label(node)
            for node in self._own("input[type=radio], input[type=checkbox]")
            if node.attributes.get("name") == name
        }

    def data(self, button: str | None = None, **changed: str) -> dict[str, str]:
        """What is sent when some fields are filled in and a button is pressed."""
        pressed = self.buttons[button] if button else {}
        name = pressed.get("name")
        return self.fields | changed | ({name: pressed.get("value") or ""} if name else {})

    def is_disabled(self, button: str) -> bool:
        """Whether a button cannot be pressed."""
        return "disabled" in self.buttons[button]

    def _label(self, control: LexborNode) -> str:
        id_ = control.attributes.get("id")
        labels = [n for n in self._document.css("label") if n.attributes.get("for") == id_]
        return only([words_of(label) for label in labels], f"label of {id_}", [])

    def _own(self, selector: str) -> list[LexborNode]:
        id_ = self._node.attributes.get("id")
        inside = [n for n in self._node.css(selector) if n.attributes.get("form") in {None, id_}]
        known = {node.mem_id for node in inside}
        named = [n for n in self._document.css(selector) if id_ and n.attributes.get("form") == id_]
        return inside + [node for node in named if node.mem_id not in known]


def _kind(control: LexborNode) -> str:
    return (
        (control.attributes.get("type") or "text") if control.tag == "input" else control.tag or ""
    )


def _sent(control: LexborNode) -> list[tuple[str, str]]:
    given = control.attributes
    name, kind = given.get("name"), given.get("type") or "text"
    if not name or _is_disabled(control) or kind in BUTTONS:
        return []
    if control.tag == "select":
        return [(name, value) for value in _chosen(control)]
    if control.tag == "textarea":
        return [(name, control.text())]
    if kind in {"checkbox", "radio"} and "checked" not in given:
        return []
    missing = "on" if kind in {"checkbox", "radio"} else ""
    return [(name, given["value"] or "" if "value" in given else missing)]


def _chosen(select: LexborNode) -> list[str]:
    options = select.css("option")
    chosen = [option for option in options if "selected" in option.attributes]
    if not chosen and "multiple" not in select.attributes:
        chosen = options[:1]
    return [option.attributes.get("value") or "" for option in chosen]


def _is_disabled(control: LexborNode) -> bool:
    node: LexborNode | None = control
    while node is not None:
        if "disabled" in node.attributes and node.tag in {control.tag, "fieldset"}:
            return True
        node = node.parent
    return False
