"""What is seen of the machine this runs on."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.certificates.printing.keys import DEMO_DAYS
from app.core.presence import is_present, present
from app.installation import host
from app.installation.machine import keys
from app.installation.machine.rules import Key
from app.installation.trying import try_out
from app.settings import PROJECT_ROOT, Settings
from tests.messages.server import Behavior, FakeMailServer

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""When the key of the tests was made; it is valid for ten years from the day before."""


def key(file: Path | None, now: datetime = NOW) -> Key:
    return keys.signing_key(Settings(demo=True, signing_key=file), now)


def test_a_key_is_opened_to_see_until_when_it_is_valid(key_file: Path) -> None:
    assert key(None) is Key.MISSING
    assert key(key_file) is Key.CONFIGURED
    assert key(key_file, MADE - timedelta(days=2)) is Key.NOT_YET
    end = MADE + timedelta(days=DEMO_DAYS)
    assert key(key_file, end - timedelta(days=59)) is Key.EXPIRING
    assert key(key_file, end) is Key.EXPIRED
    settings = Settings(demo=True, signing_key=key_file)
    seen = keys.key_seen(settings)
    assert seen is not None
    assert (seen.name, seen.until) == ("Waypost demo", end)


def test_a_key_that_others_can_read_or_nobody_can_use(key_file: Path, tmp_path: Path) -> None:
    copied = tmp_path / "key.pem"
    copied.write_bytes(key_file.read_bytes())
    copied.chmod(0o640)
    assert key(copied) is Key.CONFIGURED
    copied.chmod(0o644)
    assert key(copied) is Key.OPEN
    copied.chmod(0o602)
    assert key(copied) is Key.OPEN
    copied.write_bytes(b"any")
    assert key(copied) is Key.UNUSABLE
    assert key(tmp_path / "none") is Key.UNREADABLE


def test_every_font_that_lies_there_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {*host.FONTS} == {file.name for file in host.CERTIFICATES.glob("*.ttf")}
    assert host.missing_fonts() == ()
    monkeypatch.setattr(host, "CERTIFICATES", PROJECT_ROOT)
    assert host.missing_fonts() == host.FONTS
    monkeypatch.setattr(host, "FONTS", ())
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    assert "inter-latin-wght-normal.woff2" in host.missing_fonts()


def test_data_that_others_can_read_is_seen(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    file = data / "waypost.db"
    file.touch(mode=0o600)
    settings = Settings(demo=True, data_dir=data)
    assert host.seen(settings, NOW).open_to_others == ()
    file.chmod(0o640)
    data.chmod(0o755)
    assert host.seen(settings, NOW).open_to_others == (str(file), str(data))


def test_a_worker_is_seen_as_long_as_its_process_lives(tmp_path: Path) -> None:
    assert not is_present(tmp_path)
    with present(tmp_path), present(tmp_path):
        assert is_present(tmp_path)
    assert not is_present(tmp_path)
    waits = (
        "import sys; from pathlib import Path; from app.core.presence import present\n"
        f"with present(Path({str(tmp_path)!r})): print('here', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", waits]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdin=pipe, stdout=pipe, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "here\n"
        assert is_present(tmp_path)
        worker.kill()
    assert not is_present(tmp_path)
    nowhere = Path("/dev/null/nowhere")
    with present(nowhere):
        assert not is_present(nowhere), "it works all the same"


def test_the_mail_server_is_tried_without_a_mail() -> None:
    does = Behavior()
    with FakeMailServer(does) as server:
        url = SecretStr(f"smtp://127.0.0.1:{server.port}")
        assert try_out(Settings(demo=True, smtp_url=url)).mail is None
    assert does.mails == []
    refused = try_out(Settings(demo=True, smtp_url=url))
    assert "could not be reached" in str(refused.mail)
    wrong = try_out(Settings(demo=True, smtp_url=SecretStr("mail.example.edu")))
    assert "SMTP_URL must look like" in str(wrong.mail)


def test_a_specimen_of_each_certificate_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert try_out(Settings(demo=True)).printing == ""
    from app.certificates import specimens

    monkeypatch.delitem(specimens.OF_KIND, "completion")
    assert try_out(Settings(demo=True)).printing == "There is no specimen of completion."
