"""Asking Zoom: all pages and all occurrences, whole or not at all, whatever its mood."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from app.casework.zoom.answers import seconds_until
from app.casework.zoom.asking import ZoomError
from app.casework.zoom.client import Zoom, in_path
from app.casework.zoom.enums import Problem
from app.casework.zoom.rules import Window
from tests.casework.zoom.fake import (
    ADA,
    NAN,
    NUMBER,
    SECRET,
    UUID_1,
    UUID_2,
    Answer,
    Asked,
    FakeZoom,
    Meeting,
    person,
)

BEGINS = datetime(2026, 11, 12, 19, tzinfo=UTC)
HOUR = Window(BEGINS, BEGINS + timedelta(hours=1))


def refused(zoom: Zoom) -> ZoomError:
    with pytest.raises(ZoomError) as caught:
        zoom.occurrences(NUMBER, HOUR)
    return caught.value


def on(fake: FakeZoom, path: str, *answers: Answer) -> None:
    """Give these answers to requests of that path, then be as usual."""
    left = list(answers)
    fake.moods.append(lambda asked: left.pop(0) if left and asked.path.endswith(path) else None)


def test_one_meeting_with_its_host_and_everybody(fake: FakeZoom, zoom: Zoom) -> None:
    (held,) = zoom.occurrences(NUMBER, HOUR)
    assert (held.uuid, held.host) == (UUID_1, "Fay Fuentes (fay@example.org)")
    assert (held.starts_at, held.ends_at) == (BEGINS - timedelta(minutes=5), HOUR.ends_at)
    names = [(own.name, own.address, own.waited) for own in held.stretches]
    assert names == [("Ada Alvarez", "ada@example.org", False), ("Nan Nakai", "", False)]
    assert held.stretches[0].joined == BEGINS
    assert held.stretches[0].left == BEGINS + timedelta(minutes=55)


def test_all_pages_are_read(fake: FakeZoom, zoom: Zoom) -> None:
    fake.page_size = 2
    fake.meetings = [Meeting(UUID_1, [person(f"Person {n}") for n in range(7)])]
    (held,) = zoom.occurrences(NUMBER, HOUR)
    assert [own.name for own in held.stretches] == [f"Person {n}" for n in range(7)]
    pages = [asked.query for asked in fake.asked if asked.path.endswith("/participants")]
    assert [page.get("next_page_token", "") for page in pages] == ["", "page-2", "page-4", "page-6"]
    assert {page["page_size"] for page in pages} == {"300"}


def test_a_host_who_dropped_made_two_of_one(fake: FakeZoom, zoom: Zoom) -> None:
    fake.meetings = [
        Meeting(UUID_1, [ADA], "11:55", "12:20"),
        Meeting(UUID_2, [NAN], "12:24", "13:02"),
    ]
    assert [held.uuid for held in zoom.occurrences(NUMBER, HOUR)] == [UUID_1, UUID_2]


def test_other_weeks_and_clicks_after_class_are_no_part_of_it(fake: FakeZoom, zoom: Zoom) -> None:
    fake.meetings = [
        Meeting("before==", [person("A")], "09:00", "11:30"),
        Meeting(UUID_1, [ADA], "11:20", "13:00"),
        Meeting("after==", [person("B")], "14:00", "14:01"),
    ]
    assert [held.uuid for held in zoom.occurrences(NUMBER, HOUR)] == [UUID_1]
    assert not any("after" in asked.path for asked in fake.asked)


@pytest.mark.parametrize(
    ("answer", "problem", "seconds"),
    [
        ((429, {"Retry-After": "7"}, {}), Problem.TOO_OFTEN, 7),
        ((429, {}, {}), Problem.TOO_OFTEN, None),
        ((429, {"Retry-After": "999999"}, {}), Problem.TOO_OFTEN, 3600),
        ((500, {}, {}), Problem.NO_ANSWER, None),
        ((302, {"Location": "http://127.0.0.1:1/"}, {}), Problem.NO_ANSWER, None),
        ((403, {}, {}), Problem.NOT_ALLOWED, None),
        ((400, {}, {"code": 4711}), Problem.NOT_ALLOWED, None),
        ((404, {}, {"code": 3001}), Problem.NO_MEETING, None),
        ((200, {}, {"meetings": []}), Problem.NO_MEETING, None),
        ((200, {}, {"meetings": 7}), Problem.NO_ANSWER, None),
    ],
)
def test_why_nothing_was_told(
    fake: FakeZoom, zoom: Zoom, answer: Answer, problem: Problem, seconds: int | None
) -> None:
    on(fake, "/instances", answer)
    error = refused(zoom)
    assert (error.problem, error.seconds) == (problem, seconds)
    assert len(zoom.occurrences(NUMBER, HOUR)) == 1


def test_a_list_is_whole_or_nothing(fake: FakeZoom, zoom: Zoom) -> None:
    fake.page_size = 1
    second: list[Answer] = [
        (200, {}, {"total_records": 2, "next_page_token": "", "participants": []}),
        (200, {}, {"total_records": 2, "next_page_token": "page-1", "participants": []}),
        (200, {}, {"total_records": 2}),
        (400, {}, {"code": 300, "message": "The next page token is invalid or expired."}),
    ]

    def mood(asked: Asked) -> Answer | None:
        return second.pop(0) if second and asked.query.get("next_page_token") else None

    fake.moods.append(mood)
    for _number in range(4):
        assert refused(zoom).problem is Problem.NOT_WHOLE
    (held,) = zoom.occurrences(NUMBER, HOUR)
    assert len(held.stretches) == 2


def test_a_page_that_fails_is_no_list(fake: FakeZoom, zoom: Zoom) -> None:
    fake.page_size = 1
    fake.moods.append(lambda asked: (503, {}, {}) if asked.query.get("next_page_token") else None)
    assert refused(zoom).problem is Problem.NO_ANSWER


def test_a_token_that_ran_out_is_asked_for_again_once(fake: FakeZoom, zoom: Zoom) -> None:
    zoom.occurrences(NUMBER, HOUR)
    assert fake.tokens == 1
    fake.tokens = 5
    zoom.occurrences(NUMBER, HOUR)
    assert fake.tokens == 6
    fake.moods.append(lambda asked: None if "oauth" in asked.path else (401, {}, {}))
    before = len(fake.asked)
    assert refused(zoom).problem is Problem.KEYS_REFUSED
    assert len(fake.asked) == before + 3


def test_keys_that_are_not_known(fake: FakeZoom) -> None:
    keys = fake.keys.__class__("other", "client-1", SECRET, fake.keys.api_url, fake.keys.oauth_url)
    other = Zoom(keys)
    with pytest.raises(ZoomError) as caught:
        other.try_out()
    assert caught.value.problem is Problem.KEYS_REFUSED
    other.close()
    assert SECRET not in repr(keys)


def test_a_server_that_is_not_there(fake: FakeZoom) -> None:
    keys = fake.keys.__class__("a", "b", "c", "http://127.0.0.1:1/v2", "http://127.0.0.1:1/token")
    nowhere = Zoom(keys)
    assert refused(nowhere).problem is Problem.NO_ANSWER
    nowhere.close()


def test_nothing_of_it_is_in_a_log(
    fake: FakeZoom, zoom: Zoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    zoom.occurrences(NUMBER, HOUR)
    assert SECRET not in caplog.text
    assert "token-1" not in caplog.text
    assert "ada@example.org" not in caplog.text


def test_a_uuid_with_a_slash_is_encoded_twice() -> None:
    assert in_path("a+b==") == "a%2Bb%3D%3D"
    assert in_path("/a") == "%252Fa"


def test_when_to_ask_again_is_told_in_three_ways() -> None:
    date = "Thu, 12 Nov 2026 19:00:00 GMT"
    assert seconds_until({"Retry-After": "12"}) == 12
    assert seconds_until({"Retry-After": "2026-11-12T19:10:00Z", "Date": date}) == 601
    assert seconds_until({"Retry-After": "Thu, 12 Nov 2026 19:10:00 GMT", "Date": date}) == 601
    assert seconds_until({"Retry-After": "2026-11-13T19:10:00Z", "Date": date}) == 3600
    assert seconds_until({"Retry-After": "soon", "Date": date}) is None
    assert seconds_until({"Retry-After": "2026-11-12T19:10:00Z"}) is None
