"""The import contracts guard what they promise: a forbidden import anywhere is seen, however deep.

Each plant goes into every file of its kind at once, in a copy of the code; the contract must name
every one of them.
"""

import ast
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import PROJECT_ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
GENERATED = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True)
class Plant:
    """An import that must not be, and every file in which it is planted."""

    contract: str
    line: str
    patterns: tuple[str, ...]
    at_least: int
    """How many files must match, or the test has looked at nothing."""
    but: str = ""
    """The name of files that may import this."""


DOMAIN = (
    *("casework", "certificates", "cohorts", "content", "core", "credit", "installation"),
    *("language", "learning", "messages", "outcomes", "packs", "people", "policy", "printing"),
    *("studies", "surveys"),
)
PURE = (
    "**/rules.py",
    "**/enums.py",
    "casework/hours.py",
    "casework/imports/facts.py",
    "casework/imports/matching/*.py",
    "casework/imports/reading/*.py",
    "casework/zoom/gathering.py",
    "casework/zoom/lists.py",
    "casework/zoom/told.py",
    "content/differences/*.py",
    "language/*.py",
    "people/roles.py",
    "credit/ledger.py",
    "content/tools.py",
    "credit/phrase.py",
    "credit/completion/progress.py",
    "credit/completion/promise.py",
    "credit/completion/certainty.py",
    "casework/breakouts/mixing.py",
    "casework/recordings/captions.py",
    "casework/recordings/kinds.py",
    "casework/breakouts/seating.py",
    "cohorts/intake/columns.py",
    "cohorts/intake/encodings.py",
    "cohorts/intake/names.py",
    "cohorts/intake/planned/likeness.py",
    "cohorts/intake/rows.py",
    "cohorts/context.py",
    "packs/text/quotes.py",
    "content/releases/records.py",
    "core/agreement.py",
    "core/prose.py",
    "installation/findings.py",
    "certificates/issuing/inputs.py",
    "certificates/numbers.py",
    "certificates/reports/records.py",
    "certificates/snapshot.py",
    "certificates/issuing/credit.py",
    "certificates/issuing/draft.py",
    "certificates/corrections/comparing.py",
    "certificates/corrections/differences.py",
    "certificates/corrections/progress.py",
    "certificates/orders.py",
    "printing/letters.py",
    "printing/scripts.py",
    "outcomes/analysis/**/*.py",
    "outcomes/charts/*.py",
    "outcomes/disclosure/answered.py",
    "outcomes/disclosure/cells.py",
    "outcomes/disclosure/editions.py",
    "outcomes/disclosure/freedom.py",
    "outcomes/disclosure/holding.py",
    "outcomes/disclosure/risk.py",
    "outcomes/codebook/*.py",
    "outcomes/sharing/sent.py",
    "outcomes/sharing/taking/answers.py",
    "outcomes/sharing/taking/records.py",
    "outcomes/sharing/taking/weighing.py",
    "outcomes/redcap/*.py",
    "outcomes/leadership/answers.py",
    "outcomes/leadership/changes.py",
    "outcomes/leadership/costs.py",
    "outcomes/leadership/evaluations.py",
    "outcomes/leadership/faculty.py",
    "outcomes/leadership/groups.py",
    "outcomes/leadership/records.py",
    "outcomes/leadership/sheet/*.py",
    "outcomes/leadership/shown.py",
    "outcomes/leadership/sizes.py",
    "outcomes/leadership/told.py",
    "outcomes/leadership/wanted.py",
    "outcomes/projects/analyses/findings.py",
    "outcomes/projects/analyses/numbers.py",
    "outcomes/projects/analyses/records.py",
    "outcomes/projects/analyses/rows.py",
    "outcomes/results/counting.py",
    "outcomes/results/scored.py",
    "outcomes/sharing/redcap.py",
    "outcomes/sharing/research.py",
    "outcomes/trials/rows.py",
    "surveys/codes.py",
)
LISTS = ("web/shown.py", "web/listing.py", "web/parts.py", "web/spreadsheet.py")
PLANTS = [
    Plant("pure", "import sqlalchemy", PURE, 20),
    Plant("pure", "import app.web.pages", PURE, 20),
    Plant("pure", "from app.core import clock", PURE, 20),
    Plant("pure", "from app.people import queries", PURE, 20),
    Plant(
        "no-request-below-the-site",
        "import fastapi",
        tuple(f"{package}/**/[a-z]*.py" for package in DOMAIN),
        100,
    ),
    Plant("no-request-below-the-site", "import app.site.visits", ("**/actions.py",), 6),
    Plant("packs-are-files", "import sqlmodel", ("packs/**/[a-z]*.py",), 15),
    Plant("models-know-nothing", "from app.people import actions", ("*/models.py",), 7),
    Plant("queries-do-not-act", "from app.people import actions", ("*/**/queries.py",), 10),
    Plant(
        "pages-do-not-query",
        "from sqlalchemy import select",
        ("site/*/**/[a-z]*.py", "site/loaders.py"),
        90,
    ),
    Plant("lists-are-pure", "import fastapi", LISTS, 4),
    Plant("lists-are-pure", "from app.core import clock", LISTS, 4),
    Plant(
        "pages-do-not-act",
        "from app.people import actions",
        ("site/**/[a-z]*.py",),
        60,
        but="routes.py",
    ),
    Plant(
        "pages-do-not-act",
        "from app.content.booklets import tasks",
        ("site/**/[a-z]*.py",),
        60,
        but="routes.py",
    ),
    Plant("floors", "import app.cohorts.rules", ("people/[a-z]*.py", "content/[a-z]*.py"), 8),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code and its contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(PROJECT_ROOT / "app", folder / "app", ignore=GENERATED)
    shutil.copy(PROJECT_ROOT / "pyproject.toml", folder)
    return folder


def broken_in(folder: Path, contract: str) -> str:
    """What a contract complains of, in one line; empty where it is kept."""
    command = [str(LINTER), "--no-logo", "--contract", contract]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return re.sub(r"\s+", " ", run.stdout) if run.returncode else ""


def matching(folder: Path, plant: Plant) -> list[Path]:
    found = {file for pattern in plant.patterns for file in (folder / "app").glob(pattern)}
    return sorted(file for file in found if file.name not in {"__init__.py", plant.but})


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}: {plant.line}")
def test_a_planted_import_breaks_its_contract(copy: Path, plant: Plant) -> None:
    files = matching(copy, plant)
    assert len(files) >= plant.at_least
    before = {file: file.read_text() for file in files}
    for file, text in before.items():
        file.write_text(f"{text}\n{plant.line}\n")
    try:
        complaint = broken_in(copy, plant.contract)
    finally:
        for file, text in before.items():
            file.write_text(text)
    modules = [".".join(file.relative_to(copy).with_suffix("").parts) for file in files]
    assert [module for module in modules if f"- {module} -> " not in complaint] == []


