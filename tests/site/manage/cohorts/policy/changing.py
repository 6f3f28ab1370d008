"""Another policy for Spring 2026, looked at and sent as its forms send it."""

from typing import Any

from tests.client import Browser

POLICY = "/manage/cohorts/spring-2026/policy"
USUAL = {
    "modules_required": "4",
    "sessions_required": "3",
    "make_ups_allowed": "1",
    "present_minutes": "45",
    "late_after_minutes": "10",
    "sister_session": "yes",
    "sister_session_credit": "live",
    "recording": "yes",
    "recording_credit": "enduring",
    "recording_words": "100",
    "case_response": "yes",
    "case_response_words": "200",
}


def check(browser: Browser, **changed: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in (USUAL | changed).items())
    return browser.get(f"{POLICY}/check?{query}")


def send(browser: Browser, **changed: str) -> Any:
    """What the form of the check page sends, with some of it otherwise."""
    reason = changed.pop("reason", "The office asks for it.")
    shown = changed.pop("shown", None)
    page = check(browser, **changed).page
    sent = page.form("Change the policy").fields | {"reason": reason}
    return browser.post(POLICY, data=sent | ({"shown": shown} if shown else {}))
