"""Which letters certificates print; the rule and the printer are of one mind."""

import pytest

from app.certificates.printing.render import CertificateRenderer
from app.certificates.specimens import specimen
from app.language import _
from app.printing import letters
from app.printing.faces import cjk_face
from app.printing.letters import (
    NO_EAST_ASIAN,
    QUOTED,
    UNPRINTABLE,
    UNSEEN,
    east_asian,
    printable,
    why_not_print,
    why_not_see,
)
from tests.certificates.samples import PACK

with_east_asian = pytest.mark.skipif(
    cjk_face() is None, reason="This machine lacks the face for Chinese, Japanese and Korean."
)


@pytest.mark.parametrize(
    "name",
    [
        *("José Nguyễn", "Kahanaʻi Łódź", "Tłʼízí Bıçak", "Ιωάννης", "Иван", "Ben\u00a0Begay"),
        *("A’B–C", "محمد علي", "علی\u200cرضا", "דנה כהן", "प्रिया शर्मा", "क्\u200dष", "สมชาย ใจดี"),
    ],
)
def test_names_of_our_people_are_printed(name: str) -> None:
    assert why_not_print(name) is None


@pytest.mark.parametrize(
    ("text", "what", "code"),
    [
        ("a\u202eb", _("a mark that changes the direction of writing"), "U+202E"),
        ("a\u200fb", _("a mark that changes the direction of writing"), "U+200F"),
        ("a\u200bb", _("a zero-width space"), "U+200B"),
        ("a\u00adb", _("a soft hyphen"), "U+00AD"),
        ("a\x90b", _("a control character"), "U+0090"),
        ("a\u2063b", _("a character without a shape"), "U+2063"),
    ],
)
def test_what_nobody_sees_is_named_in_words(text: str, what: object, code: str) -> None:
    refusal = UNSEEN(what=what, code=code)  # type: ignore[arg-type]
    assert why_not_print(text) == why_not_see(text) == refusal


def test_letter_that_no_face_has_is_named_as_unicode_names_it() -> None:
    refusal = UNPRINTABLE(letter="😀", name="grinning face, U+1F600")
    assert why_not_print("Ben 😀 Begay") == refusal
    assert str(refusal) == (
        "Certificates cannot print “😀” (grinning face, U+1F600). Write this with other letters."
    )
    assert why_not_see("Ben 😀 Begay") is None


def test_all_letters_that_no_face_has_are_named() -> None:
    refusal = why_not_print("😀 Ben 𐌰 Begay 😀 🙂")
    assert str(refusal) == (
        "Certificates cannot print “😀”, “𐌰”, and “🙂”. Write this with other letters."
    )


@with_east_asian
@pytest.mark.parametrize("name", ["王小明", "陳大文", "渡辺 さくら", "김민준", "Ali 王"])
def test_names_of_east_asia_are_printed_where_the_machine_has_the_face(name: str) -> None:
    assert why_not_print(name) is None


def test_without_that_face_they_are_refused_with_what_helps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letters, "cjk_face", lambda: None)
    monkeypatch.setattr(letters, "east_asian", frozenset)
    assert why_not_print("王小 Ali") == NO_EAST_ASIAN(
        letters=(QUOTED(letter="王"), QUOTED(letter="小"))
    )
    assert why_not_print("Ali 😀") == UNPRINTABLE(letter="😀", name="grinning face, U+1F600")


@pytest.mark.parametrize("name", ["A\u200db", "\u200cعلي", "علي\u200c", "王\u200d小"])
def test_joiner_where_no_script_needs_one_is_refused(name: str) -> None:
    assert why_not_print(name) == why_not_see(name) != None  # noqa: E711


def test_everything_that_is_allowed_can_be_printed(renderer: CertificateRenderer) -> None:
    """All of it, some letters a certificate."""
    of_machine = sorted(east_asian() - printable())[::700]
    signs = [chr(code) for code in [*sorted(printable()), *of_machine]]
    found = [sign for sign in signs if sign.isalpha() and why_not_print(sign) is None]
    assert len(found) > 3000
    for first in range(0, len(found), 60):
        name = "".join(found[first : first + 60])
        renderer.pdf(specimen("completion", PACK, person_name=name))
