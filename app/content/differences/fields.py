"""The fields of a front matter by names that people understand, with their values as text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ONE_OF = {
    "objectives": "objective",
    "readings": "reading",
    "questions": "question",
    "options": "answer",
    "roles": "role",
    "goals": "goal",
    "plan": "step",
    "syllabus": "unit",
    "surveys": "survey",
}
"""What an entry of each list is called."""

ORDER = ", order"
"""Ends the label of a field that holds the keys of a list, in their order."""


def labelled(data: Mapping[str, Any]) -> dict[str, str]:
    """Every field that says something: `Knowledge check, question q1, answer 2, text`."""
    found: dict[str, str] = {}
    for names, value in _walk(data, ()):
        label = ", ".join(names)
        found[label[:1].upper() + label[1:]] = value
    return found


def _walk(value: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*names, _name(key)))
    elif isinstance(value, list | tuple):
        yield from _entries(value, names)
    elif value is not None and value != "":
        yield names, _text(value)


def _entries(
    entries: Sequence[Any], names: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """A list: entries by their own key where they have one, else by their place."""
    *before, own = names
    if all(isinstance(entry, int) for entry in entries):
        if entries:
            yield names, " to ".join(map(str, entries))
        return
    one = ONE_OF.get(own, own)
    keys = [_key(entry) for entry in entries]
    if len(keys) > 1 and all(keys):
        yield (*before, own + ORDER), " ".join(filter(None, keys))
    for place, (key, entry) in enumerate(zip(keys, entries, strict=True), start=1):
        yield from _walk(_without_key(entry), (*before, f"{one} {key or place}"))


def _key(entry: Any) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    key = entry.get("id") or entry.get("key")
    return str(key) if key else None


def _without_key(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    return {name: value for name, value in entry.items() if name not in {"id", "key"}}


def _name(key: str) -> str:
    if key == "check":
        return "knowledge check"
    if key == "doi":
        return "DOI"
    return key.replace("_", " ")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
