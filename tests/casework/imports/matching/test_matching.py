import pytest

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.imports.facts import NOBODY, Known
from app.casework.imports.matching import reasons
from app.casework.imports.matching.names import alias_of
from app.casework.rules import Mark
from tests.casework.imports.rosters import enrollment, hour, known, lists, minutes, reviewed, rules

Status = AttendanceStatus
DANA = known("Dana", "Okafor", "dana.okafor@example.edu", "dana@home.example")
RAFAEL, KEONI = known("Rafael", "Domínguez"), known("Keoni", "Begaye")
GRACE, SEAN = known("Grace", "Castellanos"), known("Seán", "O’Brien")
MARIA, OTHER_MARIA = (
    known("Maria", "Garcia", "m1@a.example"),
    known("María", "García", "m2@b.example"),
)
JOHN = known("John", "van Dijk")
PEOPLE = [KEONI, GRACE, RAFAEL, MARIA, OTHER_MARIA, SEAN, DANA, JOHN]
HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"


def row(name: str, address: str = "", start: str = "10:00", end: str = "10:50") -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    return f"{quoted},{address},11/19/2026 {start},11/19/2026 {end},50\n"


def only(name: str, address: str = "") -> str:
    return HEADER + row(name, address)


@pytest.mark.parametrize(
    ("name", "address", "family", "rule"),
    [
        ("anything", "Dana.Okafor@example.edu", "Okafor", "email"),
        ("anything", "dana@home.example", "Okafor", "other_email"),
        ("dana.okafor@example.edu", "", "Okafor", "email"),
        ("Dana Okafor", "", "Okafor", "name"),
        ("dana  OKAFOR", "someone@gmail.example", "Okafor", "name"),
        ("Dana Okafor, MD, PhD (she/her)", "", "Okafor", "name"),
        ("Dr. Dana M. Okafor MD", "", "Okafor", "name"),
        ("Okafor, Dana", "", "Okafor", "turned_name"),
        ("Okafor, Dana, MD", "", "Okafor", "turned_name"),
        ("Dominguez Rafael", "", "Domínguez", "turned_name"),
        ("Rafael Dominguez", "", "Domínguez", "name"),
        ("Sean OBrien", "", "O’Brien", "name"),
        ("Sean O'Brien Jr.", "", "O’Brien", "name"),
        ("Grace C (Grace Castellanos)", "", "Castellanos", "original_name"),
        ("Okafor, Dana (EXT)", "", "Okafor", "turned_name"),
        ("John van Dijk", "", "van Dijk", "name"),
        ("Keoni Begaye iPad", "", "Begaye", "device_name"),
        ("iPad of Keoni Begaye", "", "Begaye", "device_name"),
        ("Keoni Begaye’s iPhone 15", "", "Begaye", "device_name"),
        ("Dana Okafor (Host)", "", "Okafor", "name"),
    ],
)
def test_a_match_and_by_which_rule(name: str, address: str, family: str, rule: str) -> None:
    found = reviewed(only(name, address), PEOPLE)
    assert rules(found) == {family: rule}
    assert minutes(found) == {family: 50}


@pytest.mark.parametrize(
    "name",
    [
        "K. Begaye",
        "K. Begaye iPad",
        "Keoni",
        "Keoni’s iPhone",
        "Keoni B.",
        "site7-conf-room (Keoni Begaye)",
        "Conference Room Keoni Begaye",
        "Keoni Begaye and Lou",
        "Keoni Begaye - Great Basin",
        "Keoni Begay",
        "Keoni Kai Begaye",
    ],
)
def test_what_may_be_somebody_is_asked_and_never_guessed(name: str) -> None:
    found = reviewed(only(name), PEOPLE)
    assert minutes(found) == {}
    (question,) = found.questions
    assert list(question.candidates) == [KEONI]
    assert "Begaye" not in lists(found)["absent"]
    assert found.decisions[enrollment(KEONI)].why_stays == reasons.WAITS
    assert not question.is_shared


@pytest.mark.parametrize("name", ["Otter notetaker", "iPad", "iPhone (2)", "Zoom User", "M", "MD"])
def test_what_is_nobody_is_set_aside(name: str) -> None:
    found = reviewed(only(name), PEOPLE)
    assert lists(found)["unknown"] == [name]
    assert found.questions == []
    assert len(found.absent) == len(PEOPLE)


