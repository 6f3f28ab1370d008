"""Every template compiles, and names only icons, styles and macros that exist."""

import hashlib
import json
import re
from pathlib import Path

from jinja2 import nodes

from app.language.languages import ENGLISH
from app.settings import PROJECT_ROOT
from app.web.pages import STATIC, environment

ROOT = PROJECT_ROOT / "app" / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))


def sources() -> list[tuple[Path, str]]:
    assert len(TEMPLATES) >= 30
    return [(path, path.read_text()) for path in TEMPLATES]


def test_every_template_compiles_and_calls_only_macros_that_exist() -> None:
    env = environment(ENGLISH)
    macros = set(dir(env.globals["ui"]))
    called = 0
    for path, source in sources():
        tree = env.parse(source)
        for attribute in tree.find_all(nodes.Getattr):
            if isinstance(attribute.node, nodes.Name) and attribute.node.name == "ui":
                assert attribute.attr in macros, f"{path}: ui.{attribute.attr}"
                called += 1
    assert called >= 100


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    bad = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|hx-vars|[\"']js:")
    for path, source in sources():
        assert not bad.search(source), path


def test_templates_are_valid_html_to_a_checker_that_does_not_know_htmx() -> None:
    for path, source in sources():
        assert not re.search(r"(?<!data-)\bhx-(get|post|s|t|re)", source), path
    assert '"prefix"' not in (ROOT / "base.html").read_text(), "htmx reads data-hx- without"


def test_icons_named_in_templates_are_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol[^>]*\sid="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for _, source in sources()
        for name in re.findall(r'(?:ui\.|\b)icon\("([\w-]+)"|icon_name="([\w-]+)"', source)
        for name in name
        if name
    }
    assert named
    assert named <= sprite


def test_vendored_files_are_what_their_manifest_says() -> None:
    entries = json.loads((STATIC / "vendor" / "manifest.json").read_text())
    assert len(entries) >= 5
    for entry in entries:
        digest = hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest()
        assert digest == entry["sha256"], entry["file"]


def test_only_rendered_content_is_marked_safe() -> None:
    marked = [
        (path.name, expression.strip())
        for path, source in sources()
        for expression in re.findall(r"\{\{([^}]*)\|\s*safe\s*\}\}", source)
    ]
    assert marked
    assert all(expression.endswith("html") for _, expression in marked), marked


def test_macros_of_a_page_stand_in_its_blocks() -> None:
    """htmx is sent a block alone, and what stands outside of it is not defined there."""
    looked = 0
    for path, source in sources():
        if "{% extends" not in source:
            continue
        depth = 0
        for word in re.findall(r"{%-?\s*(block|endblock|macro)\b", source):
            depth += {"block": 1, "endblock": -1}.get(word, 0)
            assert word != "macro" or depth, path
        looked += 1
    assert looked >= 30
