"""The pages that are measured by `make bench`, and what is asked of each."""

from typing import NamedTuple

DEMO, HALF, DECADE = "demo", "20 cohorts of 500", "ten years"
LATEST_MS = 400
"""The 95th percentile with eight visitors and ten years of data."""
OF_500_MS = 100
"""What the processor works for a page of five hundred people."""
RATIOS = {"home": 0.22, "week": 0.22, "attendance": 0.07, "roster": 0.06, "people": 0.06}
"""Of the ceiling, with fifty people in a cohort."""
LONG = ("attendance", "roster", "people")


class Page(NamedTuple):
    """One page as somebody of the cast asks for it."""

    name: str
    persona: str
    path: str


class Cohorts(NamedTuple):
    """The cohorts that a database is looked at by."""

    running: str
    week: int
    """The unit that its learners work on."""
    session: int
    """One that was held."""
    finished: str
    finisher: str
    """Who of the cast is in the finished one."""


CAST = Cohorts("fall-2026", 2, 1, "spring-2026", "ben")


def pages(of: Cohorts) -> list[Page]:
    """The first pages of everybody, and the long ones."""
    here, there = f"/manage/cohorts/{of.running}", f"/manage/cohorts/{of.finished}"
    return [
        Page("home", "ada", "/home"),
        Page("week", "ada", f"/cohorts/{of.running}/units/{of.week}"),
        Page("record", "ada", "/my/record"),
        Page("certificates", of.finisher, "/my/certificates"),
        Page("attendance", "fay", f"/teach/{of.running}/sessions/{of.session}/attendance"),
        Page("roster", "fay", f"/teach/{of.running}"),
        Page("teach", "fay", "/teach"),
        Page("people", "cora", f"{here}/people"),
        Page("manage", "cora", "/manage"),
        Page("cohorts", "cora", "/manage/cohorts"),
        Page("cohort", "cora", there),
        Page("issue", "cora", f"{there}/certificates/issue"),
        Page("report", "cora", f"{there}/report"),
        Page("history", "cora", f"{there}/history"),
        Page("moves", "cora", f"{here}/content"),
        Page("content", "cora", "/manage/content"),
        Page("pack", "cora", "/manage/content/mentor-development"),
        Page("everybody", "cora", "/manage/people"),
        Page("jobs", "cora", "/manage/jobs"),
        Page("institution", "lee", "/institution"),
        Page("own people", "lee", "/institution/people"),
        Page("health", "abe", "/admin"),
        Page("roles", "abe", "/admin/roles"),
    ]


class Measured(NamedTuple):
    """One page on one database of one size."""

    name: str
    ratio: float
    """The processor's work for a bare page of as many bytes, over that for this one."""
    processor_us: float
    p50_ms: float
    p95_ms: float
    statements: int
    bytes: int


def goal_of(size: str, page: Measured) -> tuple[str, bool] | None:
    """What is asked of a page, in words, and whether it is reached; None where nothing is."""
    if size == HALF:
        of_500 = page.processor_us / 1000 < OF_500_MS
        return (f"under {OF_500_MS} ms", of_500) if page.name in LONG else None
    asked, reached = [], []
    if page.name in RATIOS:
        asked.append(f"{RATIOS[page.name]:.2f}")
        reached.append(page.ratio >= RATIOS[page.name])
    if size == DECADE:
        asked.append(f"95th {LATEST_MS} ms")
        reached.append(page.p95_ms <= LATEST_MS)
    return (", ".join(asked), all(reached)) if asked else None
