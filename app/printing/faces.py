"""Where the face for Chinese, Japanese and Korean is: the machine's own, since it is too large.

Every other face is a file of ours. This one comes with the system's packages (`.ci/setup.sh`, the
Dockerfile); where it is missing, such names are refused when they are saved, and that is all.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

CJK = "NotoSerifCJK-Regular.ttc"
PLACES = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/noto-cjk",
    "/Library/Fonts",
)
"""Where Debian, Fedora, Arch and macOS put it; `certificates/fonts/fonts.conf` names the same."""
_HEAD = 65_536
"""Bytes in which a collection lists its tables, each with its checksum."""


@cache
def cjk_face() -> Path | None:
    """The file of the face; None where this machine has none."""
    return next((path for place in PLACES if (path := Path(place) / CJK).is_file()), None)


@cache
def outside_faces() -> Mapping[str, str]:
    """Faces that are no files of ours, by name, each with what tells another version apart."""
    face = cjk_face()
    if face is None:
        return {}
    with face.open("rb") as file:
        head = file.read(_HEAD)
    return {CJK: sha256(head + str(face.stat().st_size).encode()).hexdigest()}
