"""What a cohort's desk, its lists and its reports count is one number wherever it stands."""

import re

import pytest

from tests.numbers.shown import Demo, Shown, cell, count, figure, first, listed, number, words
from tests.page import Page

RUNNING, FINISHED, COACHING, COMING = (
    "fall-2026",
    "spring-2026",
    "coach-approach-2026-27",
    "spring-2027",
)
TITLES = {
    RUNNING: "Fall 2026",
    FINISHED: "Spring 2026",
    COACHING: "Coach Approach 2026–27",
    COMING: "Spring 2027",
}
COHORTS = "Cohorts of your programs, the newest first"
SCHEDULE = "Units, their sessions, and attendance recorded"
FUNNEL = "From applied to certified"


def manage(cohort: str, page: str = "") -> str:
    return f"/manage/cohorts/{cohort}{page}"


def in_list(cohort: str, column: str) -> Shown:
    """A cell of the list of all cohorts."""
    return Shown("cora", "/manage/cohorts", first(cell(COHORTS, TITLES[cohort], column)))


def in_report(cohort: str, stage: str) -> Shown:
    """A stage of the report."""
    read = first(cell(FUNNEL, stage, TITLES[cohort]))
    return Shown("cora", manage(cohort, "/report"), read)


def taken(page: Page) -> int:
    """The seats that the institutions have, together."""
    return sum(int(row["Taken"]) for row in page.table().records)


@pytest.mark.parametrize("cohort", sorted(TITLES))
def test_enrolled_and_seats(demo: Demo, cohort: str) -> None:
    join = Shown("cora", f"/join/{cohort}", words(r"(\d+) seats"))
    seats = words(rf"{TITLES[cohort]}: Report [^:]*? \d+ of (\d+) ")
    places = [
        in_list(cohort, "Enrolled"),
        Shown("cora", manage(cohort), first(figure("Enrolled"))),
        Shown("cora", manage(cohort), number(r"Seats (\d+) of \d+ taken or held")),
        Shown("cora", manage(cohort, "/people"), count("Everybody")),
        Shown("cora", manage(cohort, "/seats"), number(r"(\d+) seats? (?:is|are) taken")),
        Shown("cora", manage(cohort, "/seats"), taken),
        in_report(cohort, "Enrolled"),
    ]
    enrolled = demo.one_number(*places, at_least=5)
    capacity = demo.one_number(
        Shown("cora", manage(cohort), words(r"Seats \d+ of (\d+) taken or held")),
        Shown("cora", "/manage/cohorts", seats),
        *([join] if cohort != COMING else []),
        at_least=2,
    )
    if cohort == COMING:
        free = demo.one_number(
            Shown("cora", f"/join/{cohort}", number(r"(\d+) of \d+ seats are free")),
            Shown(None, f"/join/{cohort}", number(r"(\d+) of \d+ seats are free")),
            at_least=2,
        )
        assert int(str(free)) == int(str(capacity)) - int(str(enrolled))


@pytest.mark.parametrize("cohort", [RUNNING, COACHING])
def test_people_of_the_roster_are_those_of_the_list(demo: Demo, cohort: str) -> None:
    who = "fay" if cohort == RUNNING else "cora"
    demo.one_number(
        Shown("cora", manage(cohort, "/people"), count("Everybody")),
        Shown(who, f"/teach/{cohort}", number(r"(\d+) people, as of")),
        Shown(who, f"/teach/{cohort}", lambda page: len(page.table().rows)),
        Shown(who, f"/teach/{cohort}/sessions/2/attendance", count("Everybody")),
        at_least=3,
    )
    listed = progress_by_name(demo, cohort)
    assert listed == {
        row["Name"]: (row["Modules attested"], row["Sessions counted"])
        for row in demo.page(who, f"/teach/{cohort}").table().records
    }


