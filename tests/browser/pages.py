"""Every page that somebody of the demo has, by whom it is looked at as."""

RUNNING, FINISHED = "/cohorts/fall-2026", "/cohorts/spring-2026"
COACHING = "/cohorts/coach-approach-2026-27"
TEACH, MANAGE = "/teach/fall-2026", "/manage/cohorts/spring-2026"
SCHEDULE = "/manage/cohorts/fall-2026/schedule"
SOON = "2026-12-07"
ACTS = ("move", "cancellation", "restoration", "link", "leaders")
CONTENT = "/manage/content"
JOIN = "/join/spring-2027"
COMING = "/manage/cohorts/spring-2027"
MODULE = f"{CONTENT}/mentor-development/module/defining-mentoring"
PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        "/",
        "/sign-in",
        "/verify",
        "/privacy",
        "/accessibility",
        "/help",
        "/demo/mail",
        "/x",
        JOIN,
        f"{JOIN}/newcomer",
    ),
    "ada": (
        "/home",
        RUNNING,
        f"{RUNNING}/units/1",
        f"{RUNNING}/units/1/check",
        f"{RUNNING}/units/1/reflection",
        f"{RUNNING}/units/2",
        f"{RUNNING}/units/5",
        f"{RUNNING}/units/6",
        f"{RUNNING}/units/1/attestation/withdrawal",
        f"{RUNNING}/sessions/5",
        f"{RUNNING}/sessions/6",
        f"{RUNNING}/claim",
        f"{RUNNING}/reflections",
        JOIN,
        "/my/record",
        "/my/certificates",
        "/my/profile",
        "/my/security",
        "/my/security/setup",
    ),
    "ben": (
        "/home",
        *(f"{FINISHED}/units/{n}" for n in range(1, 9)),
        *(f"{FINISHED}/sessions/{n}" for n in (2, 7)),
        f"{FINISHED}/claim",
        "/my/record",
        "/my/certificates",
    ),
    "mo": (
        "/home",
        COACHING,
        f"{COACHING}/units/2",
        f"{COACHING}/units/2/check",
        f"{COACHING}/units/7",
        f"{COACHING}/sessions/2",
        "/my/record",
    ),
    "fay": (
        "/teach",
        TEACH,
        f"{TEACH}/sessions/5",
        f"{TEACH}/sessions/3/attendance",
        f"{TEACH}/sessions/3/attendance/import",
        f"{TEACH}/sessions/3/history",
        f"{TEACH}/sessions/6/attendance",
    ),
    "cora": (
        "/manage",
        "/manage/cohorts",
        "/manage/cohorts/new",
        "/manage/people",
        MANAGE,
        f"{MANAGE}/people",
        f"{MANAGE}/people/waitlist",
        f"{MANAGE}/people/add?q=be",
        f"{MANAGE}/people/import",
        f"{MANAGE}/report",
        "/manage/cohorts/fall-2026/report",
        "/manage/cohorts/fall-2026/report?by=rank&numbers=all",
        f"{MANAGE}/seats",
        *(f"{SCHEDULE}{page}" for page in ("", "/new", "/dates", *(f"/8/{act}" for act in ACTS))),
        f"{SCHEDULE}/8/move?day={SOON}&at=15:30&minutes=60",
        f"{SCHEDULE}/new?title=More&day={SOON}&at=15:30&minutes=60",
        f"{COMING}/application",
        f"{COMING}/applications",
        f"{COMING}/applications?show=waiting",
        f"{COMING}/applications/check",
        f"{MANAGE}/policy",
        f"{MANAGE}/policy/check?modules_required=8&sessions_required=7&make_ups_allowed=1"
        "&present_minutes=45&late_after_minutes=10",
        f"{MANAGE}/archive",
        f"{MANAGE}/certificates",
        f"{MANAGE}/certificates/issue",
        f"{MANAGE}/history",
        f"{MANAGE}/content",
        CONTENT,
        f"{CONTENT}/import",
        f"{CONTENT}/mentor-development",
        f"{CONTENT}/mentor-development/releases/1",
        MODULE,
        f"{MODULE}/preview",
        f"{MODULE}/preview?width=phone",
    ),
    "lee": (
        "/institution",
        "/institution/people",
        "/institution/applications",
        "/institution/report",
    ),
    "abe": (
        "/admin",
        "/admin/institutions",
        "/admin/institutions/new",
        "/admin/institutions/import",
        "/admin/roles",
        "/admin/roles/new",
        "/admin/roles/new?role=coordinator",
        "/manage/people",
    ),
}
LINKED = {
    "cora": ("/manage/people?q=begay", "main tbody th a"),
    "abe": ("/admin/institutions", "main tbody th a"),
}
"""A page, and the link on it to one whose address holds an id."""
