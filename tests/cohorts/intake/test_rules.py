"""What becomes of the rows of a file."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.enrollments.rules import ALREADY_ENROLLED, SEAT_HELD, Seats
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.intake import reasons
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.facts import WRITES, About, FileRow, Here, KnownInstitution, KnownPerson
from app.cohorts.intake.names import whole_name
from app.cohorts.intake.planned.rules import plan
from app.cohorts.rules import FULL, SHARE_FULL
from app.people.rules import NOT_FOR_ONESELF

HIGH, WIND = UUID(int=1), UUID(int=2)
INSTITUTIONS = (
    KnownInstitution(HIGH, "High Desert School of Medicine", "High Desert", "America/Denver"),
    KnownInstitution(WIND, "Windward School of Medicine", "Windward", "Pacific/Honolulu"),
)
SPELLINGS = {"high desert": HIGH, "windward": WIND}
TOMAS = KnownPerson(
    UUID(int=11), "Tomás", "Gallegos", "MD", HIGH, False, addresses=("t@high.example",)
)
ADA = replace(TOMAS, id=UUID(int=12), given_name="Ada", addresses=("ada@x.org", "a@high.example"))


def row(line: int, name: str, *mail: str, institution: str = "High Desert") -> FileRow:
    return FileRow(line, name, whole_name(name), mail, institution=institution)


def here(*people: KnownPerson, capacity: int = 9, share: int | None = None) -> Here:
    shares = {} if share is None else {HIGH: share}
    return Here("Fall", people, INSTITUTIONS, SPELLINGS, Seats(capacity, 0, shares, {}), waiting=2)


def outcomes(*rows: FileRow, of: Here, **choices: str) -> list[Outcome]:
    chosen = {key.replace("__", ":"): {"choice": choice} for key, choice in choices.items()}
    return [planned.outcome for planned in plan(rows, of, chosen).rows]


def test_who_is_known_by_any_address_is_enrolled_and_who_is_new_is_invited() -> None:
    rows = row(2, "X Y", "a@high.example"), row(3, "Rosa Yazzie", "rosa@x.example")
    planned = plan(rows, here(ADA), {})
    assert [entry.outcome for entry in planned.rows] == [Outcome.ENROLL, Outcome.INVITE]
    assert planned.rows[0].person == ADA
    assert planned.rows[1].address == "rosa@x.example"


def test_a_person_who_is_there_twice_counts_once() -> None:
    rows = row(2, "Ada G", "ada@x.org"), row(3, "", "a@high.example"), row(4, "ADA G", "ada@x.org")
    planned = plan(rows, here(ADA), {})
    assert [entry.outcome for entry in planned.rows] == [Outcome.ENROLL, *[Outcome.ALREADY] * 2]
    assert planned.rows[2].reasons == (reasons.TWICE(line=2),)


def test_another_name_with_an_address_of_a_row_before_is_not_lost() -> None:
    rows = row(2, "Rosa Yazzie", "rosa@x.org"), row(3, "Kai Begay", "rosa@x.org")
    known = row(4, "Ada G", "ada@x.org"), row(5, "Ben G", "a@high.example")
    planned = plan([*rows, *known], here(ADA), {}).rows
    assert [entry.outcome for entry in planned[1::2]] == [Outcome.REFUSE] * 2
    assert planned[1].reasons == (reasons.OTHER_NAME(line=2, name="Rosa Yazzie"),)
    assert planned[3].reasons == (reasons.OTHER_NAME(line=4, name="Ada G"),)


def test_who_is_in_or_has_a_seat_held_stays() -> None:
    for status, why in ((Status.ENROLLED, ALREADY_ENROLLED), (Status.INVITED, SEAT_HELD)):
        (entry,) = plan([row(2, "Ada", "ada@x.org")], here(replace(ADA, status=status)), {}).rows
        assert (entry.outcome, entry.reasons) == (Outcome.ALREADY, (why,))


def test_name_that_cannot_be_printed_is_refused_in_words_but_for_who_is_known() -> None:
    rows = row(2, "Rosa 😀 Yazzie", "rosa@x.org"), row(3, "Ada 😀", "ada@x.org")
    refused, known = plan(rows, here(ADA), {}).rows
    assert (refused.outcome, known.outcome) == (Outcome.REFUSE, Outcome.ENROLL)
    assert str(refused.reasons[0]) == (
        "“Rosa 😀 Yazzie”: Certificates cannot print “😀” (grinning face, U+1F600). "
        "Write this with other letters. Correct it in the file."
    )


def test_rows_that_cannot_be_taken_say_why() -> None:
    bad = replace(row(3, "B", "b@x.org"), not_addresses=("b@x",))
    rows = row(2, "A B"), bad, row(4, "", "new@x.org"), row(5, "A", "ada@x.org", "t@high.example")
    planned = plan(rows, here(ADA, TOMAS), {}).rows
    assert {entry.outcome for entry in planned} == {Outcome.REFUSE}
    assert [entry.reasons[0].code for entry in planned] == [
        "intake.no_address",
        "intake.bad_address",
        "intake.no_name",
        "intake.of_several",
    ]
    closed = replace(ADA, is_disabled=True)
    (entry,) = plan([row(2, "Ada", "ada@x.org")], here(closed), {}).rows
    assert entry.reasons == (reasons.DISABLED,)
    (entry,) = plan([row(2, "Ada", "ada@x.org")], replace(here(ADA), by=ADA.id), {}).rows
    assert entry.reasons == (NOT_FOR_ONESELF,)


def test_the_rest_waits_in_the_order_of_the_file() -> None:
    rows = [row(line, f"P N{line}", f"p{line}@x.org") for line in range(2, 6)]
    planned = plan(rows, here(capacity=2), {}).rows
    assert [entry.outcome for entry in planned] == [Outcome.INVITE] * 2 + [Outcome.WAITLIST] * 2
    assert planned[3].reasons == (FULL(count=2, cohort="Fall"), reasons.WAITS_AS(number=4))
    by_share = plan([*rows, row(9, "W W", "w@x.org", institution="windward")], here(share=1), {})
    assert [entry.outcome for entry in by_share.rows] == [
        Outcome.INVITE,
        *[Outcome.WAITLIST] * 3,
        Outcome.INVITE,
    ]
    assert by_share.rows[1].reasons[0] == SHARE_FULL(count=1, cohort="Fall")


def test_an_unknown_institution_is_asked_once_for_all_its_rows() -> None:
    rows = [row(n, f"P{n} Q", f"p{n}@x.org", institution="Windward Univ Hosp") for n in (2, 3)]
    planned = plan(rows, here(), {})
    (question,) = planned.questions
    assert (question.about, len(question.rows)) == (About.INSTITUTION, 2)
    assert question.institutions == (INSTITUTIONS[1],)
    assert {entry.outcome for entry in planned.rows} == {Outcome.CHOOSE}
    key = question.key
    for chosen, outcome, institution in (
        (f"is:{WIND}", Outcome.INVITE, WIND),
        ("new", Outcome.INVITE, key),
        ("out", Outcome.LEAVE, None),
        ("is:nonsense", Outcome.CHOOSE, None),
    ):
        (entry, _) = plan(rows, here(), {key: {"choice": chosen}}).rows
        assert (entry.outcome, entry.institution) == (outcome, institution)


def test_row_without_an_institution_is_asked_with_the_one_of_its_mail_domain_proposed() -> None:
    of = replace(here(), domains={"windward.example": WIND})
    known = [row(n, f"P{n} Q", f"p{n}@windward.example", institution="") for n in (2, 3)]
    elsewhere = row(4, "P4 Q", "p4@x.org", institution="")
    named = row(5, "P5 Q", "p5@windward.example", institution="Unheard Of")
    planned = plan([*known, elsewhere, named], of, {})
    assert {entry.outcome for entry in planned.rows} == {Outcome.CHOOSE}
    own, none, other = planned.questions
    assert (own.rows, own.institutions) == (tuple(known), (INSTITUTIONS[1],))
    assert (own.domain, none.domain, other.domain) == ("windward.example", "", "")
    assert none.institutions == other.institutions == ()
    chosen = {own.key: {"choice": f"is:{WIND}"}}
    first, second, third, _ = plan([*known, elsewhere, named], of, chosen).rows
    assert (first.institution, second.institution) == (WIND, WIND)
    assert third.outcome is Outcome.CHOOSE
    assert plan(known, of, chosen).institutions_meant() == {}


def test_a_namesake_is_asked_about_and_never_guessed() -> None:
    new = row(2, "GALLEGOS, TOMAS A.", "other@x.org")
    assert outcomes(new, of=here(TOMAS)) == [Outcome.CHOOSE]
    assert outcomes(new, of=here(TOMAS), person__2="two") == [Outcome.INVITE]
    assert outcomes(new, of=here(TOMAS), person__2="out") == [Outcome.LEAVE]
    (same,) = plan([new], here(TOMAS), {"person:2": {"choice": f"is:{TOMAS.id}"}}).rows
    assert (same.outcome, same.person) == (Outcome.ENROLL, TOMAS)
    assert reasons.NOT_ADDED(addresses=("other@x.org",)) in same.reasons
    twin = row(3, "Tomas Gallegos", "third@x.org")
    assert outcomes(new, twin, of=here()) == [Outcome.INVITE, Outcome.CHOOSE]
    assert outcomes(new, twin, of=here(), person__3="row:2") == [Outcome.INVITE, Outcome.ALREADY]


def test_of_two_addresses_somebody_new_is_invited_at_the_chosen_one() -> None:
    rosa = row(2, "Rosa Yazzie", "ryazzie@x.org", "rosa@x.org")
    assert outcomes(rosa, of=here()) == [Outcome.CHOOSE]
    (entry,) = plan([rosa], here(), {"address:2": {"choice": "to:rosa@x.org"}}).rows
    assert (entry.outcome, entry.address) == (Outcome.INVITE, "rosa@x.org")
    assert outcomes(rosa, of=here(), address__2="to:evil@x.org") == [Outcome.CHOOSE]


MAIL = st.sampled_from(["ada@x.org", "a@high.example", "t@high.example", "n@x.org", "m@x.org"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Ada Gallegos", "Tomas Gallegos", "Rosa Yazzie", ""]),
        st.lists(MAIL, max_size=2, unique=True),
        st.sampled_from(["High Desert", "windward", "Windward Hosp", ""]),
    ),
    max_size=12,
)
CHOICE = st.sampled_from(["out", "two", "new", f"is:{HIGH}", f"is:{TOMAS.id}", "to:n@x.org"])


@given(ROWS, st.integers(0, 4), st.integers(0, 3), st.lists(CHOICE, min_size=20, max_size=20))
def test_no_seat_is_given_twice_nobody_comes_in_twice_and_no_row_is_lost(
    table: list[tuple[str, list[str], str]], capacity: int, share: int, chosen: list[str]
) -> None:
    rows = [
        row(line, name, *mail, institution=institution)
        for line, (name, mail, institution) in enumerate(table, start=2)
    ]
    of = here(ADA, TOMAS, capacity=capacity, share=share)
    asked = plan(rows, of, {})
    choices = {
        question.key: {"choice": choice}
        for question, choice in zip(asked.questions, chosen, strict=False)
    }
    planned = plan(rows, of, choices)
    assert [entry.row for entry in planned.rows] == rows
    assert all(entry.reasons for entry in planned.rows)
    seated = planned.with_outcome(Outcome.ENROLL, Outcome.INVITE)
    assert len(seated) <= capacity
    whose = [entry.person.institution_id if entry.person else entry.institution for entry in seated]
    assert whose.count(HIGH) <= share
    people = Counter(entry.person.id for entry in planned.with_outcome(*WRITES) if entry.person)
    mail = Counter(entry.address for entry in planned.with_outcome(*WRITES) if entry.is_new)
    assert set(people.values()) | set(mail.values()) <= {1}
    assert plan(rows, of, choices).fingerprint == planned.fingerprint
    waits = [entry.number for entry in planned.with_outcome(Outcome.WAITLIST)]
    assert waits == list(range(3, 3 + len(waits)))
