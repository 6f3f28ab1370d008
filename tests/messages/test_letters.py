"""Letters: each kind that is posted has words for exactly the facts that it is given."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta
from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import outbox
from app.core.errors import RefusedError
from app.core.models import OutboxMessage, Task
from app.language.languages import (
    ACCENTED,
    ENGLISH,
    MIRRORED,
    SPANISH,
    Language,
    current,
    offered,
    writing_in,
)
from app.messages.composing import LETTERS, Addressee, compose, compose_to_keep, environment
from app.messages.queries import addressees
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.letters import (
    CERTIFICATE,
    FACTS,
    HERE,
    LANGUAGES,
    post_certificate,
    post_sign_in,
    post_words,
    read,
)

ADA = Addressee("Ada", "America/Denver", "ada@example.org")
KINDS = sorted(path.stem for path in LETTERS.iterdir())


@dataclass(frozen=True)
class Posting:
    """One call of `outbox.post` in the application, or of `outbox.post_all` for many."""

    kind: str
    facts: frozenset[str]


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call in the application of a function of this name."""
    for path in sorted((PROJECT_ROOT / "app").rglob("*.py")):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if f"{name}(" in text else ():
            if isinstance(node, ast.Call) and _called(node) == name:
                yield path, node


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rsplit(".")[-1]


def postings() -> list[Posting]:
    """What the application posts; kinds and names of facts are written out where it does."""
    found = []
    for _, call in calls("post"):
        if ast.unparse(call.func) == "outbox.post":
            names = _names(call, "facts", "secrets")
            found.append(Posting(_kind(call), frozenset(names)))
    for path, call in calls("post_all"):
        names = _names(call, "facts") + _names(_letter(path, call), "facts", "secrets")
        found.append(Posting(_kind(call), frozenset(names)))
    return found


def _letter(path: Path, call: ast.Call) -> ast.Call:
    """The one call that makes a letter of many, there or in the function that is called there."""
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    (letters,) = (keyword.value for keyword in call.keywords if keyword.arg == "letters")
    within = [node for node in ast.walk(letters) if isinstance(node, ast.Call)]
    makers = [functions[name] for name in map(_called, within) if name in functions]
    made = [node for maker in makers for node in ast.walk(maker) if isinstance(node, ast.Call)]
    (found,) = (node for node in (*within, *made) if _called(node) == "Letter")
    return found


def _kind(call: ast.Call) -> str:
    (kind,) = (keyword.value for keyword in call.keywords if keyword.arg == "kind")
    return str(ast.literal_eval(kind))


