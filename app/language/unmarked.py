"""Words that people see and that nobody marked: found in the source, before anybody sees them.

It reads templates (text, the attributes that are read out, literals in expressions) and Python
(literals that look like words). A guess it is in either: words of one small letter-case word look
like a keyword, and are left to the test that reads every page in a pseudo-language. What looks like
words and is none, as a pattern for parsing or a line for the log, says so: `# not shown`.
"""

from pathlib import Path

from app.language.catalogs import TRANSLATIONS
from app.language.unmarked_in import Unmarked
from app.language.unmarked_in.python import in_python
from app.language.unmarked_in.templates import in_template

APP = TRANSLATIONS.parent
NOT_FOR_READERS = (
    *("cli/", "__main__.py", "settings.py", "demo/", "language/", "printing/"),
    *("certificates/printing/", "certificates/specimens.py"),
    *("content/command.py", "installation/backups/", "outcomes/projects/command.py"),
    *("outcomes/sharing/command.py", "policy/"),
)
"""For operators, or invented, or printed in the language of a program, or for the README only."""
PRINTED = "transcripts"
"""Templates of papers that say what certificates say, in the one language that those have."""


def unmarked(root: Path = APP) -> list[Unmarked]:
    """Everything found in an application's templates and Python."""
    found: list[Unmarked] = []
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix == ".css" or path.parent.name == PRINTED:
            continue
        name = str(path.relative_to(root.parent))
        found += in_template(path.read_text(encoding="utf-8"), name)
    for path in sorted(root.rglob("*.py")):
        name = str(path.relative_to(root))
        if not name.startswith(NOT_FOR_READERS):
            found += in_python(path.read_text(encoding="utf-8"), f"{root.name}/{name}")
    return found
