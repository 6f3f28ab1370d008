"""What changed between two versions, in words that a faculty developer reads."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from app.content.differences.documents import blocks_of, body_of, compare_texts, difference
from app.content.differences.fields import ENTRIES, NAMES, NO, YES, PathPart, label
from app.content.differences.words import DifferenceMark, DifferencePiece, compare_words
from app.language.languages import LANGUAGES, writing_in
from app.packs.schema import MODELS, json_schema

TEXTS = st.lists(
    st.sampled_from(
        ["a", "b", "mentor", "- x", "\n", "\n\n", "## Head\n", "| c |\n", "¼", "::: note"]
    ),
    max_size=40,
).map(" ".join)


@dataclass
class Version:
    """As much of a version as is compared."""

    body: str = "One paragraph.\n"
    data: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    title: str = "A title"

    @property
    def source(self) -> str:
        """The file."""
        return f"---\ntitle: A title\n---\n{self.body}"


def side(pieces: tuple[DifferencePiece, ...], mark: DifferenceMark) -> str:
    """The words that were kept, with those of one mark."""
    return " ".join(piece.text for piece in pieces if piece.mark in {DifferenceMark.KEPT, mark})


@given(TEXTS, TEXTS)
@example("a b " * 400, "b a " * 400)
def test_words_kept_and_marked_are_both_texts(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    assert side(pieces, DifferenceMark.DELETED) == " ".join(old.split())
    assert side(pieces, DifferenceMark.INSERTED) == " ".join(new.split())
    assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
@example("a\n\nb\n\n" * 300, "b\n\na\n\n" * 300)
def test_blocks_kept_and_marked_are_both_texts(old: str, new: str) -> None:
    blocks = list(compare_texts(old, new))
    before = [side(block.pieces, DifferenceMark.DELETED) for block in blocks]
    after = [side(block.pieces, DifferenceMark.INSERTED) for block in blocks]
    assert [text for text in before if text] == blocks_of(old)
    assert [text for text in after if text] == blocks_of(new)


@given(TEXTS)
def test_same_text_has_an_empty_difference(text: str) -> None:
    found = difference(Version(text), Version(text))
    assert found.is_empty
    assert (found.inserted, found.deleted) == (0, 0)


@given(TEXTS, TEXTS)
def test_stretches_hold_every_block_once(old: str, new: str) -> None:
    found = difference(Version(old), Version(new))
    assert [block for stretch in found.stretches for block in stretch.blocks] == list(found.blocks)
    folded = [block for stretch in found.stretches if stretch.folded for block in stretch.blocks]
    assert all(block.mark is DifferenceMark.KEPT for block in folded)


def test_changed_word_is_marked_within_its_paragraph() -> None:
    old = "A mentor listens first and speaks later.\n\nThe end."
    new = "A mentor listens first and asks later.\n\nThe end."
    first, last = difference(Version(old), Version(new)).blocks
    assert [(piece.mark.value, piece.text) for piece in first.pieces] == [
        ("kept", "A mentor listens first and"),
        ("deleted", "speaks"),
        ("inserted", "asks"),
        ("kept", "later."),
    ]
    assert first.mark is None
    assert last.mark is DifferenceMark.KEPT


def test_rewritten_paragraph_is_deleted_and_inserted_whole() -> None:
    blocks = difference(Version("Nothing stays alike here."), Version("All words differ.")).blocks
    assert [block.mark for block in blocks] == [DifferenceMark.DELETED, DifferenceMark.INSERTED]


def test_lonely_common_word_does_not_split_a_change() -> None:
    pieces = compare_words("start one the two end", "start three the four end")
    assert [piece.text for piece in pieces] == ["start", "one the two", "three the four", "end"]


def test_lines_wrapped_otherwise_are_no_difference() -> None:
    assert difference(Version("One two\nthree.\n"), Version("One\ntwo three.")).is_empty


def test_list_items_headings_and_rows_are_blocks_of_their_own() -> None:
    text = "## Head\nText\ngoes on\n- one\n  more\n- two\n| a | b |\n| c | d |\n[^1]: Note\n"
    assert blocks_of(text) == [
        "## Head",
        "Text goes on",
        "- one more",
        "- two",
        "| a | b |",
        "| c | d |",
        "[^1]: Note",
    ]


def test_far_from_a_change_the_text_is_folded() -> None:
    paragraphs = [f"Paragraph number {n} of the text." for n in range(9)]
    old = "\n\n".join(paragraphs)
    new = old.replace("number 4 of", "four of")
    stretches = difference(Version(old), Version(new)).stretches
    assert [(stretch.folded, len(stretch.blocks)) for stretch in stretches] == [
        (True, 3),
        (False, 3),
        (True, 3),
    ]


def test_fields_are_named_for_people() -> None:
    old = {
        "minutes": 40,
        "readings": [{"key": "doe-2020", "minutes": 10, "required": True}],
        "check": {"questions": [{"id": "q1", "options": [{"text": "This", "correct": True}]}]},
        "lengths": {"module_words": [1200, 2000]},
    }
    new = {
        "minutes": 45,
        "readings": [{"key": "doe-2020", "minutes": 12, "required": False}],
        "check": {"questions": [{"id": "q1", "options": [{"text": "That", "correct": True}]}]},
        "lengths": {"module_words": [1000, 2000]},
        "session_question": "What now?",
    }
    fields = difference(Version(data=old), Version(data=new)).fields
    assert [(field.label, field.old, field.new) for field in fields] == [
        ("Minutes", "40", "45"),
        ("Reading doe-2020 · Minutes", "10", "12"),
        ("Reading doe-2020 · Required", YES, NO),
        ("Knowledge check · Question q1 · Answer 1 · Text", "This", "That"),
        ("Lengths · Words of a module", "1200–2000", "1000–2000"),
        ("Question for the session", None, "What now?"),
    ]


def test_every_field_and_every_list_of_a_pack_has_a_name_for_people() -> None:
    schemas = [json_schema(kind) for kind in MODELS]
    models = [model for schema in schemas for model in (schema, *schema.get("$defs", {}).values())]
    fields = {name: field for model in models for name, field in model["properties"].items()}
    assert len(fields) > 40
    assert fields.keys() - {"id"} <= NAMES.keys()
    lists = {name for name, field in fields.items() if "items" in field}
    assert len(lists) > 6
    assert lists <= ENTRIES.keys()


def test_names_are_in_the_readers_language() -> None:
    path = (PathPart("readings", "doe-2020"), PathPart("required"))
    with writing_in(LANGUAGES["en-XA"]):
        words = label(path)
    assert "doe-2020" in words
    assert "Reading" not in words
    assert "Required" not in words


def test_field_of_an_older_file_is_named_as_it_stands_there() -> None:
    assert label((PathPart("old_list", 2), PathPart("old_field"))) == "old_list 2 · old_field"


def test_field_that_is_gone_comes_last() -> None:
    fields = difference(Version(data={"roles": ["A"], "title": "x"}), Version(data={"title": "y"}))
    assert [(field.label, field.new) for field in fields.fields] == [
        ("Title", "y"),
        ("Role 1", None),
    ]


def test_entry_put_in_front_does_not_change_the_others() -> None:
    a, b = {"key": "a", "title": "First"}, {"key": "b", "title": "Second"}
    fields = difference(Version(data={"readings": [a]}), Version(data={"readings": [b, a]})).fields
    assert [(field.label, field.old, field.new) for field in fields] == [
        ("Reading b · Title", None, "Second")
    ]


def test_entries_in_another_order_are_named() -> None:
    a, b = {"key": "a", "title": "First"}, {"key": "b", "title": "Second"}
    found = difference(Version(data={"readings": [a, b]}), Version(data={"readings": [b, a]}))
    assert [(field.label, field.old, field.new) for field in found.fields] == [
        ("Readings · Order", "a b", "b a")
    ]


def test_other_picture_under_the_same_name_is_a_difference() -> None:
    old, new = Version(figures={"map.svg": "1" * 64}), Version(figures={"map.svg": "2" * 64})
    (found,) = difference(old, new).fields
    assert (found.label, found.old, found.new) == (
        "Picture map.svg",
        "11111111",
        "22222222",
    )


def test_program_file_has_fields_only() -> None:
    assert body_of("key: small-program\ntitle: Small\n") == ""
    assert body_of("---\nkey: small-program\n") == ""


def test_text_may_hold_a_rule_of_hyphens() -> None:
    assert body_of("---\nkey: a\n---\nOne\n\n---\n\nTwo\n") == "One\n\n---\n\nTwo\n"


def test_very_long_texts_end_as_wholly_changed() -> None:
    old, new = (
        " ".join("ab"[n % 2] for n in range(2000)),
        " ".join("abc"[n % 3] for n in range(2000)),
    )
    assert {piece.mark for piece in compare_words(f"x {old} b", f"y {new} c")} == {
        DifferenceMark.DELETED,
        DifferenceMark.INSERTED,
    }
