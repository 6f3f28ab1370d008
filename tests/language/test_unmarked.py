"""A word that nobody marked is found wherever it is planted; and what is no word is not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import cli
from app.language import unmarked as finder
from app.language import upkeep
from app.language.unmarked import unmarked
from app.language.unmarked_in import Unmarked
from app.language.unmarked_in.python import in_python
from app.language.unmarked_in.templates import in_template


def in_html(source: str) -> list[str]:
    return [found.text for found in in_template(source, "app/templates/page.html")]


def in_letter(source: str) -> list[str]:
    return [found.text for found in in_template(source, "app/templates/letters/letter.txt")]


def in_code(source: str) -> list[str]:
    return [found.text for found in in_python(source, "app/site/page.py")]


# templates


@pytest.mark.parametrize(
    ("planted", "text"),
    [
        ("<p>Your week</p>", "Your week"),
        ("<p>done</p>", "done"),
        ("<b>{{ page.count }}</b> units of {{ page.whole }}", "units of"),
        ("{% if page.note %}Saved{% endif %}", "Saved"),
        ("<title>{% block title %}Your week{% endblock %}</title>", "Your week"),
        ("<p>Caf&eacute; for you</p>", "Caf&eacute; for you"),
        ('<img alt="A map">', "A map"),
        ("<img alt='A map'>", "A map"),
        ('<nav aria-label="main">', "main"),
        ('<nav aria-label="Step {{ step }}">', "Step"),
        ('<input placeholder="name">', "name"),
        ('<a title="Close">x</a>', "Close"),
        ('<td data-label="Live session">', "Live session"),
        ('<input type="submit" value="Send it">', "Send it"),
        ('<meta name="description" content="Training for mentors">', "Training for mentors"),
        ('{{ ui.button("Sign this") }}', "Sign this"),
        ('{{ ui.button("Sign") }}', "Sign"),
        ('{{ ui.table(["Name", _("Site")]) }}', "Name"),
        ('{{ ui.link(text="Read it") }}', "Read it"),
        ('{{ ui.field(attrs={"data-x": "Read it"}) }}', "Read it"),
        ('{{ "Signed already" if page.signed else "" }}', "Signed already"),
        ('{{ page.name ~ " is late" }}', "… is late"),
        ('{{ page.count ~ " units" }}', "… units"),
        ('{% set title = "Your week" %}', "Your week"),
        ('{% call ui.card("Your week") %}{% endcall %}', "Your week"),
        ('{{ _("Welcome, {who}", who="dear friend") }}', "dear friend"),
        ("{{ _(page.title) }}", "… (inside a mark: it must be written out)"),
        ('{{ _("Hello " ~ name) }}', "Hello … (inside a mark: it must be written out)"),
        (
            '{{ _("Read {title}" | upper, title=page.title) }}',
            "… (inside a mark: it must be written out)",
        ),
    ],
)
def test_words_in_a_template_are_found(planted: str, text: str) -> None:
    assert in_html(planted) == [text]


@pytest.mark.parametrize(
    "right",
    [
        '<p>{{ _("Your week") }}</p>',
        "<p>{{ _('Read <a href=\"{href}\">the help</a>.', href='/help') }}</p>",
        '<p>{{ ngettext("{count} unit", "{count} units", count=page.units) }}</p>',
        '<p>{{ pgettext("of a session", "Open") }} · {{ page.title }} &middot; &nbsp;</p>',
        '<img alt="" aria-label="{{ _("A map") }}" class="wide map">',
        '{{ ui.button(_("Sign this"), "quiet", name="sign") }}',
        '<div class="card flush {{ "is-done" if page.done }}">',
        "{# Nobody sees this remark. #}<!-- Nor this one. -->",
        "<script>let words = 'no words';</script><style>p { margin: 0 auto }</style>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '{% if page.kind == "two words" %}x{% endif %}{{ page.words["two words"] }}',
        '{% include "manage/content/_difference.html" %}',
        "<p>Waypost · PDF · Zoom · SHA-256</p>",
        '<form action="/x" method="post" data-guard="{{ _("Save first.") }}" data-kind="unit">',
        '<option value="America/Denver">{{ zone }}</option>',
    ],
)
def test_what_is_marked_or_no_word_of_ours_is_passed_over_in_a_template(right: str) -> None:
    assert in_html(right) == []


def test_words_in_a_letter_are_found() -> None:
    assert in_letter("{{ letter.name }},\n\nyour week is open.\n") == [", your week is open."]
    assert in_letter('{{ _("Hello {name},", name=name) }}\n{{ link }}\n') == []


def test_line_is_the_one_where_the_words_begin() -> None:
    source = (
        '<div>\n  {# a\n remark #}\n  {{ f(\n  1) }}\n\n  <p\n   class="x">\n  Words\n  here</p>\n'
    )
    assert list(in_template(source, "a.html")) == [Unmarked("a.html", 9, "Words here")]
    expression = '<p>\n{{ f(1,\n  "Words here") }}</p>'
    assert list(in_template(expression, "a.html")) == [Unmarked("a.html", 3, "Words here")]


# Python

RULE = """
def why_not(unit):
    \"\"\"Why a unit cannot be opened.\"\"\"
    if not unit.is_open:
        return "This unit is not open yet."
    return None
