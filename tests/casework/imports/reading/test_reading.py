import codecs
from collections.abc import Callable

import pytest
import xlsxwriter

from app.casework.imports import refusals
from app.casework.imports.enums import Format, Order
from app.casework.imports.reading.durations import minutes_of
from app.casework.imports.reading.files import read_file
from app.casework.imports.reading.lines import lines_of
from app.casework.imports.reading.moments import day_of, moment_of, orders_of, written_moment
from app.cohorts.intake import refusals as of_people
from app.language.reasons import Reason
from tests.casework.imports import exports
from tests.casework.imports.rosters import hour, known, lists, minutes, placed, reviewed, rules
from tests.refusals import refuses

DANA, TEO = known("Dana", "Okafor"), known("Teo", "Marchetti")
ROSA, PRIYA, LOU = known("Rosa", "Lindqvist"), known("Priya", "Venkat"), known("Lou", "Amadi")
EVERYBODY = [LOU, ROSA, TEO, DANA, PRIYA]
EVENING = hour("2026-09-09 19:00", minutes=90)
JUNE = hour("2026-06-16 15:10", minutes=75)
JULY = hour("2026-07-22 19:00", minutes=90)


def test_rejoined_rows_are_united_and_clipped_to_the_hour() -> None:
    found = reviewed(exports.Z1, EVERYBODY)
    assert minutes(found) == {"Okafor": 58, "Lindqvist": 52}
    assert rules(found) == {"Okafor": "email", "Lindqvist": "original_name"}
    dana = next(match for match in found.matched if match.known == DANA)
    assert f"{dana.presence.joined:%H:%M:%S}" == "16:54:15"
    assert f"{dana.presence.left:%H:%M:%S}" == "18:01:58"
    assert dana.by_policy == "present"


def test_fewer_columns_are_the_same_report() -> None:
    assert minutes(reviewed(exports.Z1A, EVERYBODY)) == {"Okafor": 60}


@pytest.mark.parametrize("comma", ["", ","])
@pytest.mark.parametrize("blank", [",,,,,,", ""])
def test_a_block_above_the_table_is_about_the_meeting(comma: str, blank: str) -> None:
    found = reviewed(exports.Z2.format(comma=comma, blank=blank), EVERYBODY)
    meeting = found.files[0].file.meeting
    assert (meeting.topic, meeting.number) == ("Mentor Case Session 3", "60245167821")
    assert meeting.hosts == ("host@example.edu",)
    assert minutes(found) == {"Okafor": 60}
    assert lists(found)["host"] == ["Case Host"]


def test_the_waiting_room_is_no_attendance() -> None:
    found = reviewed(exports.Z1D, EVERYBODY)
    assert minutes(found) == {"Okafor": 50}
    assert [(line.line, line.reason) for line in found.files[0].dropped] == [(5, refusals.IN_LOBBY)]
    assert found.files[0].file.meeting.number == "81234567890"
    evening = reviewed(exports.Z4, EVERYBODY, at=EVENING)
    assert minutes(evening) == {"Venkat": 88}
    assert evening.files[0].file.kind.is_new


def test_unique_users_have_minutes_and_no_times() -> None:
    found = reviewed(exports.Z3, EVERYBODY)
    assert minutes(found) == {"Okafor": 60, "Marchetti": 60}  # no more than the hour has
    assert found.matched[0].presence.joined is None
    assert found.files[0].zone is None
    assert minutes(reviewed(exports.Z4B, EVERYBODY)) == {"Venkat": 48}
    assert reviewed(exports.Z6, EVERYBODY).matched[0].by_policy == "partial"


def test_unique_users_below_a_block() -> None:
    found = reviewed(exports.Z5, EVERYBODY, at=JUNE)
    assert minutes(found) == {"Venkat": 75}
    assert found.files[0].file.meeting.hosts == ("case host", "host@example.edu")
    assert lists(found)["choose"] == ["site7-conf-room(Lou Amadi)"]
    assert [line.reason for line in found.files[0].dropped] == [refusals.NOT_OF_TABLE]


def test_a_webinar_has_hosts_panelists_and_who_did_not_come() -> None:
    found = reviewed(exports.WEBINAR, EVERYBODY)
    assert found.files[0].file.kind.format is Format.ZOOM_WEBINAR
    assert minutes(found) == {"Okafor": 50, "Venkat": 60}
    assert lists(found)["host"] == ["Case Host"]
    assert "Marchetti" in lists(found)["absent"]
    assert [line.reason for line in found.files[0].dropped] == [refusals.NOT_ATTENDED]


