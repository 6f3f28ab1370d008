"""Reads files of a longitudinal REDCap project as its documentation describes them, and no others.

Written from the documentation alone: nothing here comes from the code that writes the files, or
from what that code believes. Whatever is not described is refused with a sentence.
"""

import re
from dataclasses import dataclass, field
from datetime import date

COLUMNS = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]
TYPES = {
    *("text", "notes", "radio", "dropdown", "checkbox", "yesno", "truefalse", "calc", "slider"),
    *("descriptive", "file"),
}
VALIDATIONS = {
    *("date_ymd", "date_mdy", "date_dmy", "datetime_ymd", "number", "integer", "email", "phone"),
    *("zipcode", "mrn_10d"),
}
ALIGNMENTS = {"", "RV", "RH", "LV", "LH"}
TAG = re.compile(r"@[A-Z][A-Z-]*(=\d+|='[^']*')?(?=\s|$)")
SYSTEM = [
    *("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
    *("redcap_data_access_group", "redcap_survey_identifier"),
]


class UndocumentedError(Exception):
    """Something that the documentation does not describe."""


def want(is_so: object, sentence: str) -> None:
    if not is_so:
        raise UndocumentedError(sentence)


def cells(content: bytes) -> list[list[str]]:
    """Rows of a file in which every cell stands in quotes and every row ends with a line feed."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndocumentedError("not UTF-8") from error
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        want(text[at] == '"', f"a cell without quotes at {at}")
        cell, at = _cell(text, at + 1)
        row.append(cell)
        want(at < len(text) and text[at] in ",\n", f"neither comma nor line feed at {at}")
        if text[at] == "\n":
            rows.append(row)
            row = []
        at += 1
    want(not row, "the last row does not end")
    want(rows, "no header")
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    signs: list[str] = []
    while True:
        end = text.find('"', at)
        want(end >= 0, "a quote that never closes")
        signs.append(text[at:end])
        if text[end : end + 2] != '""':
            return "".join(signs), end + 1
        signs.append('"')
        at = end + 2


def table(content: bytes, *headers: list[str]) -> list[dict[str, str]]:
    rows = cells(content)
    want(rows[0] in list(headers), f"other columns: {rows[0]}")
    for row in rows[1:]:
        want(len(row) == len(rows[0]), f"{len(row)} cells")
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@dataclass
class Field:
    name: str
    form: str
    type: str
    codes: list[str]
    validation: str
    least: str
    most: str


def choices(text: str) -> list[tuple[str, str]]:
    """`1, No | 2, Yes`: a code without comma or space, a comma, a label that is not empty."""
    found = []
    for part in text.split(" | "):
        want("|" not in part, f"a bar within a choice: {part}")
        code, comma, label = part.partition(", ")
        want(comma and re.fullmatch(r"-?[A-Za-z0-9_]+", code), f"no code: {part}")
        want(label and label == label.strip(" "), f"no label: {part}")
        want("\n" not in label and "\\n" not in label, f"a label of two lines: {part}")
        found.append((code, label))
    codes = [code.lower() for code, _ in found]
    want(len(set(codes)) == len(codes), f"a code twice: {text}")
    return found


def dictionary(content: bytes) -> list[Field]:
    """The fields of a data dictionary."""
    rows = table(content, COLUMNS)
    want(rows, "no field")
    fields = [_field(row) for row in rows]
    first = rows[0]
    want(fields[0].type == "text" and not fields[0].validation, "the first field is no record id")
    want(not first["Matrix Group Name"], "the record id is in a matrix")
    names = [entry.name for entry in fields]
    want(len(set(names)) == len(names), "a name twice")
    forms = [entry.form for entry in fields]
    blocks = [form for at, form in enumerate(forms) if at == 0 or forms[at - 1] != form]
    want(len(set(blocks)) == len(blocks), "a form in two places")
    _matrices(rows)
    system = {*SYSTEM, *(f"{form}_{end}" for form in blocks for end in ("complete", "timestamp"))}
    want(not system & set(names), "a name that REDCap uses itself")
    return fields


def _field(row: dict[str, str]) -> Field:
    name, form, kind = (row[column] for column in (COLUMNS[0], COLUMNS[1], COLUMNS[3]))
    want(re.fullmatch(r"[a-z][a-z0-9_]{1,25}", name), f"no name: {name}")
    want("__" not in name and not name.endswith("_"), f"REDCap would change the name {name}")
    want(re.fullmatch(r"[a-z][a-z0-9_]{1,63}", form), f"no form: {form}")
    want(kind in TYPES, f"no type: {kind}")
    want(row["Field Label"].strip(), f"{name} has no label")
    for column in ("Identifier?", "Required Field?", "Matrix Ranking?"):
        want(row[column] in {"", "y"}, f"{column}: {row[column]}")
    want(not (kind == "checkbox" and row["Required Field?"]), f"{name}: a required checkbox")
    want(row["Custom Alignment"] in ALIGNMENTS, f"alignment: {row['Custom Alignment']}")
    want('"' not in row["Branching Logic (Show field only if...)"], "double quotes in logic")
    _annotation(row["Field Annotation"])
    _taken_for_more(row)
    codes = _list(row, kind)
    least, most = row["Text Validation Min"], row["Text Validation Max"]
    validation = row["Text Validation Type OR Show Slider Number"]
    _validation(kind, validation, (least, most))
    return Field(name, form, kind, codes, validation, least, most)


def _list(row: dict[str, str], kind: str) -> list[str]:
    text = row["Choices, Calculations, OR Slider Labels"]
    if kind in {"radio", "dropdown", "checkbox"}:
        return [code for code, _ in choices(text)]
    want(not text or kind in {"calc", "slider"}, f"choices of {kind}: {text}")
    want(text or kind != "calc", "a calculation that calculates nothing")
    return {"yesno": ["1", "0"], "truefalse": ["1", "0"]}.get(kind, [])


def _annotation(text: str) -> None:
    for word in re.findall(r"@[^\s]*", text):
        want(TAG.match(word), f"no action tag: {word}")


def _taken_for_more(row: dict[str, str]) -> None:
    """Texts in which REDCap would see an answer, a field or HTML."""
    texts = [row[column] for column in (COLUMNS[2], COLUMNS[4], COLUMNS[5], COLUMNS[6])]
    for text in texts:
        want(not re.search(r"\[[a-z0-9_]+\]", text), f"an answer would be put in: {text}")
        want(not re.search(r"\{[a-z0-9_]+\}", text), f"a field would be put in: {text}")
        plain = text.replace("<br>", "")
        want(not re.search(r"</?[A-Za-z]", plain), f"a tag would be shown as HTML: {text}")


def _validation(kind: str, validation: str, limits: tuple[str, str]) -> None:
    if kind == "slider":
        want(validation in {"", "number"}, f"a slider with {validation}")
    elif validation:
        want(kind == "text", f"{kind} with validation")
        want(validation in VALIDATIONS, f"no validation: {validation}")
    for limit in filter(None, limits):
        want(kind == "text" and validation, "a limit without validation")
        want(is_valid(validation, limit), f"a limit that is no {validation}: {limit}")
    if all(limits) and validation == "integer":
        want(int(limits[0]) <= int(limits[1]), "the least is more than the most")


def is_valid(validation: str, value: str) -> bool:
    """Whether a value passes a validation; those that nobody uses here pass nothing."""
    if validation == "integer":
        return re.fullmatch(r"-?\d+", value) is not None
    if validation == "number":
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    if validation == "date_ymd" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value) is not None
        except ValueError:
            return False
    return False


def _matrices(rows: list[dict[str, str]]) -> None:
    seen: set[str] = set()
    for at, row in enumerate(rows):
        matrix = row["Matrix Group Name"]
        before = rows[at - 1] if at else {}
        if not matrix:
            want(not row["Matrix Ranking?"], "a ranking without a matrix")
            continue
        want(re.fullmatch(r"[a-z0-9_]{1,60}", matrix), f"no name of a matrix: {matrix}")
        want(row["Field Type"] in {"radio", "checkbox"}, f"{row['Field Type']} in a matrix")
        if matrix in seen:
            same = ("Form Name", "Field Type", "Matrix Group Name", COLUMNS[5], "Matrix Ranking?")
            want(all(before[name] == row[name] for name in same), f"{matrix} is torn apart")
            want(not row["Section Header"], f"a header within {matrix}")
        seen.add(matrix)


def arms(content: bytes) -> list[str]:
    """The numbers of the arms."""
    rows = table(content, ["arm_num", "name"])
    numbers = [row["arm_num"] for row in rows]
    want(numbers, "no arm")
    want(all(re.fullmatch(r"[1-9]\d*", number) for number in numbers), "no number of an arm")
    want(len(set(numbers)) == len(numbers), "an arm twice")
    want(all(row["name"].strip() for row in rows), "an arm without a name")
    return numbers


CORE = ["event_name", "arm_num", "unique_event_name", "custom_event_label"]
SCHEDULED = [
    *("event_name", "arm_num", "day_offset", "offset_min", "offset_max"),
    *("unique_event_name", "custom_event_label"),
]


def events(content: bytes, numbers: list[str]) -> dict[str, list[str]]:
    """The unique names of each arm's events, in REDCap's order."""
    rows = table(content, CORE, SCHEDULED)
    want(rows, "no event")
    found: dict[str, list[str]] = {number: [] for number in numbers}
    for row in rows:
        want(row["arm_num"] in numbers, f"no arm {row['arm_num']}")
        want(row["event_name"].strip(), "an event without a name")
        for column in {"day_offset", "offset_min", "offset_max"} & row.keys():
            want(re.fullmatch(r"\d{1,5}", row[column]), f"{column}: {row[column]}")
    for number in numbers:
        own = [row for row in rows if row["arm_num"] == number]
        offsets = [int(row.get("day_offset", at)) for at, row in enumerate(own)]
        want(len(set(offsets)) == len(offsets), "two events on one day")
        own = [row for _, row in sorted(zip(offsets, own, strict=True), key=lambda at: at[0])]
        want(len({row["event_name"] for row in own}) == len(own), "an event twice")
        for row in own:
            wanted = unique_name(row["event_name"], number, found[number])
            want(row["unique_event_name"] == wanted, f"not {wanted}: {row['unique_event_name']}")
            found[number].append(wanted)
    want(all(found.values()), "an arm without an event")
    return found


def unique_name(title: str, arm: str, before: list[str]) -> str:
    """Small letters, hyphens deleted, others one underscore, cut at 18, arm, a letter if taken."""
    signs = ""
    for sign in title.lower():
        if sign in "abcdefghijklmnopqrstuvwxyz0123456789":
            signs += sign
        elif sign != "-" and not signs.endswith("_"):
            signs += "_"
    name = f"{signs.strip('_')[:18].rstrip('_')}_arm_{arm}"
    taken = sum(other == name or other[:-1] == name for other in before)
    return name + ("" if taken == 0 else chr(ord("a") + taken))


def mappings(
    content: bytes, named: dict[str, list[str]], fields: list[Field]
) -> dict[str, set[str]]:
    """The forms that each event asks."""
    rows = table(content, ["arm_num", "unique_event_name", "form"])
    forms = {entry.form for entry in fields}
    found: dict[str, set[str]] = {name: set() for names in named.values() for name in names}
    for row in rows:
        name = row["unique_event_name"]
        want(name in named.get(row["arm_num"], []), f"no event {name}")
        want(row["form"] in forms, f"no form {row['form']}")
        want(row["form"] not in found[name], f"{row['form']} twice at {name}")
        found[name].add(row["form"])
    for names in named.values():
        want(fields[0].form in found[names[0]], "the first form is not in the first event")
    return found


@dataclass
class Project:
    fields: list[Field]
    asked: dict[str, set[str]]
    missing: set[str] = field(default_factory=set)
    """The missing data codes that the project knows."""


def project(files: dict[str, bytes], missing: set[str]) -> Project:
    """The four files, by how their names end."""
    named = {ending: held for name, held in files.items() for ending in [name.split("-", 1)[-1]]}
    fields = dictionary(named["data-dictionary.csv"])
    unique = events(named["events.csv"], arms(named["arms.csv"]))
    return Project(fields, mappings(named["mappings.csv"], unique, fields), missing)


def records(content: bytes, of: Project) -> list[dict[str, str]]:
    """The rows of a file of records."""
    rows = cells(content)
    header = rows[0]
    _columns(header, of)
    seen = set()
    for row in table(content, header):
        _row(row, of)
        key = tuple(row.get(name, "") for name in (header[0], *SYSTEM[:3]))
        want(key not in seen, f"a row twice: {key}")
        seen.add(key)
    return table(content, header)


def _columns(header: list[str], of: Project) -> None:
    """Record, system columns, then each form: its time, its fields, how complete it is."""
    rest = list(header)
    want(rest[:1] == [of.fields[0].name], "the first column is not the record's name")
    want(rest[1:2] == ["redcap_event_name"], "no event")
    del rest[0]
    for name in SYSTEM:
        if rest[:1] == [name]:
            del rest[0]
    want(("redcap_repeat_instrument" in header) == ("redcap_repeat_instance" in header), "one half")
    for form in dict.fromkeys(entry.form for entry in of.fields):
        if rest[:1] == [f"{form}_timestamp"]:
            del rest[0]
        wanted = [name for entry in of.fields[1:] if entry.form == form for name in columns(entry)]
        wanted.append(f"{form}_complete")
        want(rest[: len(wanted)] == wanted, f"other columns of {form}: {rest[: len(wanted)]}")
        del rest[: len(wanted)]
    want(not rest, f"columns of nothing: {rest}")


def columns(entry: Field) -> list[str]:
    if entry.type == "descriptive":
        return []
    if entry.type == "checkbox":
        return [f"{entry.name}___{code.lower().replace('-', '_')}" for code in entry.codes]
    return [entry.name]


def _row(row: dict[str, str], of: Project) -> None:
    event = row["redcap_event_name"]
    want(next(iter(row.values())).strip(), "a row without a record")
    want(event in of.asked, f"no event {event}")
    repeated, instance = (row.get(name, "") for name in SYSTEM[1:3])
    if repeated or instance:
        want(repeated in of.asked[event], f"no form {repeated} to repeat")
        want(re.fullmatch(r"[1-9]\d*", instance), f"no instance: {instance}")
    group = row.get("redcap_data_access_group", "")
    want(re.fullmatch(r"[a-z0-9_]*", group), f"no unique name of a group: {group}")
    for form in dict.fromkeys(entry.form for entry in of.fields):
        here = form == repeated if repeated else form in of.asked[event]
        own = {
            name: row[name]
            for entry in of.fields[1:]
            if entry.form == form
            for name in columns(entry)
        }
        complete = row[f"{form}_complete"]
        want(complete in ({"", "0", "1", "2"} if here else {""}), f"{form}_complete: {complete}")
        if not complete:
            want(not any(own.values()), f"{form} is not there and says something")
            continue
        for entry in of.fields[1:]:
            if entry.form == form:
                _value(entry, {name: row[name] for name in columns(entry)}, of.missing)


def _value(entry: Field, given: dict[str, str], missing: set[str]) -> None:
    for name, value in given.items():
        if entry.type == "checkbox":
            want(value in {"0", "1"}, f"{name}: {value}")
        elif value and entry.codes:
            want(value in entry.codes, f"{name}: no choice {value}")
        elif value and entry.validation and value not in missing:
            want(is_valid(entry.validation, value), f"{name}: no {entry.validation}: {value}")
            if entry.validation == "integer":
                want(not entry.least or int(value) >= int(entry.least), f"{name}: too little")
                want(not entry.most or int(value) <= int(entry.most), f"{name}: too much")