"""
FORM = """
class ReflectionForm(Form):
    text: str

    @field_validator("text")
    def said(cls, value):
        if not value:
            raise InvalidError("Write a sentence.")
        return value
"""
PAGE = """
def page(row) -> WeekPage:
    return WeekPage(title=row.title, note=None, lead="Read this first")
"""
LETTER = """
class ClaimLetter(Letter):
    template = "claim.txt"
    subject = "Claim your credit"
"""


@pytest.mark.parametrize(
    ("planted", "text"),
    [
        (RULE, "This unit is not open yet."),
        (FORM, "Write a sentence."),
        (PAGE, "Read this first"),
        (LETTER, "Claim your credit"),
    ],
    ids=["rule", "form", "page", "letter"],
)
def test_words_in_a_rule_a_form_a_page_and_a_letter_are_found(planted: str, text: str) -> None:
    assert in_code(planted) == [text]
    assert in_code(planted.replace(f'"{text}"', f'_("{text}")')) == []


@pytest.mark.parametrize(
    ("planted", "text"),
    [
        ('x = "Open"', "Open"),
        ('x = "done."', "done."),
        ('x: str = "Not yet"', "Not yet"),
        ('x += "and more"', "and more"),
        ('text = "Not yet"', "Not yet"),
        ('def f(label="Not yet"): ...', "Not yet"),
        ('KINDS = {Kind.CASE: "Case"}', "Case"),
        ('x = f"{n} units"', "… units"),
        ('x = f"{n} {noun}, not {other}"', "… …, not …"),
        ('x = f"Moved: {n}"', "Moved: …"),
        ("x = f\"{f('Not yet')}\"", "Not yet"),
        ("x = '<p class=\"note\">Not yet</p>'", '<p class="note">Not yet</p>'),
        ('x = f\'<a href="{a}" title="Go there">\'', '<a href="…" title="Go there">'),
        ('x = source.error("No reading is required.")', "No reading is required."),
        ('x = form.warning("Not yet")', "Not yet"),
        ('x = page.text("Not yet")', "Not yet"),
        ('Key = Annotated[str, matching(KEY, "Not a key")]', "Not a key"),
        ('x = _("Hello {name}", name="dear friend")', "dear friend"),
        ('x = _(f"Hello {name}")', "f'Hello {name}' (inside a mark: it must be written out)"),
        ('x = _("Hello " + name)', "'Hello ' + name (inside a mark: it must be written out)"),
        ("x = _(TITLE)", "TITLE (inside a mark: it must be written out)"),
        ("x = reason(code, 'No.')", "code (inside a mark: it must be written out)"),
    ],
)
def test_words_in_python_are_found(planted: str, text: str) -> None:
    assert in_code(planted) == [text]


@pytest.mark.parametrize(
    "right",
    [
        '"""What this module does."""',
        'def f():\n    """What it does."""\n    "And a remark."',
        'X = 1\n"""What it is for."""',
        'x = _("Not yet")',
        'x = ngettext("{count} unit", "{count} units", count=n)',
        'NOT_OPEN = reason("unit.not_open", "This unit is not open yet.")',
        'KIND = ReasonKind("a.b", "{count} mark open.", "{count} marks open.")',
        'raise ValueError("No such style.")',
        'raise TypeError(f"{name} is no fact.") from None',
        'assert found, "There is always one."',
        'log.warning("Nothing was sent to %s", address)',
        'WORDS = re.compile(r"two words")',
        'if title == "two words" or kind in {"Two", "Three"}: pass',
        'match x:\n    case "two words": pass',
        'x = data["two words"]',
        'def f(x: "Session | None", *, y: "Text") -> "Two | Words": ...',
        'async def f() -> "Text": ...',
        'x: "Text" = None',
        'Fact = Union[int, "Text"]',
        'T = TypeVar("T", bound="Form")',
        'x = cast("Text", y)',
        '__all__ = ["Certificate"]',
        'x = text("SELECT one FROM two")',
        'CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes")',
        'x = "REPEATABLE READ"\ny = f"PRAGMA {name}"',
        'audit.record(session, "x.y", "x", 1, reason="Its pack was loaded.")',
        'x = Response(media_type="text/csv; charset=utf-8", headers={"Vary": "Accept, Cookie"})',
        'answer.headers["Content-Disposition"] = f"inline; filename={name}"',
        'headers = {"ETag": "x", "Cache-Control": "private, no-cache"}',
        'answer.headers.add_vary_header("Accept-Language, Cookie")',
        'x = f\'<aside id="{name}" class="callout callout-{kind}">{body}</aside>\'',
        'x = f"{base}/manage/content/{key}/compare?from={old}"',
        'x = "America/Denver"\ny = "needs_review"\nz = "Waypost"\nv = f"SHA-256 {hash_}"',
        'x = "two words"  # not shown',
        'x = (\n    "two words "\n    "and more"  # not shown: a key of theirs\n)',
    ],
)
def test_what_is_marked_or_no_word_of_ours_is_passed_over_in_python(right: str) -> None:
    assert in_code(right) == []


def test_mark_for_what_is_not_shown_holds_for_its_own_line_only() -> None:
    assert in_code('x = "two words"  # not shown\ny = "three more words"') == ["three more words"]


# the whole, and the command


def plant(root: Path) -> Path:
    """An application with a word in each place, and in places that no reader sees."""
    files = {
        "templates/week.html": "<p>\nYour week</p>",
        "templates/letters/week.txt": "Your week",
        "templates/booklets/booklet.css": "p { margin: 0 auto }",
        "site/week.py": 'TITLE = "Your week"',
        "web/forms.py": 'x = InvalidError("Choose one.")',
        "cli/people.py": 'print("Not for readers")',
        "demo/names.py": 'NAMES = ("Ada", "Ben Two")',
        "policy/table.py": 'x = "Open a unit as its learner"',
        "certificates/specimens.py": 'x = "Office of Learning"',
    }
    for path, text in files.items():
        file = root / "app" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root / "app"


def test_whole_application_is_read_but_for_what_no_reader_sees(tmp_path: Path) -> None:
    found = unmarked(plant(tmp_path))
    assert [(text.file, text.line) for text in found] == [
        ("app/templates/letters/week.txt", 1),
        ("app/templates/week.html", 2),
        ("app/site/week.py", 1),
        ("app/web/forms.py", 1),
    ]
    assert str(found[2]) == (
        "app/site/week.py:1: people see this and it is not marked: 'Your week'"
    )


@pytest.mark.parametrize("planted", [True, False])
def test_command_fails_for_a_word_that_nobody_marked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, planted: bool
) -> None:
    found = unmarked(plant(tmp_path)) if planted else []
    monkeypatch.setattr(finder, "unmarked", lambda: found)
    monkeypatch.setattr(upkeep, "complaints", list)
    done = CliRunner().invoke(cli.cli, ["languages", "check"])
    assert done.exit_code == int(planted)
    assert done.output.splitlines() == [str(text) for text in found]


def test_command_still_fails_for_a_catalog_that_is_not_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complaint = upkeep.Complaint("es", "Your week", "has no translation")
    monkeypatch.setattr(finder, "unmarked", list)
    monkeypatch.setattr(upkeep, "complaints", lambda: [complaint])
    done = CliRunner().invoke(cli.cli, ["languages", "check"])
    assert (done.exit_code, done.output) == (1, f"{complaint}\n")
