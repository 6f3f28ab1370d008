"""The file for Project ECHO: who gets it, and what stands in it."""

import csv
import io

from tests.cast import Cast
from tests.client import SignIn

ECHO = "/manage/cohorts/spring-2026/report/echo"
THERE = {"Present", "Late", "Partial"}


def lists_of(text: str) -> dict[str, list[dict[str, str]]]:
    """The tables of the file by title, each row by header."""
    found = {}
    for block in text.lstrip("\ufeff").split("\r\n\r\n"):
        (title,), headers, *rows = csv.reader(io.StringIO(block, newline=""))
        found[title] = [dict(zip(headers, row, strict=True)) for row in rows]
    return found


def test_a_coordinator_gets_four_lists_that_agree(sign_in: SignIn, cast: Cast) -> None:
    found = lists_of(sign_in("cora").get(f"{ECHO}?format=csv").text)
    assert [*found] == ["Program", "Participants", "Sessions", "Attendance"]
    (program,) = found["Program"]
    conducted = [row for row in found["Sessions"] if row["Conducted"] == "Yes"]
    assert program["Total Sessions Conducted"] == f"{len(conducted)}" != "0"
    assert program["Number of Participants"] == f"{len(found['Participants'])}"
    (ben,) = found["Participants"]
    came = [row for row in found["Attendance"] if row["Attendance"] in THERE]
    assert {row["Email"] for row in came} == {ben["Email"]}
    assert ben["Sessions Attended"] == f"{len(came)}"
    timed = [row["Minutes"] for row in came if row["Minutes"]]
    assert ben["Sessions with Known Minutes"] == f"{len(timed)}"
    assert ben["Minutes Attended"] == (f"{sum(map(int, timed))}" if timed else "")
    assert sum(int(row["Attended"]) for row in found["Sessions"]) == sum(
        int(row["Sessions Attended"]) for row in found["Participants"]
    )


def test_the_report_leads_to_it_as_a_workbook(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    page = cora.page("/manage/cohorts/spring-2026/report")
    assert page.link("Attendance for Project ECHO (XLSX)") == ECHO
    answer = cora.get(ECHO)
    assert 'filename="spring-2026-echo.xlsx"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"PK")


def test_nobody_else_gets_it(sign_in: SignIn, cast: Cast) -> None:
    for name in ("ada", "fay", "lee"):
        assert sign_in(name).get(ECHO).status_code in {403, 404}
