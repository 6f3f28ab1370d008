"""The certificate templates of a pack (`certificates/`): HTML, CSS and fonts, read once.

A template's version is a hash over its own folder and everything it shares with the others, fonts
included, and over faces that are the machine's: what can change the picture changes the version.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from app.certificates.printing.qr import qr_svg
from app.certificates.printing.wording import counted, date_text, listed, zone_text
from app.certificates.snapshot import CertificateSnapshot
from app.credit.phrase import credits_text, mark_phrase, phrase_html
from app.printing.faces import outside_faces
from app.printing.scripts import has_right_to_left, is_right_to_left, shapes_of

PACK = Path(__file__).resolve().parents[3] / "certificates"
PARTS = {".html", ".css", ".svg", ".png", ".ttf", ".otf", ".conf"}
PAGE = "certificate.html"


class TemplateError(Exception):
    """A template is missing, broken, or not the one the snapshot was made for."""


class TemplatePack:
    """Every template of one folder, in memory, with their versions."""

    def __init__(self, root: Path = PACK) -> None:
        self.root = root
        self.fonts_conf = root / "fonts" / "fonts.conf"
        self.files = _read(root)
        self._environment = _environment(self.files)
        self._versions = {key: self._version(key) for key in self.keys}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the templates: the folders that have a `certificate.html`."""
        return tuple(sorted(name.split("/")[0] for name in self.files if name.endswith(f"/{PAGE}")))

    @property
    def looks(self) -> tuple[str, ...]:
        """What kinds can look like besides the usual: of `cme_credit-formal` it is `formal`."""
        return tuple(sorted({key.partition("-")[2] for key in self.keys} - {""}))

    def key_of(self, kind: str, look: str) -> str | None:
        """The template of a kind in a look; the usual one where only other kinds have that look.

        None where no kind has it.
        """
        if not look:
            return kind
        if look not in self.looks:
            return None
        key = f"{kind}-{look}"
        return key if key in self._versions else kind

    def version(self, key: str) -> str:
        """The content hash of a template, in hexadecimal; it goes into the snapshot.

        Raises:
            TemplateError: There is no such template.
        """
        if key not in self._versions:
            raise TemplateError(f"There is no certificate template “{key}”.")
        return self._versions[key]

    @property
    def versions(self) -> str:
        """All of them as one: what an officer approves is printed with these."""
        told = "".join(f"{key} {version}\n" for key, version in sorted(self._versions.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def html(self, snapshot: CertificateSnapshot, classes: str) -> str:
        """The page of a certificate; `classes` stand on its body and choose size and face.

        Raises:
            TemplateError: The template is missing, broken, or not the one of the snapshot.
        """
        if self.version(snapshot.template_key) != snapshot.template_hash:
            raise TemplateError(
                f"The template “{snapshot.template_key}” has changed since certificate "
                f"{snapshot.number} was prepared. Prepare it again."
            )
        qr = qr_svg(snapshot.verify_url)
        try:
            template = self._environment.get_template(f"{snapshot.template_key}/{PAGE}")
            return template.render(c=snapshot, classes=classes, qr=qr)
        except JinjaError as error:
            raise TemplateError(f"Template “{snapshot.template_key}”: {error}") from error

    def _version(self, key: str) -> str:
        own = {key, key.partition("-")[0]}  # a look may build on what its kind has
        others = tuple(f"{other}/" for other in self.keys if other not in own)
        lines = (
            f"{hashlib.sha256(content).hexdigest()} {name}\n"
            for name, content in sorted(self.files.items())
            if not name.startswith(others)
        )
        outside = (f"{version} {face}\n" for face, version in sorted(outside_faces().items()))
        return hashlib.sha256("".join((*lines, *outside)).encode()).hexdigest()


def _read(root: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in PARTS
    }


def site_of(address: str) -> str:
    """The part of the verify address that a person types: without scheme and code."""
    return address.split("://", 1)[1].rsplit("/", 1)[0]


def name_html(text: str) -> Markup:
    """A name as one thing in its line: in its own direction, and in the shapes of its language."""
    shapes = shapes_of(text)
    if not (shapes or has_right_to_left(text)):
        return escape(text)
    direction = "rtl" if is_right_to_left(text) else "ltr"
    return Markup('<bdi dir="{}" lang="{}">{}</bdi>').format(direction, shapes or "", text)


def picture_path(sha256: str) -> str:
    """Where a page finds a picture that is no file of its pack."""
    return f"pictures/{sha256}.png"


def _phrase(quarters: int) -> Markup:
    return phrase_html(quarters)


def _environment(files: Mapping[str, bytes]) -> SandboxedEnvironment:
    pages = {name: text.decode() for name, text in files.items() if name.endswith(".html")}
    environment = SandboxedEnvironment(
        loader=DictLoader(pages),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "counted": counted,
        "credit_phrase": _phrase,
        "credits": credits_text,
        "date": date_text,
        "listed": listed,
        "name": name_html,
        "picture": picture_path,
        "site": site_of,
        "statement": mark_phrase,
        "zone": zone_text,
    }
    return environment