def test_of_two_people_with_one_name_the_file_s_row_is_asked_line_by_line() -> None:
    text = HEADER + row("Maria Garcia") + row("María García", start="10:05")
    found = reviewed(text, PEOPLE)
    assert [question.why for question in found.questions] == [reasons.SHARED(count=2)] * 2
    assert [[*question.candidates] for question in found.questions] == [[MARIA, OTHER_MARIA]] * 2
    assert all(question.is_shared for question in found.questions)
    by_address = reviewed(HEADER + row("Maria Garcia", "m2@b.example"), PEOPLE)
    assert rules(by_address) == {"García": "email"}


def test_a_choice_gives_the_minutes_to_who_was_chosen_and_frees_the_other() -> None:
    (question,) = reviewed(only("Maria Garcia"), PEOPLE).questions
    chosen = {question.participant.key: str(enrollment(OTHER_MARIA))}
    found = reviewed(only("Maria Garcia"), PEOPLE, chosen=chosen)
    assert rules(found) == {"García": "chosen"}
    assert found.open_questions == []
    assert "Garcia" in lists(found)["absent"]
    nobody = reviewed(only("Maria Garcia"), PEOPLE, chosen={question.participant.key: NOBODY})
    assert nobody.matched == []
    assert len(nobody.absent) == len(PEOPLE)


def test_a_choice_of_somebody_who_is_not_on_the_roster_is_none() -> None:
    (question,) = reviewed(only("Maria Garcia"), PEOPLE).questions
    stranger = known("Some", "Stranger")
    chosen = {question.participant.key: str(enrollment(stranger))}
    assert len(reviewed(only("Maria Garcia"), PEOPLE, chosen=chosen).open_questions) == 1


def test_an_address_and_a_name_that_say_different_people_are_asked() -> None:
    found = reviewed(only("Keoni Begaye", "dana.okafor@example.edu"), PEOPLE)
    (question,) = found.questions
    assert {*question.candidates} == {DANA, KEONI}
    assert question.why == reasons.TWO_SIGNS


def test_an_address_of_somebody_elsewhere_is_never_a_namesake_s() -> None:
    found = reviewed(
        only("Dana Okafor", "other@else.example"), PEOPLE, elsewhere=["other@else.example"]
    )
    assert [aside.why for aside in found.unknown] == [reasons.NOT_KNOWN]
    assert found.questions == []


def test_two_accounts_with_one_name_may_be_two_people() -> None:
    text = HEADER + row("Dana Okafor", "a@gmail.example") + row("Dana Okafor", "b@gmail.example")
    found = reviewed(text, PEOPLE)
    assert [question.why for question in found.questions] == [reasons.OTHER_ADDRESS] * 2
    known_account = reviewed(text.replace("a@gmail.example", DANA.addresses[0]), PEOPLE)
    assert minutes(known_account) == {"Okafor": 50}
    assert len(known_account.questions) == 1


def test_two_devices_count_once() -> None:
    text = HEADER + row("Dana Okafor", DANA.addresses[0], "10:00", "10:40")
    text += row("Dana Okafor", "", "10:30", "10:55")
    assert minutes(reviewed(text, PEOPLE)) == {"Okafor": 55}


def test_an_alias_is_a_match_until_two_people_have_it() -> None:
    keoni = known("Keoni", "Begaye", aliases=["k begaye ipad"])
    assert rules(reviewed(only("K. Begaye iPad"), [keoni, DANA])) == {"Begaye": "alias"}
    dana = known("Dana", "Okafor", aliases=["k begaye ipad"])
    found = reviewed(only("K. Begaye iPad"), [keoni, dana])
    assert [question.why for question in found.questions] == [reasons.ALIAS_SHARED]
    by_account = known("Keoni", "Begaye", aliases=["kb@gmail.example"])
    assert rules(reviewed(only("KB", "kb@gmail.example"), [by_account])) == {"Begaye": "alias"}


def test_what_many_are_called_is_remembered_of_nobody() -> None:
    assert alias_of("K. Begaye iPad") == "k begaye ipad"
    assert {
        alias_of(name) for name in ("iPad", "iPhone (2)", "Galaxy S21", "Zoom User", "Guest")
    } == {""}


def test_who_leads_the_session_is_set_aside_and_a_namesake_is_asked_about() -> None:
    leader = known("Fay", "Fontaine", leads=True)
    found = reviewed(only("Fay Fontaine, MD"), PEOPLE, leaders=[leader])
    assert [aside.why for aside in found.hosts] == [reasons.LEADER]
    namesake = known("Dana", "Okafor", "leads@example.edu", leads=True)
    asked = reviewed(only("Dana Okafor"), PEOPLE, leaders=[namesake])
    assert [question.why for question in asked.questions] == [reasons.LEADER_TOO]
    assert list(asked.questions[0].candidates) == [DANA]