def test_an_import_behind_another_breaks_the_promise_of_purity(copy: Path) -> None:
    words = copy / "app" / "language" / "words.py"
    before = words.read_text()
    words.write_text(f"{before}\nfrom app.core import db\n")
    complaint = broken_in(copy, "pure")
    words.write_text(before)
    assert "app.learning.rules -> app.language.words" in complaint


@pytest.mark.parametrize(
    ("file", "line", "inside"),
    [
        ("app/site/parts/credit.py", "import app.site.home.page", "app.site"),
        ("app/content/queries.py", "from app.content.releases import export", "app.content"),
    ],
)
def test_a_circle_is_seen_at_any_depth(copy: Path, file: str, line: str, inside: str) -> None:
    closing = copy / file
    before = closing.read_text()
    closing.write_text(f"{before}\n{line}\n")
    complaint = broken_in(copy, "no-circles")
    closing.write_text(before)
    assert f"No cycles are allowed in {inside}." in complaint


def test_contracts_are_kept_without_a_plant(copy: Path) -> None:
    contracts = {plant.contract for plant in PLANTS} | {"no-circles"}
    assert all(broken_in(copy, contract) == "" for contract in contracts)


def calls_itself_pure(file: Path) -> bool:
    words = re.findall(r"\w+", (ast.get_docstring(ast.parse(file.read_text())) or "").lower())
    return "pure" in words and "asgi" not in words


def test_what_calls_itself_pure_is_held_to_it(copy: Path) -> None:
    app = copy / "app"
    says_so = {file for file in app.rglob("*.py") if calls_itself_pure(file)}
    held = {file for pattern in (*PURE, *LISTS) for file in app.glob(pattern)}
    assert len(says_so) >= 20
    assert says_so - held == set()
