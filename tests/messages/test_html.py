"""Letters as HTML: the same words as their text, harmless whatever their facts hold."""

import re
from dataclasses import replace

import pytest
from pydantic import JsonValue
from selectolax.lexbor import LexborHTMLParser

from app.core.models import OutboxMessage
from app.language.languages import ACCENTED, MIRRORED
from app.messages import composing
from app.messages.composing import Addressee, Letter, compose
from app.messages.frame import Frame, Whom, framed
from app.messages.html import body
from app.messages.letter import as_mail
from app.messages.streams.enums import Stream
from tests.cast import NOW
from tests.letters import FACTS, HERE

ADA = Addressee("Ada", "America/Denver", "ada@example.org")
CORA = Whom("Cora Castellano, MD", "cora@example.org")
HOSTILE = (
    '<img src=x onerror=alert(1)><script>x</script> & "q" {{ 7 * 7 }} {% if %} *md* [a](b)'
    "\r\nBcc: eve@example.org"
)


def letter(**facts: JsonValue) -> Letter:
    message = OutboxMessage(key="k", kind="certificate", facts=FACTS | facts, created_at=NOW)
    return compose(message, ADA, HERE)


def shown(letter: Letter, frame: Frame | None = None) -> LexborHTMLParser:
    return LexborHTMLParser(str(framed(letter, frame or Frame(HERE)).html))


def text_of(page: LexborHTMLParser, selector: str) -> str:
    found = page.css_first(selector)
    assert found is not None
    return found.text(separator=" ")


def test_paragraphs_lists_and_addresses_become_what_they_are() -> None:
    html = body(
        f"Hello Ada,\n\nTo do:\n- read <this>\n- sign\n\nGo on here:\n\n{HERE}/home\n\n"
        f"One more\n{HERE}/verify/code\nand {HERE}/help#who is there, not http://elsewhere.org/x.\n\n"
        f"Turn it off here:\n\n{HERE}/my/calendar",
        HERE,
    )
    page = LexborHTMLParser(html)
    assert [item.text() for item in page.css("ul li")] == ["read <this>", "sign"]
    assert [link.attributes["href"] for link in page.css("a.button")] == [f"{HERE}/home"]
    plain = [link.attributes["href"] for link in page.css("a:not(.button)")]
    assert plain == [f"{HERE}/verify/code", f"{HERE}/help#who", f"{HERE}/my/calendar"]
    assert "Hello Ada," in str(html).split("</p>")[0]


def test_every_word_of_the_text_is_in_the_html() -> None:
    written = letter()
    words = " ".join(text_of(shown(written), ".words").split())
    for line in filter(None, written.text.split("\n")):
        assert line in words


def test_what_facts_hold_is_harmless_in_subject_text_and_html() -> None:
    hostile = letter(program=HOSTILE, cohort=HOSTILE)
    page = shown(hostile, Frame(HERE, cohort=HOSTILE, whom=replace(CORA, name=HOSTILE)))
    assert page.css("img, script, em, [onerror]") == []
    assert {link.attributes["href"] for link in page.css("a")} <= {
        f"{HERE}/my/certificates",
        f"{HERE}/verify/code",
        f"{HERE}/my/notifications",
    }
    assert "{{ 7 * 7 }} {% if %} *md* [a](b)" in text_of(page, ".words")
    assert "{{ 7 * 7 }}" in hostile.text
    message = OutboxMessage(key="k", kind="certificate", created_at=NOW)
    frame = Frame(HERE, whom=Whom(HOSTILE, "cora@example.org"))
    titled = framed(replace(hostile, subject=HOSTILE), frame)
    mail = as_mail(message, titled, frame, sender="w@example.org", host="example.org")
    assert "\nBcc" not in mail.as_string().replace("\r", "").partition("\n\n")[0]
    assert "Bcc: eve@example.org" in mail["Subject"]


def test_markdown_that_somebody_wrote_is_rendered_in_html_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        composing,
        "_words",
        lambda _kind, facts: ("About {}".format("x"), f"Hello,\n\n{facts['markdown']}\n\nBye\n"),
    )
    text = "**Bold** & <b>raw</b>\n\n- one\n- [two](javascript:alert(1)) [three](https://x.org)"
    text += "\n\n![pixel](https://eve.example/p.png)"
    written = letter(markdown=text)
    assert f"Hello,\n\n{text}\n\nBye\n" == written.text
    page = LexborHTMLParser(str(written.body))
    assert [bold.text() for bold in page.css("strong")] == ["Bold"]
    assert "<b>raw</b>" in text_of(page, ".written")
    assert [link.attributes["href"] for link in page.css("a")] == ["https://x.org"]
    assert page.css("img, b") == []


def test_nothing_is_loaded_from_anywhere() -> None:
    html = str(framed(letter(), Frame(HERE)).html)
    assert not re.search(r"<img|<link|@import|url\(|src=|<script", html)
    assert "prefers-color-scheme: dark" in html
    assert 'class="button" href="http://localhost:8000/my/certificates" style="' in html


def test_letter_ends_with_why_it_came_whom_to_ask_and_what_to_turn_off() -> None:
    frame = Frame(HERE, "Fall 2026", CORA, stream=Stream.REMINDERS, unsubscribe=f"{HERE}/mail/u")
    foot = (
        "You get this because of your part in Fall 2026.\n"
        "Questions? Answer this mail: Cora Castellano, MD reads it.\n"
        f"Choose which mail you get, and when: {HERE}/my/notifications\n"
        f"Turn off “Reminders”: {HERE}/mail/u\n"
    )
    assert framed(letter(), frame).text.endswith(f"verify/code\n\n-- \n{foot}")
    links = shown(letter(), frame).css(".foot p a")
    assert [(link.text(), link.attributes["href"]) for link in links] == [
        ("Choose which mail you get, and when", f"{HERE}/my/notifications"),
        ("Turn off “Reminders”", f"{HERE}/mail/u"),
    ]
    alone = framed(letter(), Frame(HERE, has_choices=False)).text.partition("-- \n")[2]
    assert alone == (
        "You get this because it is about you or your work in Waypost.\n"
        f"Questions? See who helps: {HERE}/help#who\n"
    )


def test_frame_is_in_the_language_and_direction_of_the_letter() -> None:
    page = shown(replace(letter(), language=ACCENTED))
    assert "Ýöû ĝéţ ţĥîš" in text_of(page, ".foot")
    mirrored = shown(replace(letter(), language=MIRRORED))
    assert [html.attributes["dir"] for html in mirrored.css("html")] == ["rtl"]