def progress_by_name(demo: Demo, cohort: str) -> dict[str, tuple[str, str]]:
    """What the list of people says of each, over all of its pages."""
    found: dict[str, tuple[str, str]] = {}
    address = manage(cohort, "/people")
    for turn in range(1, 9):
        page = demo.page("cora", f"{address}?page={turn}")
        rows = page.table().records
        for row in rows:
            said = re.fullmatch(r"(\d+ of \d+) modules (\d+ of \d+) sessions", row["Progress"])
            if said:
                found[row["Name"]] = (said[1], said[2])
        if not re.search(rf"page={turn + 1}\b", " ".join(page.addresses)):
            break
    return found


def of_learners(page: Page) -> int:
    """How many lines of the register are not of who led sessions."""
    return sum(row["Kind"] != "Certificate of teaching" for row in page.table().records)


@pytest.mark.parametrize("cohort", [RUNNING, COACHING, FINISHED])
def test_completed_and_certified(demo: Demo, cohort: str) -> None:
    completed = [
        in_list(cohort, "Completed"),
        Shown("cora", manage(cohort), first(figure("Completed"))),
    ]
    people = [
        Shown("cora", manage(cohort), first(figure("Have a certificate"))),
        Shown("cora", manage(cohort, "/people"), count("Certificate issued")),
        Shown("cora", manage(cohort, "/certificates/issue"), count("Already issued")),
        Shown("cora", manage(cohort, "/certificates"), count("With a certificate")),
    ]
    if cohort == FINISHED:
        said = number(r"(\d+) of \d+ people completed")
        completed += [
            Shown("cora", manage(cohort, "/report"), said),
            in_report(cohort, "Completed"),
        ]
        people += [
            Shown("cora", "/manage/cohorts", number(r"\d+ for (\d+) people")),
            Shown(
                "cora", manage(cohort, "/certificates"), number(r"certificates for (\d+) people")
            ),
            Shown("cora", manage(cohort, "/report"), number(r"(\d+) have a certificate")),
            in_report(cohort, "Certified"),
        ]
        demo.one_number(
            Shown("cora", "/manage/cohorts", number(r"(\d+) for \d+ people")),
            Shown("cora", manage(cohort, "/certificates"), number(r"(\d+) certificates for")),
            Shown("cora", manage(cohort, "/certificates/register?show=valid"), of_learners),
            Shown(
                "cora",
                manage(cohort, "/certificates/files"),
                number(r"(\d+) certificates for \d+ people ZIP of All"),
            ),
            at_least=2,
        )
    demo.one_number(*completed, at_least=2)
    demo.one_number(*people, at_least=3)


def test_ready_and_unclaimed(demo: Demo) -> None:
    issue = r"Issue (\d+) certificates for \d+ people"
    persons = r"Issue \d+ certificates for (\d+) people"
    demo.one_number(
        Shown("cora", "/manage", number(issue)),
        Shown("cora", manage(FINISHED), number(issue)),
        Shown("cora", manage(FINISHED, "/certificates/issue"), ready_certificates),
        at_least=3,
    )
    demo.one_number(
        Shown("cora", "/manage", number(persons)),
        Shown("cora", "/manage", number(r"(\d+) people ready")),
        Shown("cora", manage(FINISHED), number(persons)),
        Shown("cora", manage(FINISHED, "/people"), count("Ready")),
        Shown("cora", manage(FINISHED, "/certificates/issue"), count("Ready")),
        Shown("cora", manage(FINISHED, "/certificates"), count("Ready")),
        Shown(
            "cora",
            manage(FINISHED, "/certificates/issue/letter"),
            number(r"(\d+) people will get an email"),
        ),
        at_least=6,
    )
    unclaimed = demo.one_number(
        Shown("cora", "/manage", number(r"(\d+) people have completed and not claimed")),
        Shown("cora", manage(FINISHED, "/people"), count("Only the claim is missing")),
        Shown("cora", manage(FINISHED, "/certificates"), count("Only the claim is missing")),
        Shown(
            "cora",
            manage(FINISHED, "/certificates"),
            number(r"(\d+) people have completed the program and have not claimed"),
        ),
        at_least=3,
    )
    claimed = demo.page("cora", manage(FINISHED)).figures["Claimed credit"]
    completed = demo.page("cora", manage(FINISHED)).figures["Completed"]
    assert int(claimed) + int(str(unclaimed)) == int(completed)