ENCODED: list[Callable[[str], bytes]] = [
    lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    lambda text: codecs.BOM_UTF16_LE + text.replace("\n", "\r\n").encode("utf-16-le"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.replace("\n", "\r").encode("cp1252"),
]


@pytest.mark.parametrize("encoded", ENCODED)
@pytest.mark.parametrize("text", [exports.T3, exports.T3_SUMMARY])
def test_teams_is_read_once_in_any_encoding(encoded: Callable[[str], bytes], text: str) -> None:
    found = reviewed(encoded(text), EVERYBODY, at=JULY)
    assert found.files[0].file.kind.format is Format.TEAMS
    assert minutes(found) == {"Okafor": 88}
    assert lists(found)["choose"] == ["Guest Lou"]
    assert found.questions[0].presence.minutes == 15
    assert lists(found)["host"] == ["Case Host"]


def test_teams_in_german_resaved_with_semicolons() -> None:
    found = reviewed(exports.T3_GERMAN.encode("cp1252"), EVERYBODY, at=JULY)
    assert minutes(found) == {"Okafor": 59}
    assert rules(found) == {"Okafor": "email"}


def test_teams_that_only_says_who_attended() -> None:
    found = reviewed(exports.T3_ONLY_WHO, EVERYBODY, at=JULY)
    assert minutes(found) == {"Okafor": None}
    assert found.matched[0].by_policy == "present"


def test_teams_of_before_has_a_line_for_each_coming_and_going() -> None:
    found = reviewed(exports.T1, EVERYBODY)
    assert minutes(found) == {"Okafor": 50, "Marchetti": 53, "Amadi": None}
    assert [line.reason for line in found.files[0].dropped] == [refusals.NEVER_JOINED]
    assert lists(found)["absent"] == ["Lindqvist", "Venkat"]


def test_a_list_of_teams_that_was_saved_before_anybody_left_makes_nobody_absent() -> None:
    joined = "Full Name\tUser Action\tTimestamp\n"
    for name, clock in (("Dana Okafor", "9:56:00"), ("Teo Marchetti", "9:58:00")):
        joined += f"{name}\tJoined\t11/19/2026, {clock} AM\n"
    found = reviewed(joined, EVERYBODY)
    assert minutes(found) == {"Okafor": 60, "Marchetti": 60}
    assert [match.presence.is_assumed for match in found.matched] == [True, True]


def test_meet_says_no_date() -> None:
    found = reviewed(exports.MEET, EVERYBODY)
    assert found.files[0].file.kind.format is Format.GOOGLE_MEET
    assert minutes(found) == {"Okafor": 60}


def test_localized_headers_with_semicolons_and_the_day_first() -> None:
    assert minutes(reviewed(exports.SPANISH.encode("cp1252"), EVERYBODY)) == {"Okafor": 50}


def test_a_workbook_is_read_with_its_dates_as_numbers(tmp_path: object) -> None:
    path = f"{tmp_path}/report.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(exports.Z1A.splitlines()):
            sheet.write_row(number, 0, line.split(","))
        sheet.write_number(1, 2, 46345.41267)
        sheet.write_number(1, 3, 46345.45)
    with open(path, "rb") as file:  # noqa: PTH123 - where the library wrote it
        assert minutes(reviewed(file.read(), EVERYBODY)) == {"Okafor": 48}


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2021-11-19 09:54:15", "11/19/2021 09:54:15 AM"),
        ("2021-11-19 09:54:15", "11/19/2021 9:54:15 AM"),
        ("2026-09-09 19:02:00", "09/09/2026 19:02"),
        ("2026-10-15 17:50:00", "10/15/2026 05:50 PM"),
        ("2022-08-15 01:27:00", "15/08/2022 01:27"),
        ("2026-08-12 10:00:00", "Aug 12, 2026 10:00 AM"),
        ("2024-01-15 10:02:34", "2024-01-15 10:02:34"),
        ("2026-06-16 15:10:26", "06-16-2026 03:10:26 PM"),
        ("2026-07-22 19:02:11", "7/22/26, 7:02:11\u202fPM"),
        ("2022-11-14 09:30:46", "14/11/22, 09:30:46"),
        ("2026-10-16 18:01:00", "16.10.26, 18:01:00"),
        ("2026-11-19 21:54:00", "19 de noviembre de 2026, 9:54 p. m."),
        ("2026-11-19 00:05:00", "11/19/2026 12:05 AM"),
    ],
)
def test_dates_in_the_ways_that_were_seen(moment: str, written: str) -> None:
    found = written_moment(written)
    assert found
    (order, *_) = orders_of([found])
    day = day_of(found, order)
    assert day
    assert str(moment_of(found, order, day)) == moment


@pytest.mark.parametrize("written", ["", "--", "25:00", "11/19/2026", "13/13", "Dana", "9:75 AM"])
def test_what_is_no_moment(written: str) -> None:
    assert written_moment(written) is None


