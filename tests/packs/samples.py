"""A small pack that is right in every point, to be broken by the tests."""

from pathlib import Path

PROGRAM = """\
key: small-program
title: Small Program
summary: A program for tests.
format: cohort
unit_label: Session
session_minutes: 30
opening: {weekday: friday, time: "07:30"}
syllabus:
  - {module: first-step, case: the-first-case}
  - {module: second-step}
policy:
  modules_required: 2
  sessions_required: 1
  make_ups_allowed: 0
  excused_leaves_denominator: true
  present_minutes: 20
  late_after_minutes: 5
  surveys: []
  claim_days: 30
attestation:
  version: "1"
  text: I did {unit}, {title}.
lengths: {module_words: [5, 50], case_words: [1, 50], guide_words: [1, 50]}
"""

FIRST = """\
---
key: first-step
title: "The first step: begin"
short_title: First step
minutes: 45
text_minutes: 10
objectives:
  - id: o1
    text: Name one thing.
  - id: o2
    text: Name another thing.
  - id: o3
    text: Name a third thing.
readings:
  - key: doe-2020
    title: A reading
    authors: Doe J
    year: 2020
    source: J Test 1(1):1-9
    doi: 10.1234/one
    type: Journal article
    minutes: 20
    required: true
    why: It is short.
  - key: roe-2021
    title: Another reading
    authors: Roe R
    year: 2021
    source: J Test 2(1):1-9
    doi: 10.1234/two
    type: Commentary
    minutes: 15
    required: false
    why: It is shorter.
  - key: poe-2022
    title: A third reading
    authors: Poe E
    year: 2022
    source: J Test 3(1):1-9
    doi: 10.1234/three
    type: Commentary
    minutes: 15
    required: false
    why: It is the shortest.
reflection:
  prompt: What did you find?
  minutes: 10
check:
  minutes: 5
  questions:
    - id: q1
      objective: o1
      text: Which one?
      options:
        - {text: This, correct: true, feedback: Yes.}
        - {text: That, correct: false, feedback: Not that.}
    - id: q2
      objective: o2
      text: And now?
      options:
        - {text: This, correct: true, feedback: Yes.}
        - {text: That, correct: false, feedback: Not that.}
    - id: q3
      objective: o3
      text: And then?
      options:
        - {text: This, correct: true, feedback: Yes.}
        - {text: That, correct: false, feedback: Not that.}
    - id: q4
      objective: o3
      text: And at last?
      options:
        - {text: This, correct: true, feedback: Yes.}
        - {text: That, correct: false, feedback: Not that.}
session_question: What will you bring?
---
## Where we begin

A claim.[^1] See [the start](#where-we-begin) or [a page](https://example.org/page).

::: practice Try this
- Say it.
:::

[^1]: Doe J. J Test 2020. doi:10.1234/one
"""

SECOND = FIRST.replace("first-step", "second-step").replace("First step", "Second step")
for _number in ("one", "two", "three"):
    SECOND = SECOND.replace(f"10.1234/{_number}\n    type", f"10.1234/{_number}-b\n    type")

CASE = """\
---
key: the-first-case
title: The First Case
module: first-step
summary: Two people meet.
minutes: 30
roles:
  - Dr. A, mentor
---
They meet.
"""

GUIDE = """\
---
case: the-first-case
title: "Facilitator guide: The First Case"
goals:
  - Talk.
plan:
  - {from: 0, to: 10, what: Opening}
  - {from: 10, to: 30, what: Closing}
---
## Opening

Ask.
"""

MODULES, CASES = "modules/small-program", "cases/small-program"
GOOD = {
    f"{MODULES}/program.yaml": PROGRAM,
    f"{MODULES}/01-first-step.md": FIRST,
    f"{MODULES}/02-second-step.md": SECOND,
    f"{CASES}/01-the-first-case.md": CASE,
    f"{CASES}/01-the-first-case.guide.md": GUIDE,
}

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 400" role="img">
<title>A circle</title>
<circle cx="240" cy="200" r="100" fill="#0f5a5e"/>
</svg>
"""
"""A picture that is right in every point."""


def write(root: Path, files: dict[str, str]) -> Path:
    """Write the files of packs under a root."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return root


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The good pack with one place changed."""
    assert GOOD[path].count(old) >= 1, old
    return {**GOOD, path: GOOD[path].replace(old, new, 1)}


INSTRUMENT_FILE = f"{MODULES}/instruments/first-survey.yaml"
INSTRUMENT = """\
key: first-survey
title: First survey
language: en
minutes: 2
intro: Six questions.
source: {text: Written for tests., doi: 10.1234/survey}
license: Free.
redistribution: yes
perspectives: {now: Now, then: Before}
scales:
  agree:
    low: 1
    high: 5
    anchors: {1: No, 5: Yes}
    na: Not for me
items:
  - {code: calm, kind: likert, scale: agree, text: I am calm.}
  - {code: rushed, kind: likert, scale: agree, reversed: true, required: true, text: I am rushed.}
  - code: way
    kind: choice
    text: Which way?
    options:
      - {code: left, text: Left}
      - {code: right, text: Right}
  - {code: hours, kind: number, min: 0, max: 80, unit: hours, text: "How long?"}
  - {code: since, kind: date, text: "Since when?"}
  - {code: more, kind: text, long: true, most: 300, text: "What else?"}
groups:
  - {title: You, intro: Think of today., items: [calm, rushed, way]}
  - {title: Your time, items: [hours, since, more]}
subscales:
  - {code: ease, title: Ease, items: [calm, rushed], min_answered: 1}
composite: {title: All of it}
"""
WITH_INSTRUMENT = {**GOOD, INSTRUMENT_FILE: INSTRUMENT}


def with_instrument(old: str, new: str) -> dict[str, str]:
    """The good pack and an instrument with one place changed; ¶ in it is left out."""
    assert INSTRUMENT.count(old) == 1, old
    return {**GOOD, INSTRUMENT_FILE: INSTRUMENT.replace(old, new.replace("¶", ""))}


def instrument_line(old: str, new: str) -> int:
    """The line on which ¶ stands in the instrument with one place changed."""
    text = INSTRUMENT.replace(old, new)
    return text.count("\n", 0, text.index("¶")) + 1