def _names(call: ast.Call, *parts: str) -> list[str]:
    """The names of facts that are written out in a call, none of them twice."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    facts = [given.get(part, ast.Dict([], [])) for part in parts]
    names = [name for part in facts for name in ast.literal_eval(ast.unparse(_keys(part)))]
    assert len(names) == len(set(names))
    return names


def _keys(facts: ast.expr) -> ast.List:
    assert isinstance(facts, ast.Dict), "facts are written out where they are posted"
    return ast.List([key for key in facts.keys if key is not None])


def message(kind: str = "certificate", /, **facts: JsonValue) -> OutboxMessage:
    return OutboxMessage(key="k", kind=kind, facts=FACTS | facts, created_at=NOW)


# ------------------------------------------------------------------------ kinds and their words


def test_every_kind_that_is_posted_has_a_template_and_every_template_a_kind() -> None:
    kinds = ["address_added", "announcement", "applied"]
    kinds += ["approval_asked", "approval_decided", "arm_crossed_over", "arm_drawn"]
    kinds += ["certificate", "certificate_reissued", "certificate_revoked"]
    kinds += ["claim_extended", "credit_changed", "declined", "deletion_announced"]
    kinds += ["disclosure_asked", "enrolled"]
    kinds += ["evaluation_open", "excuse_answered"]
    kinds += [
        "history_anchor",
        "invitation",
        "invited",
        "make_up_answered",
        "newcomer",
        "personal_message",
        "policy_changed",
        "rater_asked",
        "records_merged",
        "reminder",
        "role",
        "seat_offered",
        "second_step",
    ]
    kinds += ["session_added", "session_canceled", "session_held", "session_leader"]
    kinds += ["session_left", "session_moved", "session_not_held", "session_restored"]
    kinds += ["sign_in", "study_withdrawn", "survey_open", "survey_reminder", "test"]
    kinds += ["thread_digest", "transfer_taken_back", "transferred"]
    kinds += ["unit_opened_early", "verify_address", "waitlisted"]
    kinds += ["wave_mentee", "wave_mentee_reminder", "wave_open", "wave_reminder", "withdrawn"]
    assert sorted({posting.kind for posting in postings()}) == KINDS == kinds


SENDS = re.compile(r"\b(ask|tell) your coordinator", re.IGNORECASE)


def test_letter_that_sends_people_to_their_coordinator_leads_to_who_that_is() -> None:
    sources = {kind: (LETTERS / f"{kind}.txt").read_text() for kind in KINDS}
    sending = {kind: source for kind, source in sources.items() if SENDS.search(source)}
    assert {"declined", "withdrawn", "records_merged"} <= {*sending}
    led = '{{ "/help#who" | url }}'
    assert [kind for kind, source in sending.items() if led not in source] == []


@pytest.mark.parametrize("posting", postings(), ids=lambda posting: posting.kind)
def test_template_says_every_fact_that_is_posted_and_no_other(posting: Posting) -> None:
    source = (LETTERS / f"{posting.kind}.txt").read_text()
    said = meta.find_undeclared_variables(environment().parse(source))
    assert said - {"person"} - environment().globals.keys() == posting.facts


@pytest.mark.parametrize("kind", KINDS)
def test_template_has_a_subject_of_one_line_and_a_text(kind: str) -> None:
    blocks = environment().get_template(f"{kind}.txt").blocks
    assert sorted(blocks) == ["subject", "text"]
    source = (LETTERS / f"{kind}.txt").read_text()
    assert source.splitlines()[0].endswith("{% endblock %}")


@pytest.mark.parametrize("kind", KINDS)
def test_letter_that_sends_somebody_to_their_coordinator_leads_to_who_that_is(kind: str) -> None:
    source = (LETTERS / f"{kind}.txt").read_text()
    assert ("your coordinator" in source) == ('{{ "/help#who" | url }}' in source)


def test_mail_is_written_by_posting_a_letter_and_in_no_other_way() -> None:
    assert {path.name for path, _ in calls("OutboxMessage")} == {"outbox.py"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("cme_credit", "Certificate of credit"),
        ("participation", "Certificate of participation"),
        ("completion", "Attestation of completion"),
    ],
)
def test_each_kind_of_certificate_is_called_by_its_name(kind: str, name: str) -> None:
    letter = compose(message(certificates=[CERTIFICATE | {"kind": kind}]), ADA, HERE)
    assert letter.subject == f"Your certificate is ready: {name}"
    assert "Your certificate for Mentor Development Program, Spring 2026, is ready." in letter.text
    assert f"\n\n{name}, number WP-26-1234\n{HERE}/verify/code\n" in letter.text


def test_letter_tells_of_every_certificate_with_where_to_verify_it() -> None:
    both: list[JsonValue] = [CERTIFICATE | {"kind": kind} for kind in ("cme_credit", "completion")]
    letter = compose(message(certificates=both), ADA, HERE)
    assert letter.subject == "Your certificates are ready"
    assert (
        "Your 2 certificates for Mentor Development Program, Spring 2026, are ready." in letter.text
    )
    assert letter.text.endswith(
        f"Certificate of credit, number WP-26-1234\n{HERE}/verify/code\n\n"
        f"Attestation of completion, number WP-26-1234\n{HERE}/verify/code\n"
    )


# ------------------------------------------------------------------------------- facts are data


def test_fact_is_never_a_template() -> None:
    letter = compose(message(program="{{ 7 * 7 }} {% if %} {{ person }}"), ADA, HERE)
    assert "for {{ 7 * 7 }} {% if %} {{ person }}, Spring 2026" in letter.text


def test_fact_stays_as_it_was_written() -> None:
    assert (
        "for Mentors & <Friends>, Spring"
        in compose(message(program="Mentors & <Friends>"), ADA, HERE).text
    )


def test_fact_cannot_pass_for_the_person_or_for_our_address() -> None:
    letter = compose(message(person="Eve", base_url="https://evil.example"), ADA, HERE)
    assert letter.text.startswith("Hello Ada,")
    assert "evil" not in letter.text


@pytest.mark.parametrize("name", sorted(FACTS))
def test_fact_that_is_missing_is_named(name: str) -> None:
    incomplete = message()
    incomplete.facts = {key: value for key, value in FACTS.items() if key != name}
    with pytest.raises(RefusedError, match=f"certificate is missing: '{name}' is undefined"):
        compose(incomplete, ADA, HERE)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"kind": "diploma"}, "ValueError"),
        ({"kind": ["completion"]}, "ValueError"),
        ({"verify_path": "verify/code"}, "ValueError"),
        ({"verify_path": "https://evil.example"}, "ValueError"),
        ({"verify_path": 7}, "AttributeError"),
    ],
)
def test_fact_that_cannot_be_used_is_refused_without_repeating_it(
    facts: dict[str, JsonValue], error: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        compose(message(certificates=[CERTIFICATE | facts]), ADA, HERE)
    assert str(refused.value) == f"A fact of the letter certificate cannot be used ({error})."


def test_kind_without_a_template_is_refused() -> None:
    for kind in ("nothing", "../web/error", "/etc/passwd"):
        with pytest.raises(RefusedError, match="There is no letter of the kind"):
            compose(message(kind), ADA, HERE)


def test_moment_is_said_in_the_time_of_whoever_reads_it() -> None:
    assert said_at("America/Denver") == "Thu, Nov 19, 12:00 PM Mountain Time"
    assert said_at("Pacific/Honolulu") == "Thu, Nov 19, 9:00 AM Hawaii Time"
    with writing_in(SPANISH):
        said = said_at("America/Denver")
    assert said == "jue, 19 de nov, 12:00 p.m. hora de las Montañas Rocosas"


def said_at(zone: str) -> str:
    """A moment as the template of a letter tells it."""
    template = environment().from_string("{{ at | moment }}")
    person = Addressee("Ada", zone, None)
    said = template.render(at="2026-11-19T19:00:00+00:00", person=person)
    return said.replace("\u202f", " ")


# ------------------------------------------------------------------------------- in the language


@pytest.mark.parametrize("around", [ENGLISH, SPANISH, MIRRORED], ids=lambda one: one.code)
def test_letter_is_in_the_language_of_whoever_it_is_for(around: Language) -> None:
    ada = replace(ADA, language=ACCENTED)
    with writing_in(around):
        letter = compose(message(), ada, HERE)
        assert current() is around
    assert letter.language is ACCENTED
    assert letter.subject.startswith("[Ýöûŕ çéŕţîƒîçåţé îš ŕéåðý: [Åţţéšţåţîöñ öƒ çöṁþļéţîöñ")
    assert letter.text.startswith("[Ĥéļļö Ada, ")
    for kept in ("Mentor Development Program", "Spring 2026", "WP-26-1234", f"{HERE}/verify/code"):
        assert kept in letter.text
    assert [word for word in ("Your", "number", "Sign") if word in letter.text] == []


def test_letter_with_a_link_keeps_its_address_in_any_language(session: Session) -> None:
    posted = post_sign_in(session, "token", NOW + timedelta(minutes=10))
    for language in (SPANISH, ACCENTED, MIRRORED):
        text = compose(posted, replace(ADA, language=language), HERE).text
        assert f"\n\n{HERE}/sign-in/link/token\n\n" in text


def test_letter_is_in_the_language_that_the_person_has_when_it_is_sent(
    session: Session, cast: Cast
) -> None:
    posted = post_certificate(session)
    assert read(session, posted).language is ENGLISH
    cast.person("ada").language = "en-XA"
    session.flush()
    letter = read(session, posted)
    assert letter.language is ACCENTED
    assert "Ĥéļļö Ada" in letter.text


@pytest.mark.parametrize(
    ("chosen", "installation", "language"),
    [
        ("es", "en,es", SPANISH),
        (None, "en,es", ENGLISH),
        (None, "es,en", SPANISH),
        ("en-XA", "es,en", SPANISH),  # chosen while it was offered
        ("en", "es,en", ENGLISH),
    ],
)
def test_who_chose_nothing_that_is_offered_gets_the_installations_first(
    session: Session, cast: Cast, chosen: str | None, installation: str, language: Language
) -> None:
    cast.person("ada").language = chosen
    posted = post_certificate(session)
    people = addressees(session, [posted], offered(installation))
    assert people[posted.person_id].language is language


# ----------------------------------------------------------------------------------------- whom


def test_letter_goes_to_the_primary_address(session: Session) -> None:
    assert read(session, post_certificate(session)).recipient == "ada@example.org"


def test_letter_goes_to_the_address_that_the_act_names(session: Session) -> None:
    letter = read(session, post_sign_in(session, "token", NOW + timedelta(minutes=10)))
    assert letter.recipient == "ada@second.example.org"


def test_letter_to_somebody_with_one_name_says_that(session: Session, cast: Cast) -> None:
    ada = cast.person("ada")
    ada.given_name, ada.family_name = "", "Suharto"
    session.flush()
    assert read(session, post_certificate(session)).text.startswith("Hello Suharto,")


def test_letter_is_to_the_person_as_they_are_when_it_is_sent(session: Session, cast: Cast) -> None:
    posted = post_certificate(session)
    cast.person("ada").given_name = "Adelaide"
    session.flush()
    assert read(session, posted).text.startswith("Hello Adelaide,")


def test_letter_to_nobody_is_refused(session: Session) -> None:
    with pytest.raises(RefusedError, match="nobody this letter is for"):
        compose(post_certificate(session, recipient="ada@example.org"), None, HERE)
    with pytest.raises(RefusedError, match="no address"):
        compose(post_certificate(session, "k2"), Addressee("Ada", "UTC", None), HERE)


def test_the_same_letter_is_not_posted_twice(session: Session) -> None:
    post_certificate(session, "same")
    with pytest.raises(IntegrityError), session.begin_nested():
        post_certificate(session, "same")


def said(row: OutboxMessage | Task) -> dict[str, Any]:
    return row.model_dump(exclude={"id", "key"})


def test_many_letters_are_posted_as_one_is(
    session: Session, cast: Cast, statements: Statements
) -> None:
    until = NOW + timedelta(days=1)
    one = outbox.post(
        session,
        kind="certificate",
        key="one",
        person_id=cast.id("ada"),
        facts=FACTS,
        useless_after=until,
        now=NOW,
    )
    session.flush()
    letters = [outbox.Letter(key, cast.id("ada"), FACTS, until) for key in "abc"]
    with statements() as count:
        outbox.post_all(session, kind="certificate", letters=letters, now=NOW)
        outbox.post_all(session, kind="certificate", letters=[], now=NOW)
    assert count.total == 2
    posted = list(session.scalars(select(OutboxMessage)))
    assert sorted(each.key for each in posted) == ["a", "b", "c", "one"]
    assert all(said(each) == said(one) for each in posted)
    tasks = list(session.scalars(select(Task).where(col(Task.kind) == outbox.DELIVER)))
    assert {task.key for task in tasks} == {str(each.id) for each in posted}
    assert all(said(task) == said(tasks[0]) for task in tasks)
    assert read(session, posted[-1]).subject == read(session, one).subject


def test_people_of_many_letters_are_one_statement(
    session: Session, cast: Cast, statements: Statements
) -> None:
    messages = [post_certificate(session, f"k{number}") for number in range(3)]
    ben = outbox.post(
        session, kind="certificate", key="b", person_id=cast.id("ben"), facts=FACTS, now=NOW
    )
    with statements() as count:
        people = addressees(session, [*messages, ben, post_words(session, "Old", "Old")], LANGUAGES)
    assert [statement.split()[0] for statement in count.seen].count("SELECT") == 1
    assert people[cast.id("ada")] == ADA
    assert people[cast.id("ben")].given_name == "Ben"
    assert set(people) == {cast.id("ada"), cast.id("ben")}


# --------------------------------------------------------------------------------- what is kept


def test_secret_is_in_what_is_sent_and_not_in_what_is_kept(session: Session) -> None:
    posted = post_sign_in(session, "token-of-this-test", NOW + timedelta(minutes=10))
    sent = compose(posted, ADA, HERE)
    assert "\n\nhttp://localhost:8000/sign-in/link/token-of-this-test\n\n" in sent.text
    kept = compose_to_keep(posted, ADA, HERE)
    assert "token-of-this-test" not in f"{kept}"
    without_link = sent.text.replace("/sign-in/link/token-of-this-test", "/(not kept)")
    assert kept.text == without_link.replace("1234 5678", "(not kept)")
    assert (kept.subject, kept.recipient) == (sent.subject, sent.recipient)


def test_mail_that_has_its_words_keeps_them(session: Session) -> None:
    old = post_words(session, "Week 2 is open", "Hello {{ person.given_name }}")
    for letter in (compose(old, None, HERE), compose_to_keep(old, None, HERE)):
        assert letter.subject == "Week 2 is open"
        assert letter.text == "Hello {{ person.given_name }}"
        assert letter.recipient == "ada@example.org"