def test_junior_is_not_senior() -> None:
    father, son = known("John", "Smith Sr", "s@x.example"), known("John", "Smith Jr", "j@x.example")
    assert rules(reviewed(only("John Smith Jr."), [father, son])) == {"Smith Jr": "name"}
    assert len(reviewed(only("John Smith"), [father, son]).questions) == 1


def marked(status: Status, source: AttendanceSource) -> Mark:
    return Mark(status, 1, source, 50)


@pytest.mark.parametrize(
    ("person", "becomes", "why"),
    [
        (known("Lou", "Amadi"), Status.ABSENT, None),
        (
            known("Lou", "Amadi", mark=marked(Status.EXCUSED, AttendanceSource.MANUAL)),
            Status.EXCUSED,
            reasons.BY_HAND,
        ),
        (
            known("Lou", "Amadi", mark=marked(Status.PRESENT, AttendanceSource.CHECK_IN)),
            Status.PRESENT,
            reasons.CHECKED_IN,
        ),
        (
            known("Lou", "Amadi", mark=marked(Status.PRESENT, AttendanceSource.IMPORT)),
            Status.ABSENT,
            None,
        ),
        (known("Lou", "Amadi", is_expected=False), Status.NOT_RECORDED, reasons.ENROLLED_LATER),
        (
            known(
                "Lou",
                "Amadi",
                is_expected=False,
                mark=marked(Status.PRESENT, AttendanceSource.IMPORT),
            ),
            Status.NOT_RECORDED,
            None,
        ),
    ],
)
def test_what_becomes_of_who_is_not_in_the_file(
    person: Known, becomes: Status, why: object
) -> None:
    decision = reviewed(only("Dana Okafor"), [person, DANA]).decisions[enrollment(person)]
    assert (decision.becomes, decision.why_stays) == (becomes, why)


def of_series(name: str, mark: Mark | None = None) -> Known:
    return known("Lou", name, mark=mark, is_expected=False)


def test_in_a_series_only_who_has_a_mark_is_asked_about_when_they_are_not_in_the_file() -> None:
    unmarked = of_series("Amadi")
    by_hand = of_series("Banda", marked(Status.LATE, AttendanceSource.MANUAL))
    in_by_code = of_series("Castro", marked(Status.PRESENT, AttendanceSource.CHECK_IN))
    by_file = of_series("Dietz", marked(Status.PRESENT, AttendanceSource.IMPORT))
    people = [unmarked, by_hand, in_by_code, by_file, DANA]
    found = reviewed(only("Dana Okafor"), people, is_series=True)
    assert [(own.known, own.becomes, own.why_stays) for own in found.absent] == [
        (by_hand, Status.LATE, reasons.BY_HAND),
        (in_by_code, Status.PRESENT, reasons.CHECKED_IN),
        (by_file, Status.NOT_RECORDED, None),
    ]
    assert enrollment(unmarked) not in found.decisions
    assert {own.becomes for own in found.decisions.values()} & {Status.ABSENT} == set()


def test_in_a_series_who_was_there_at_another_time_only_has_no_mark() -> None:
    others = row("Zoe Quist", "", "10:00", "11:00") * 3  # by whom the zone is told
    text = HEADER + row("Dana Okafor", "", "09:30", "09:59") + others
    dana = known("Dana", "Okafor", is_expected=False)
    (decision,) = reviewed(text, [dana], at=hour(), is_series=True).decisions.values()
    assert (decision.becomes, decision.minutes) == (Status.NOT_RECORDED, None)
    assert decision.why_stays == reasons.OUTSIDE


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("10:00", "10:45", Status.PRESENT),
        ("10:10", "10:55", Status.PRESENT),
        ("10:11", "10:59", Status.LATE),
        ("10:00", "10:44", Status.PARTIAL),
        ("10:30", "11:30", Status.PARTIAL),
        ("09:30", "09:59", Status.ABSENT),
    ],
)
def test_minutes_become_a_status_by_the_policy(start: str, end: str, status: Status) -> None:
    others = row("Zoe Quist", "", "10:00", "11:00") * 3  # by whom the zone is told
    text = HEADER + row("Dana Okafor", "", start, end) + others
    found = reviewed(text, [DANA], at=hour())
    (match,) = found.matched
    assert match.by_policy is status
    assert found.decisions[enrollment(DANA)].becomes is status


def test_a_hand_s_mark_stays_though_the_file_says_otherwise() -> None:
    dana = known("Dana", "Okafor", mark=marked(Status.ABSENT, AttendanceSource.MANUAL))
    found = reviewed(only("Dana Okafor"), [dana])
    assert found.matched[0].by_policy is Status.PRESENT
    assert found.decisions[enrollment(dana)].why_stays == reasons.BY_HAND
    assert found.changes == []