def test_the_order_of_dates_is_that_of_the_whole_column_and_of_the_session() -> None:
    column = [
        found
        for text in ("05/09/2026 10:00", "25/09/2026 10:00")
        if (found := written_moment(text))
    ]
    assert orders_of(column) == [Order.DAY_FIRST]
    text = exports.Z1A.replace("11/19/2026", "05/09/2026")
    assert minutes(reviewed(text, EVERYBODY, at=hour("2026-05-09 10:00"))) == {"Okafor": 60}
    assert minutes(reviewed(text, EVERYBODY, at=hour("2026-09-05 10:00"))) == {"Okafor": 60}


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (27, "27"),
        (87.85, "1h 27m 51s"),
        (55, "55m"),
        (0.5, "30s"),
        (59, "59 Min. 0 Sek."),
        (62.05, "1 godz. 2 min 3 sek."),
        (62, "1 hr 2 min"),
        (62, "1 Std. 2 Min."),
        (62, "1:02:00"),
        (None, "--"),
        (None, "5 apples"),
    ],
)
def test_durations_in_the_ways_that_were_seen(minutes: float | None, written: str) -> None:
    assert minutes_of(written) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("America/Los_Angeles", ("09:05", "09:58")),
        ("America/Chicago", ("11:05", "11:58")),
        ("America/New_York", ("11:58", "12:58")),
        ("UTC", ("17:05", "17:58")),
        ("America/Denver", ("10:05", "10:58")),
    ],
)
def test_the_zone_is_the_one_in_which_people_were_in_the_session(
    zone: str, clock: tuple[str, str]
) -> None:
    """Also where one hour off is still within an hour of the start: who comes five minutes late."""
    text = exports.Z1A.replace("09:54:15 AM", clock[0]).replace("11:01:58 AM", clock[1])
    assert placed(text).zone == zone


def test_a_file_of_another_session_is_refused_and_says_which() -> None:
    second = hour("2026-11-12 10:00", position=2)
    text = exports.Z1A.replace("11/19", "11/12")
    facts = {"session": 3, "other": 2}
    with pytest.raises(refusals.NotAttendanceError) as refused:
        placed(text, others=[second])
    assert refused.value.reason.code == "attendance_file.other_session"
    assert {**refused.value.reason.facts, **facts} == refused.value.reason.facts
    assert "Nov 12" in str(refused.value.reason)
    with pytest.raises(refusals.NotAttendanceError) as refused:
        placed(text)
    assert refused.value.reason.code == "attendance_file.no_session"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", refusals.EMPTY),
        (b" \r\n\t", refusals.EMPTY),
        (b",,,\n,,\n", refusals.EMPTY),
        (exports.Z3.splitlines()[0].encode(), refusals.ONLY_HEADERS),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", refusals.NOT_A_TABLE),
        (b"%PDF-1.4\n1 0 obj", refusals.NO_HEADERS),
        (b"Dear all,\nthank you.", refusals.NO_HEADERS),
        (b"Name,Email\nDana,d@example.edu\n", refusals.NO_HEADERS),
        (b"Name,Minutes\n,\n", refusals.ONLY_HEADERS),
        (b"Name,Minutes\n,5\n", refusals.NOBODY),
        (b"0" * 4_000_001, refusals.TOO_BIG(megabytes=4)),
    ],
)
def test_what_is_no_attendance_is_refused_in_one_sentence(content: bytes, reason: Reason) -> None:
    with refuses(reason, refusals.NotAttendanceError):
        read_file(content)


def test_an_old_workbook_is_refused() -> None:
    with refuses(of_people.OLD_EXCEL):
        read_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more")


def test_quotation_marks_that_do_not_pair_swallow_no_line() -> None:
    text = (
        'Name,Minutes\nDana "DJ Okafor,50\n"Teo, Marchetti",40\n"Lou\nAmadi",30\nPriya Venkat,20\n'
    )
    stays = read_file(text.encode()).stays
    assert [(stay.name, stay.minutes) for stay in stays] == [
        ('Dana "DJ Okafor', 50),
        ("Teo, Marchetti", 40),
        ("Lou Amadi", 30),
        ("Priya Venkat", 20),
    ]
    assert [stay.lines for stay in stays] == [(2,), (3,), (4,), (6,)]


def test_a_name_with_commas_of_its_own_is_put_together_again() -> None:
    text = exports.Z1A.replace("Dana Okafor,", "Okafor, Dana, MD,")
    (stay,) = read_file(text.encode()).stays
    assert (stay.name, stay.address) == ("Okafor, Dana, MD", "dana.okafor@example.edu")
    broken = read_file((exports.Z1A + "Teo,Marchetti,what,is,this,even\n").encode())
    assert [(line.line, line.reason) for line in broken.dropped] == [(3, refusals.BROKEN)]


def test_a_line_without_a_time_is_dropped_with_what_stands_there() -> None:
    text = exports.Z1A + "Teo Marchetti,,soon,later,\nLou Amadi,,,,\n"
    found = read_file(text.encode()).dropped
    assert [line.reason for line in found] == [
        refusals.BAD_TIME(written="soon"),
        refusals.NO_TIMES,
    ]


def test_lines_are_numbered_as_in_the_file() -> None:
    assert [row.line for row in lines_of(b"a,b\n\n\nc,d\n").rows] == [1, 4]
