"""Zips of packs for the tests of the library."""

import io
import zipfile
from typing import Any

from tests.client import Browser

HOME = "/manage/content"
PROGRAM = "mentor-development"
PACK = f"{HOME}/{PROGRAM}"
FIRST_MODULE = f"modules/{PROGRAM}/01-module-1.md"


def zipped(files: dict[str, str]) -> bytes:
    """Files as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for path, text in files.items():
            made.writestr(path, text)
    return buffer.getvalue()


def unzipped(packed: bytes) -> dict[str, str]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(packed)) as made:
        return {name: made.read(name).decode() for name in made.namelist()}


def exported(browser: Browser, path: str = PACK) -> dict[str, str]:
    """The files of a pack as it is exported, without what is only to be read."""
    answer = browser.get(f"{path}/export.zip")
    assert answer.status_code == 200, answer.text
    files = unzipped(answer.content)
    return {path: text for path, text in files.items() if "README" not in path}


def send(browser: Browser, packed: bytes, name: str = "pack.zip") -> Any:
    """Send a zip."""
    return browser.post(f"{HOME}/import", files={"file": (name, packed, "application/zip")})


def check(browser: Browser, files: dict[str, str]) -> Any:
    """Send files as a zip, and look at the check page."""
    answer = send(browser, zipped(files))
    assert answer.status_code == 303, answer.text
    page: Any = browser.get(answer.headers["location"])
    page.path = answer.headers["location"]
    return page


def import_files(browser: Browser, files: dict[str, str], *, after: int) -> Any:
    """Send files, and agree to what the check page says."""
    page = check(browser, files)
    return browser.post(page.path, data={"after": str(after)})


def edited(files: dict[str, str], path: str, old: str, new: str) -> dict[str, str]:
    """The files with one place changed."""
    assert old in files[path], old
    return {**files, path: files[path].replace(old, new, 1)}
