"""After two changes of the key every certificate verifies, in each way there is."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.certificates.keys.signature import signature_of
from app.main import create_app
from tests.cast import NOW
from tests.certificates.keys.rotated import RotatedDemo, twice_rotated
from tests.client import Browser
from tests.commands import run
from tests.whole_demo import MadeDemo


@pytest.fixture(scope="module")
def rotated(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RotatedDemo]:
    with twice_rotated(made_demo, tmp_path_factory.mktemp("rotated"), "rotated") as demo:
        yield demo


@pytest.fixture(scope="module")
def browser(rotated: RotatedDemo) -> Browser:
    return Browser(create_app(rotated.settings, database=rotated.database, clock=lambda: NOW))


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from app.site.verify import routes
    from app.web.limits import RateLimit

    for name in ("LOOKED_UP_FROM", "COMPARED_FROM"):
        monkeypatch.setattr(routes, name, RateLimit(10_000, timedelta(minutes=10), name))


def keys_of(demo: RotatedDemo) -> Counter[str]:
    found = (signature_of(pdf) for pdf in demo.files().values())
    return Counter(signature.fingerprint for signature in found if signature)


def test_there_are_certificates_of_three_keys(rotated: RotatedDemo) -> None:
    counts = keys_of(rotated)
    assert len(counts) == 3
    assert sum(counts.values()) == len(rotated.files())
    listed = rotated.command("keys", "list").splitlines()
    assert [line.split()[0] for line in listed] == ["signs", "former", "former"]
    assert {line.split()[1] for line in listed} == set(counts)


def test_every_page_says_valid(rotated: RotatedDemo, browser: Browser) -> None:
    for code in rotated.files():
        told = browser.get(f"/verify/{code}.json").json()
        assert (told["status"], told["doubt"], told["signed_by"]) == ("valid", None, "Waypost demo")
        assert "This certificate is valid." in browser.get(f"/verify/{code}").text


def test_every_file_is_known_where_it_is_dropped(rotated: RotatedDemo, browser: Browser) -> None:
    for pdf in rotated.files().values():
        page = browser.post("/verify", files={"file": ("a.pdf", pdf, "application/pdf")}).text
        assert "This is exactly the file that was issued" in page
        assert "This certificate is valid." in page


def test_every_file_verifies_on_the_command_line_with_and_without_the_database(
    rotated: RotatedDemo, tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    written = rotated.command("keys", "export", str(folder)).split()
    assert len(written) == 4
    assert "PRIVATE" not in "".join(file.read_text() for file in folder.iterdir())
    for code, pdf in rotated.files().items():
        file = tmp_path / f"{code}.pdf"
        file.write_bytes(pdf)
        here = rotated.command("verify", str(file))
        assert here.splitlines()[-1] == "The certificate is valid."
        offline = run("verify", str(file), "--keys", str(folder))  # without settings, even
        assert offline.returncode == 0, offline.stdout
        assert "Signed by Waypost demo; the signature is valid and covers" in offline.stdout


def test_the_history_holds_with_all_its_anchors(rotated: RotatedDemo) -> None:
    said = rotated.command("audit", "verify")
    assert said.startswith("The audit trail verifies.\nIt is as it was signed at ")
    assert "prove nothing" not in said


def test_doctor_names_the_key_that_signs(rotated: RotatedDemo) -> None:
    signing = rotated.command("keys", "list").split()[1]
    said = run("doctor", **rotated.environment).stdout
    assert f"its fingerprint begins with {signing[:16]}" in said


# ------------------------------------------------------------------------ what does not verify


def test_a_file_is_refused_offline_in_a_sentence(rotated: RotatedDemo, tmp_path: Path) -> None:
    folder, file = tmp_path / "keys", tmp_path / "a.pdf"
    rotated.command("keys", "export", str(folder))
    pdf = next(iter(rotated.files().values()))
    for data, sentence in (
        (pdf[:-1], "This PDF was changed after it was signed."),
        (pdf + b"\n", "This PDF was changed after it was signed."),
        (b"%PDF-1.7\n", "This file is not a readable PDF."),
    ):
        file.write_bytes(data)
        done = run("verify", str(file), "--keys", str(folder))
        assert (done.returncode, done.stdout.splitlines()[-1]) == (1, sentence)
    file.write_bytes(pdf)
    for pem in folder.glob("*.pem"):
        pem.unlink()
    done = run("verify", str(file), "--keys", str(folder))
    assert done.returncode == 1
    assert "with a key that is none of these" in done.stdout
    (folder / "keys.json").write_text("[{}]")
    done = run("verify", str(file), "--keys", str(folder))
    assert done.stdout == f"{folder} is no folder that `keys export` has written.\n"


def test_a_lost_key_makes_doubtful_what_nobody_vouches_for(
    made_demo: MadeDemo, tmp_path: Path
) -> None:
    with twice_rotated(made_demo, tmp_path, "lost") as demo:
        browser = Browser(create_app(demo.settings, database=demo.database, clock=lambda: NOW))
        _signing, _second, first = (
            line.split()[1] for line in demo.command("keys", "list").splitlines()
        )
        code, pdf = next(
            (code, pdf)
            for code, pdf in demo.files().items()
            if (signature := signature_of(pdf)) and signature.fingerprint == first
        )
        issued = browser.get(f"/verify/{code}.json").json()["issued_on"]
        file, folder = tmp_path / "a.pdf", tmp_path / "keys"
        file.write_bytes(pdf)

        demo.command("keys", "compromised", first[:10], "--reason", "A laptop was stolen.")
        assert browser.get(f"/verify/{code}.json").json()["status"] == "valid", "by its record"
        demo.command("keys", "export", str(folder))
        offline = run("verify", str(file), "--keys", str(folder))
        assert offline.returncode == 1
        assert "nothing but the file itself says that it was signed before" in offline.stdout

        since = ["--since", issued]
        demo.command("keys", "compromised", first[:10], "--reason", "Before, even.", *since)
        told = browser.get(f"/verify/{code}.json").json()
        assert told["status"] == "doubtful"
        assert "and it was signed later" in told["doubt"]
        page = browser.get(f"/verify/{code}").text
        assert ">Doubtful</h1>" in page
        assert "This certificate is valid." not in page
        assert run("verify", str(file), **demo.environment).returncode == 1
        listed = demo.command("keys", "list").splitlines()[-1]
        assert listed.startswith(f"compromised since {issued} 00:00 UTC  {first}")
