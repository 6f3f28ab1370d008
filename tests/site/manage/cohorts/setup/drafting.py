"""What a coordinator sends from the pages of a draft."""

from tests.client import Answer, Browser

SETUP = "/manage/cohorts/spring-2027/setup"


def dates(**other: object) -> dict[str, object]:
    return {
        "title": "Spring 2027",
        "first": "2027-03-04",
        "at": "12:00",
        "zone": "America/Denver",
        "minutes": "60",
        "weeks_between": "1",
    } | other


def seats(**other: object) -> dict[str, object]:
    return {
        "capacity": "50",
        "way_in": "invitation",
        "opens": "2027-03-01",
        "enrollment_closes": "2027-05-01",
        "offer_hours": "48",
        "promote_until": "2027-05-12",
        "closes": "2027-08-01",
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
    } | other


def enter_credit(cora: Browser, **other: str) -> Answer:
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    approval = {
        "approved_by": "Example CME office",
        "approved_on": "2026-11-10",
        "requires_completion": "yes",
    }
    return cora.post(f"{SETUP}/credit", data=form.fields | approval | other)
