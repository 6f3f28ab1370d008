"""Which letters certificates print; the rule and the printer are of one mind."""

import pytest

from app.certificates.printing.render import CertificateRenderer
from app.certificates.specimens import specimen
from app.language import _
from app.printing.letters import UNPRINTABLE, UNSEEN, printable, why_not_print, why_not_see
from tests.certificates.samples import PACK


@pytest.mark.parametrize(
    "name",
    ["José Nguyễn", "Kahanaʻi Łódź", "Tłʼízí Bıçak", "Ιωάννης", "Иван", "Ben\u00a0Begay", "A’B–C"],
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


def test_everything_that_is_allowed_can_be_printed(renderer: CertificateRenderer) -> None:
    """All of it, some letters a certificate."""
    signs = [chr(code) for code in sorted(printable()) if why_not_print(chr(code)) is None]
    letters = [sign for sign in signs if sign.isalpha()]
    assert len(letters) > 1500
    for first in range(0, len(letters), 60):
        name = "".join(letters[first : first + 60])
        renderer.pdf(specimen("completion", PACK, person_name=name))
