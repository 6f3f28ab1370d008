"""A pack with mistakes in every corner, and the lines that a report of it must have."""

import re
from dataclasses import dataclass

from tests.packs.samples import CASES, GOOD, MODULES, SVG

PROGRAM = f"{MODULES}/program.yaml"
FIRST = f"{MODULES}/01-first-step.md"
SECOND = f"{MODULES}/02-second-step.md"
CASE = f"{CASES}/01-the-first-case.md"
GUIDE = f"{CASES}/01-the-first-case.guide.md"
PLAN = f"{MODULES}/figures/plan.svg"


@dataclass(frozen=True)
class Mistake:
    """A change of the good pack; ¶ stands in the line to which the report must point."""

    path: str
    old: str
    new: str
    sentence: str


MISTAKES = [
    Mistake(
        FIRST,
        "key: first-step",
        "¶key: first-stage",
        "`key` is “first-stage”, but the file’s name says “first-step”.",
    ),
    Mistake(
        FIRST,
        "short_title: First step",
        "¶short_title: A very long title for a small row",
        "`short_title`: This may have 24 characters at most.",
    ),
    Mistake(
        FIRST,
        "minutes: 45",
        "¶minutes: 46",
        "`minutes` is 46, but text, required readings, reflection and check add up to 45.",
    ),
    Mistake(FIRST, "  - id: o2\n", "  - ¶id: o1\n", "`id` “o1” is here twice."),
    Mistake(
        FIRST,
        "doi: 10.1234/one\n    type",
        "¶doi: https://doi.org/10.1234/one\n    type",
        "`doi`: A DOI begins with “10.” and has no “https://doi.org/” before it.",
    ),
    Mistake(FIRST, "doi: 10.1234/three", "¶doi: 10.1234/TWO", "`doi` “10.1234/TWO” is here twice."),
    Mistake(
        FIRST,
        "  - key: roe-2021\n    title: Another reading\n    authors: Roe R\n",
        "  - ¶key: roe-2021\n    title: Another reading\n",
        "`authors`: This field is missing.",
    ),
    Mistake(FIRST, "year: 2021", "¶year: soon", "`year`: This must be a whole number."),
    Mistake(FIRST, "objective: o2", "¶objective: o9", "There is no objective “o9” in this module."),
    Mistake(
        FIRST,
        "text: And then?\n      options:\n        - {text: This, correct: true",
        "text: And then?\n      ¶options:\n        - {text: This, correct: false",
        "Mark exactly one option as correct; this question has 0.",
    ),
    Mistake(
        FIRST,
        "session_question:",
        "¶sesion_question:",
        "`sesion_question`: There is no such field here. Did you mean `session_question`?",
    ),
    Mistake(
        FIRST, "key: first-stage", "¶key: first-stage", "`session_question`: This field is missing."
    ),
    Mistake(
        FIRST,
        "## Where we begin",
        "## Where we begin\n\n¶# Where we are",
        "The page has its title already; headings begin with ##.",
    ),
    Mistake(
        FIRST, "A claim.[^1] See", "A claim.[^1]\n¶So <b>bold.\nSee", "Raw HTML is not allowed: <b>"
    ),
    Mistake(
        FIRST,
        "See [the start](#where-we-begin)",
        "¶See [the start](#where-we-began)",
        "The link #where-we-began leads to no heading of this text.",
    ),
    Mistake(
        FIRST,
        "[a page](https://example.org/page).",
        "\n¶[a page](javascript.html).",
        "The link “javascript.html” leads nowhere: a page shows only its own text. "
        "Link to a heading (#its-words) or to a full address (https://…).",
    ),
    Mistake(
        FIRST,
        "[^1]: Doe J",
        "Two.\n¶Three.[^3]\n\n[^1]: Doe J",
        "The note [^3] has no text; write “[^3]: …” below.",
    ),
    Mistake(
        FIRST,
        "J Test 2020. doi:10.1234/one\n",
        "J Test 2020.\n\n¶::: remark\n",
        "There is no callout of the kind “remark”; choose note, practice, tool, or evidence.",
    ),
    Mistake(
        SECOND,
        "::: practice",
        "¶::: practice",
        "This callout is not closed; end it with a line of :::",
    ),
    Mistake(
        SECOND,
        "- Say it.\n:::\n",
        "- Say it.\n\n¶![](figures/a-map.png)\n",
        "This picture has no alt text: ![what it shows](figures/name.svg).",
    ),
    Mistake(
        SECOND,
        "![](figures/a-map.png)",
        "¶![](figures/a-map.png)",
        f"There is no picture {MODULES}/figures/a-map.png.",
    ),
    Mistake(
        SECOND,
        "## Where we begin\n",
        "## Where we begin\n\n¶See ![a plan](figures/plan.svg).\n",
        "A picture must stand on a line of its own, between empty lines.",
    ),
    Mistake(
        PLAN,
        "<circle",
        "¶<script/>\n<circle",
        "The element <script> is not allowed in a picture.",
    ),
    Mistake(
        PLAN,
        "<circle",
        '¶<circle onclick="x()"',
        "The attribute onclick is not allowed in a picture.",
    ),
    Mistake(
        SECOND,
        "prompt: What",
        "¶prompt: What: what",
        "This is not valid YAML. A text with a colon and a space in it needs quotes.",
    ),
    Mistake(
        PROGRAM,
        "module: second-step}",
        "¶module: third-step}",
        "There is no module “third-step” in this pack.",
    ),
    Mistake(
        PROGRAM,
        "modules_required: 2",
        "¶modules_required: 3",
        "`modules_required` is 3, but the syllabus has 2 modules.",
    ),
    Mistake(
        PROGRAM,
        "late_after_minutes: 5",
        "¶late_after_minutes: five",
        "`late_after_minutes`: This must be a whole number.",
    ),
    Mistake(
        PROGRAM,
        "text: I did {unit}, {title}.",
        "¶text: I did {week}.",
        "`text`: It may hold {unit} and {title} in braces, and not {week}.",
    ),
    Mistake(
        PROGRAM,
        'time: "07:30"',
        '¶time: "7:30"',
        "`time`: Write the time as “06:00”, from 00:00 to 23:59, in quotes.",
    ),
    Mistake(
        CASE, "module: first-step", "¶module: no-step", "There is no module “no-step” in this pack."
    ),
    Mistake(CASE, "minutes: 30", "minutes: 30\n¶minutes: 30", "The field `minutes` is here twice."),
    Mistake(
        GUIDE,
        "{from: 10, to: 30",
        "¶{from: 12, to: 30",
        "This step begins at minute 12, and the one before ends at 10.",
    ),
]


def planted() -> tuple[dict[str, str], set[str]]:
    """The broken pack, and the lines that the report must have."""
    files = {**GOOD, PLAN: SVG}
    for number, mistake in enumerate(MISTAKES):
        assert files[mistake.path].count(mistake.old) >= 1, mistake
        assert mistake.new.count("¶") == 1, mistake
        new = mistake.new.replace("¶", f"¶{number}¶")
        files[mistake.path] = files[mistake.path].replace(mistake.old, new, 1)
    expected = set()
    for number, mistake in enumerate(MISTAKES):
        before = files[mistake.path].partition(f"¶{number}¶")[0]
        line = before.count("\n") + 1
        expected.add(f"{mistake.path}:{line}: {mistake.sentence}")
    return {path: re.sub(r"¶\d+¶", "", text) for path, text in files.items()}, expected