def ready_certificates(page: Page) -> int:
    """How many certificates the lines of the issuing page offer together."""
    return sum("/preview?place=" in link for row in page.table().body for link in row.addresses)


def test_claimed(demo: Demo) -> None:
    people = demo.page("cora", manage(FINISHED, "/people")).table().records
    claimed = {row["Name"]: row["Claimed"] for row in people}
    issuing = demo.page("cora", manage(FINISHED, "/certificates/issue")).table().records
    assert claimed == {listed(row["Name on certificate"]): row["Credit"] for row in issuing}
    made = [name for name, amount in claimed.items() if amount != "–"]
    assert str(len(made)) == demo.page("cora", manage(FINISHED)).figures["Claimed credit"]
    for name in made[:6]:
        link = demo.page("cora", manage(FINISHED, "/people")).link(name)
        assert f"Claimed credit: {claimed[name]} " in demo.page("cora", link).main.text


def test_amounts_of_certificates_are_those_that_were_claimed(demo: Demo) -> None:
    people = demo.page("cora", manage(FINISHED, "/people")).table().records
    claimed = {row["Name"]: row["Claimed"].removesuffix(" h") for row in people}
    register = demo.page("cora", manage(FINISHED, "/certificates/register"))
    compared = 0
    for row in register.table().records:
        if row["Kind"] not in {"Attestation of completion", "Certificate of teaching"}:
            page = demo.page("cora", f"/manage/certificates/{row['Number']}").main.text
            found = re.search(r"(\d+\.\d\d) (?:AMA|hours)", page)
            assert found is not None
            assert found[1] == claimed[listed(row["Name"])]
            compared += 1
    assert compared >= 10


@pytest.mark.parametrize("cohort", [RUNNING, COACHING, FINISHED])
def test_at_risk_and_on_course(demo: Demo, cohort: str) -> None:
    report = demo.page("cora", manage(cohort, "/report"))
    stages = {row["Stage"]: row[TITLES[cohort]] for row in report.table(FUNNEL).records}
    at_risk = int(stages["Active"]) - int(stages["On course"])
    assert count("At risk")(demo.page("cora", manage(cohort, "/people"))) == at_risk
    if cohort != FINISHED:
        said = number(r"(\d+) of \d+ people are on course")
        assert said(report) == int(stages["On course"])
    if cohort == RUNNING:
        assert number(r"(\d+) are at risk")(report) == at_risk


def test_attendance_that_is_missing(demo: Demo) -> None:
    session = "/teach/fall-2026/sessions/4"
    demo.one_number(
        Shown("cora", "/manage", number(r"(\d+) of \d+ not marked")),
        Shown("cora", manage(RUNNING), missing_of_week_4),
        Shown("cora", manage(RUNNING, "/report"), last_of_week_4),
        Shown("fay", "/teach", number(r"attendance not recorded for (\d+) people")),
        Shown("fay", "/teach", number(r"(\d+) not marked")),
        Shown("fay", f"{session}/attendance", count("Not marked")),
        Shown("fay", f"{session}/attendance", first(figure("not marked yet"))),
        at_least=5,
    )


def missing_of_week_4(page: Page) -> int:
    said = cell(SCHEDULE, "Week 4", "Attendance")(page)
    (found,) = re.findall(r"(\d+) of (\d+) recorded", said)
    return int(found[1]) - int(found[0])


def last_of_week_4(page: Page) -> int:
    cells = page.table("Attendance by session").cells
    (row,) = [row for row in cells if row[0].startswith("Week 4")]
    return int(row[-1])
