"""Files beside the database: how they come, stay and go."""

import errno
import hashlib
import os
import stat
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core import shelf as shelves
from app.core.shelf import HEAD, Draft, Problem, Shelf
from tests.races import at_once


def drafted(shelf: Shelf, content: bytes, most: int = 1000) -> Draft:
    draft = shelf.draft(most)
    for begins in range(0, len(content), 7):
        draft.write(content[begins : begins + 7])
    draft.seek(0)
    return draft


def there(shelf: Shelf) -> set[str]:
    return {file.name for file in shelf.folder.iterdir()} - {shelves.LOCK}


def test_draft_gets_its_name_by_what_is_in_it_and_is_readable_by_its_owner_alone(
    tmp_path: Path,
) -> None:
    shelf = Shelf(tmp_path / "files")
    draft = drafted(shelf, b"what was said")
    assert draft.sha256 == hashlib.sha256(b"what was said").hexdigest()
    assert (draft.size, draft.head) == (13, b"what was said")
    shelf.put(draft)
    shelf.put(draft)
    draft.close()
    file = shelf.path(draft.sha256)
    assert file.read_bytes() == b"what was said"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700
    assert there(shelf) == {draft.sha256}


def test_draft_that_is_not_put_up_is_gone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    draft = drafted(shelf, b"half")
    assert there(shelf) != set()
    draft.close()
    assert there(shelf) == set()
    with pytest.raises(FileNotFoundError):
        shelf.put(draft)


def test_empty_draft_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "files")
    drafted(shelf, b"").close()
    assert not shelf.folder.exists()


def test_only_the_beginning_is_in_memory(tmp_path: Path) -> None:
    draft = drafted(Shelf(tmp_path), bytes(HEAD + 100), most=HEAD * 2)
    assert len(draft.head) == HEAD
    draft.close()


def test_too_large_one_keeps_nothing_of_it_and_takes_the_rest(tmp_path: Path) -> None:
    draft = drafted(Shelf(tmp_path), bytes(50), most=20)
    assert (draft.problem, draft.size) == (Problem.TOO_LARGE, 50)
    assert draft.read() == b""
    draft.close()
    assert there(Shelf(tmp_path)) == set()


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_disk_that_is_nearly_full_is_left_to_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly = Usage(2, 1, shelves.KEPT_FREE - 1)
    monkeypatch.setattr("app.core.shelf.shutil.disk_usage", lambda _folder: nearly)
    draft = drafted(Shelf(tmp_path), b"content")
    assert draft.problem is Problem.NO_ROOM
    draft.close()


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_full_disk_is_a_problem_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_given: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"app.core.shelf.os.{call}", full)
    draft = drafted(Shelf(tmp_path), b"content")
    assert draft.problem is Problem.NO_ROOM
    monkeypatch.undo()
    draft.close()
    assert there(Shelf(tmp_path)) == set()


def test_only_old_files_are_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    old, new = drafted(shelf, b"old"), drafted(shelf, b"new")
    shelf.put(old)
    shelf.put(new)
    left = drafted(shelf, b"of a process that was killed")
    hour_ago = shelf.moment() - 3600
    assert left.path is not None
    for file in (shelf.path(old.sha256), left.path):
        os.utime(file, (hour_ago - 1, hour_ago - 1))
    assert shelf.old(hour_ago) == {old.sha256, left.path.name}
    for name in shelf.old(hour_ago):
        shelf.remove(name, hour_ago)
    assert there(shelf) == {new.sha256}


def test_file_that_is_put_up_again_is_not_removed_by_who_found_it_old(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first = drafted(shelf, b"the same")
    shelf.put(first)
    hour_ago = shelf.moment() - 3600
    os.utime(shelf.path(first.sha256), (hour_ago - 1, hour_ago - 1))
    (found,) = shelf.old(hour_ago)
    shelf.put(drafted(shelf, b"the same"))
    shelf.remove(found, hour_ago)
    assert shelf.path(first.sha256).read_bytes() == b"the same"


def test_who_puts_up_and_who_removes_at_once_never_lose_the_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    name = hashlib.sha256(b"the same").hexdigest()
    for _ in range(30):
        shelf.put(drafted(shelf, b"the same"))
        hour_ago = shelf.moment() - 3600
        os.utime(shelf.path(name), (hour_ago - 1, hour_ago - 1))
        again = drafted(shelf, b"the same")
        at_once(partial(shelf.put, again), partial(shelf.remove, name, hour_ago))
        assert shelf.path(name).is_file()