def test_each_line_keeps_its_own_name_though_two_people_can_be_meant_by_both() -> None:
    turned = [known("Li", "Chen"), known("Chen", "Li")]
    for names in (["Chen, Li", "Chen Li"], ["Chen Li", "Chen, Li"]):
        found = reviewed(HEADER + "".join(row(name) for name in names), turned)
        assert [question.participant.name for question in found.open_questions] == names


def test_somebody_s_name_is_the_one_used_most_in_whatever_order() -> None:
    rows = [row("Dana O.", "dana@home.example"), *[row("Dana Okafor", "dana@home.example")] * 2]
    for ordered in (rows, rows[::-1]):
        (match,) = reviewed(HEADER + "".join(ordered), PEOPLE).matched
        assert [participant.name for participant in match.participants] == ["Dana Okafor"]


UNTIMED = {
    "neither": '"Dana Okafor",dana.okafor@example.edu,,,\n',
    "no leaving": '"Dana Okafor",dana.okafor@example.edu,11/19/2026 10:00,,\n',
    "no joining": '"Dana Okafor",dana.okafor@example.edu,,11/19/2026 10:50,\n',
    "unreadable": '"Dana Okafor",dana.okafor@example.edu,soon,later,\n',
    "backward": '"Dana Okafor",,11/19/2026 10:50,11/19/2026 10:00,\n',
    "too many cells": '"Dana Okafor",dana.okafor@example.edu,what,is,this,even\n',
}


@pytest.mark.parametrize("line", UNTIMED.values(), ids=UNTIMED)
def test_who_is_named_without_a_time_is_neither_absent_nor_given_one(line: str) -> None:
    found = reviewed(HEADER + line + row("Keoni Begaye"), [KEONI, DANA, GRACE])
    decision = found.decisions[enrollment(DANA)]
    assert (decision.becomes, decision.why_stays) == (Status.NOT_RECORDED, reasons.UNTIMED)
    assert minutes(found) == {"Begaye": 50, "Okafor": None}
    assert lists(found)["absent"] == ["Castellanos"]
    assert [dropped.line for dropped in found.files[0].dropped] == [2]


def test_minutes_that_are_told_are_enough_where_times_are_not() -> None:
    line = '"Dana Okafor",dana.okafor@example.edu,,,50\n'
    assert minutes(reviewed(HEADER + line + row("Keoni Begaye"), PEOPLE))["Okafor"] == 50


def test_time_that_is_not_told_can_only_add_to_what_is() -> None:
    untimed = UNTIMED["no leaving"]
    enough = reviewed(HEADER + untimed + row("Dana Okafor", "dana.okafor@example.edu"), [DANA])
    assert enough.decisions[enrollment(DANA)].becomes is Status.PRESENT
    few = row("Dana Okafor", "dana.okafor@example.edu", end="10:20")
    partly = reviewed(HEADER + untimed + few + row("Keoni Begaye"), [DANA, KEONI])
    assert partly.decisions[enrollment(DANA)].why_stays == reasons.UNTIMED
    assert minutes(partly)["Okafor"] == 20


def test_who_may_be_meant_by_a_line_without_a_time_is_not_absent() -> None:
    found = reviewed(HEADER + '"Keoni",,,,\n' + row("Dana Okafor"), [KEONI, DANA, GRACE])
    assert found.decisions[enrollment(KEONI)].why_stays == reasons.UNTIMED
    assert found.decisions[enrollment(GRACE)].becomes is Status.ABSENT


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (Mark(Status.ABSENT, source=AttendanceSource.MANUAL), reasons.BY_HAND),
        (Mark(Status.ABSENT, source=AttendanceSource.IMPORT), reasons.UNTIMED),
        (Mark(Status.PARTIAL, source=AttendanceSource.IMPORT, minutes=20), reasons.UNTIMED),
    ],
)
def test_what_stands_already_stays_where_no_time_is_told(mark: Mark, why: object) -> None:
    dana = known("Dana", "Okafor", "dana.okafor@example.edu", mark=mark)
    decision = reviewed(HEADER + UNTIMED["neither"] + row("Lou"), [dana]).decisions[
        enrollment(dana)
    ]
    assert (decision.becomes, decision.why_stays) == (mark.status, why)


def test_time_in_the_waiting_room_names_nobody() -> None:
    header = HEADER.strip() + ",In Waiting Room\n"
    lobby = '"Dana Okafor",dana.okafor@example.edu,,,,Yes\n'
    found = reviewed(header + lobby + row("Keoni Begaye").strip() + ",No\n", [DANA, KEONI])
    assert found.decisions[enrollment(DANA)].becomes is Status.ABSENT
