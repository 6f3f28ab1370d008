"""Placeholders: what is filled in, what is refused, and that nothing in either does any harm."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.language import _
from app.language.languages import SPANISH, writing_in
from app.messages.announcements.defaults import KEYS, delivered
from app.messages.announcements.enums import OF_LEADS, Placeholder
from app.messages.announcements.filling.rules import (
    NO_PLACEHOLDER,
    NO_SUBJECT,
    NO_TEXT,
    NOT_FOR_THEM,
    Words,
    fill,
    heading,
    said_to,
    why_not_keep,
    why_not_say,
)
from app.messages.announcements.rules import (
    DISABLED,
    NO_ADDRESS,
    TURNED_OFF,
    Reach,
    Reader,
    Surroundings,
    Written,
    fingerprint,
    is_personal,
    most_different,
)
from app.packs.text.markdown import render
from tests.page import Page

EVERY = frozenset(Placeholder)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{__class__}",
    "{given_name}",
    "=cmd()",
    "[here](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "Ada\r\nBcc: all@example.org",
    "**bold** _it_ `code` &amp; #1",
)
AROUND = Surroundings(
    "Fall 2026",
    "Mentor Development Program",
    "Cora Castellano, MPH",
    "https://training.example.edu",
    "Week 3",
    datetime(2026, 11, 26, 19, tzinfo=UTC),
)


def reader(given: str = "Ada", family: str = "Alvarez", zone: str = "America/Denver") -> Reader:
    return Reader(uuid4(), given, family, "MD", zone, "/cohorts/fall-2026")


def said(text: str, of: Reader | None = None, subject: str = "Hello") -> Words:
    return said_to(of or reader(), subject, text, AROUND)


def written(text: str = "Hello", subject: str = "Hello") -> Written:
    return Written("all", (), 0, "en", subject, text)


def test_each_person_reads_what_is_theirs() -> None:
    text = "{given_name} | {name} | {cohort} | {program} | {coordinator} | {next_session} | {link}"
    assert said(text).markdown == (
        "Ada | Ada Alvarez, MD | Fall 2026 | Mentor Development Program | Cora Castellano, MPH"
        " | Week 3, Thu, Nov 26, 12:00\u202fPM Mountain Time"
        " | <https://training.example.edu/cohorts/fall-2026>"
    )
    arizona = said("{next_session}", reader(zone="America/Phoenix")).markdown
    assert arizona == "Week 3, Thu, Nov 26, 12:00\u202fPM Mountain Standard Time" or (
        "12:00\u202fPM" in arizona
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_letter_about_the_claim_leads_to_the_claim(language: str) -> None:
    text = delivered()["claim-your-credit", language].text
    assert "<https://training.example.edu/cohorts/fall-2026/claim>" in said(text).markdown
    assert why_not_say(text, EVERY, everybody_enrolled=False) == NOT_FOR_THEM(
        count=1, names=("{claim_link}",)
    )
    assert Placeholder.CLAIM_LINK not in OF_LEADS


def test_what_is_said_is_said_in_the_language_of_the_message() -> None:
    with writing_in(SPANISH):
        assert "nov" in said("{next_session}").markdown


def test_of_who_lacks_nothing_it_is_said_that_nothing_is_missing() -> None:
    assert said("{missing}").markdown == "nothing"
    lacking = Reader(
        uuid4(), "A", "B", "", "UTC", "/", missing=(_("One thing."), _("Another thing."))
    )
    assert "Another thing" in said("{missing}", lacking).markdown


def test_braces_that_are_written_twice_are_braces() -> None:
    assert said("{{given_name}} and {{ 7*7 }}").markdown == "{given_name} and { 7*7 }"
    assert why_not_say("{{given_name}} {{ 7*7 }} }", EVERY, everybody_enrolled=True) is None
    assert said("a } b { c").markdown == "a } b { c"


@pytest.mark.parametrize("name", ["__class__", "given_nam", "", " name", "name!r", "0", "name.x"])
def test_unknown_placeholders_are_refused_by_name(name: str) -> None:
    why = why_not_say(f"Hello {{{name}}}", EVERY, everybody_enrolled=True)
    assert why == NO_PLACEHOLDER(count=1, names=(f"{{{name}}}",))
    assert f"{{{name}}}" in str(why)


def test_every_unknown_one_is_named_and_each_field_says_its_own() -> None:
    wrong = why_not_keep(written("{a} {b} {name}", subject="{c}"), EVERY)
    assert wrong == {
        "subject": NO_PLACEHOLDER(count=1, names=("{c}",)),
        "text": NO_PLACEHOLDER(count=2, names=("{a}", "{b}")),
    }
    assert why_not_keep(written(" ", subject=""), EVERY) == {"subject": NO_SUBJECT, "text": NO_TEXT}


def test_a_lead_cannot_say_what_they_cannot_see() -> None:
    assert why_not_keep(written("{standing}"), OF_LEADS) == {}
    assert "text" in why_not_keep(written("{missing}"), OF_LEADS)


def test_of_who_is_not_enrolled_there_is_nothing_to_say() -> None:
    why = why_not_say("{standing}", EVERY, everybody_enrolled=False)
    assert why == NOT_FOR_THEM(count=1, names=("{standing}",))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_name_is_a_name_whatever_is_in_it(hostile: str) -> None:
    words = said("Hello {name}, {given_name}", reader(hostile), subject="For {given_name}")
    assert "\n" not in words.subject
    assert "\r" not in words.subject
    page = Page(f"<main>{render(words.markdown, prefix='x')}</main>")
    assert not page.main.all("script, img, strong, em, code, h1, a")
    plain = " ".join(hostile.split())
    assert plain in " ".join(page.main.text.split())  # every sign of it, and as a sign
    assert words.subject == f"For {plain}"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_with_markup_does_nothing(hostile: str) -> None:
    html = render(said(hostile.replace("{", "{{").replace("}", "}}")).markdown, prefix="x")
    assert not Page(f"<main>{html}</main>").main.all("script, img")
    assert "javascript:" not in html.replace("(javascript:alert(1))", "")


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert fill("{a}{b}", {"a": "{b}", "b": "x"}) == "{b}x"


def test_link_stands_in_text_and_leads_in_markup() -> None:
    html = render(said("{link}\n\n[your page]({link})").markdown, prefix="x")
    links = Page(f"<main>{html}</main>").main.links
    address = "https://training.example.edu/cohorts/fall-2026"
    assert [(link.text, link.href) for link in links] == [
        (address, address),
        ("your page", address),
    ]


def test_a_message_is_called_what_it_says_to_everybody() -> None:
    assert heading("{cohort} for {given_name}", "Fall", "P") == "Fall for …"


def test_letters_shown_first_are_those_that_differ_most() -> None:
    long = reader("Maximiliana Alejandra", "Dominguez-Hosseini")
    short = [reader("Bo", "Ito") for _number in range(5)]
    lacks = Reader(uuid4(), "Cy", "Kim", "", "UTC", "/", missing=(_("One thing."),))
    shown = most_different([*short, lacks, long])
    assert shown[:2] == [long, lacks]
    assert len(shown) == 3
    told = replace(short[2], standing=(_("One sentence."), _("Another one.")))
    assert most_different([*short, told, long])[:2] == [long, told]  # as much is missing of all
    assert most_different([]) == []
    assert most_different(short[:1]) == short[:1]


def test_why_nothing_is_written() -> None:
    assert Reach("a@example.org", False, False).why_not() is None
    assert Reach("a@example.org", False, True).why_not() == TURNED_OFF
    assert Reach(None, False, True).why_not() == NO_ADDRESS
    assert Reach(None, True, False).why_not() == DISABLED


def test_a_message_is_personal_if_one_person_was_chosen_and_nobody_else() -> None:
    ada, nan = uuid4(), uuid4()
    assert is_personal([ada])
    assert is_personal([ada, ada])
    assert not is_personal([])
    assert not is_personal([ada, nan])


def test_what_was_checked_is_known_again() -> None:
    a, b = uuid4(), uuid4()
    assert fingerprint(1, [a, b]) == fingerprint(1, [b, a])
    assert len({fingerprint(1, [a]), fingerprint(2, [a]), fingerprint(1, [b])}) == 3


def test_templates_that_come_along_are_complete_in_both_languages() -> None:
    known = delivered()
    assert set(known) == {(key, language) for key in KEYS for language in ("en", "es")}
    for template in known.values():
        assert template.title
        assert why_not_keep(written(template.text, template.subject), EVERY) == {}
        assert (template.version, template.audience) == (0, known[template.key, "en"].audience)
