"""A recording that a facilitator sends, and a learner watches with its captions."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import problems
from tests.casework.recordings.media import CAPTIONS, mpeg4

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
RECORDING = "/teach/fall-2026/sessions/1/recording"
MADE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const paint = canvas.getContext("2d"), parts = [];
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm" });
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  for (let frame = 0; frame < 20; frame += 1) {
    paint.fillRect(frame, frame, 9, 9);
    await new Promise((next) => setTimeout(next, 100));
  }
  const ended = new Promise((end) => { recorder.onstop = end; });
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""
"""A film of two seconds, made by the browser itself."""
ASKED = "document.activeElement.name"
"""Which field the browser asks for: it goes there instead of sending."""
PLAYED = """async () => {
  const video = document.querySelector("video");
  video.muted = true;
  await video.play();
  await new Promise((next) => { video.ontimeupdate = () => video.currentTime > 0.2 && next(); });
  return [video.videoWidth, video.textTracks[0].cues.length];
}"""


def test_recording_is_sent_and_watched_with_its_captions(open_page: Opener, axe: str) -> None:
    fay, ada = open_page("fay"), open_page("ada", phone=True)
    film = base64.b64decode(fay.evaluate(MADE))
    fay.goto(RECORDING)
    sent = FilePayload(name="session.webm", mimeType="video/webm", buffer=film)
    fay.locator("#file").set_input_files(sent)
    said = FilePayload(name="session.vtt", mimeType="text/vtt", buffer=CAPTIONS)
    fay.locator("#captions").set_input_files(said)
    fay.get_by_label("Everybody enrolled in the cohort").check(force=True)
    fay.get_by_role("button", name="Show this recording").click()
    expect(fay.locator("video")).to_be_visible()
    assert problems(fay, axe) == []
    ada.goto("/cohorts/fall-2026/sessions/1")
    assert ada.evaluate(PLAYED) == [320, 2]
    assert problems(ada, axe) == []
    fay.get_by_role("button", name="Remove this recording").click()
    expect(fay.locator("video")).to_have_count(0)


def test_nothing_large_is_sent_before_everything_else_is_right(
    open_page: Opener, tmp_path: Path, axe: str
) -> None:
    """A file of an hour goes over a hospital's network for many minutes."""
    fay, sent = open_page("fay"), list[str]()
    fay.on("request", lambda request: sent.append(request.method))
    fay.goto(RECORDING)
    large = tmp_path / "session.mp4"
    with large.open("wb") as file:
        file.write(mpeg4(b"isom"))
        file.truncate(60 * 1024 * 1024)
    fay.locator("#file").set_input_files(large)
    show = fay.get_by_role("button", name="Show this recording")
    show.click()
    assert fay.evaluate(ASKED) == "audience"
    fay.get_by_label("Everybody enrolled in the cohort").check(force=True)
    fay.get_by_label("Link to the recording").fill("https://recordings.example.edu/1")
    show.click()
    assert fay.evaluate(ASKED) == "link"
    assert "POST" not in sent
    assert problems(fay, axe) == []
    fay.get_by_label("Link to the recording").fill("")
    show.click()
    expect(fay.locator("video")).to_be_visible()
    assert sent.count("POST") == 1
    fay.get_by_role("button", name="Remove this recording").click()
    expect(fay.locator("video")).to_have_count(0)
