"""The files of a small course, from which the programs of the cast are loaded."""

import json
from typing import Any

from app.packs.schema import PolicyData
from tests.packs.samples import SVG

UNITS = 4
POLICY = PolicyData(
    modules_required=4,
    sessions_required=3,
    make_ups_allowed=1,
    excused_leaves_denominator=False,
    present_minutes=45,
    late_after_minutes=10,
    surveys=(),
    claim_days=30,
)
PLAN = '\n\n![Who speaks when](figures/plan.svg "A plan")'
"""A picture that only guides show."""
MAP = '\n\n![Where everybody stands](figures/map.svg "A map")'
"""A picture in every module and case."""
PARTS = '\n\n## Where to begin\n\nIt\'s here.\n\n## Where to "go on"\n\nSay `"on"`, and go.'
"""The headings of every module, with the marks that authors type."""


def course_files(key: str) -> dict[str, str]:
    """The files of a course of four units, each with a module, a case and a guide."""
    files = {f"modules/{key}/program.yaml": json.dumps(_program(key))}
    files |= {f"{part}/{key}/figures/map.svg": SVG for part in ("modules", "cases")}
    files |= {f"cases/{key}/figures/plan.svg": SVG.replace("circle</title>", "plan</title>")}
    for n in range(1, UNITS + 1):
        name = f"{n:02}-case-{n}"
        files |= {
            f"modules/{key}/{n:02}-module-{n}.md": _file(
                module_data(n), f"Text of module {n}.{MAP}{PARTS}"
            ),
            f"cases/{key}/{name}.md": _file(_case(n), f"Case for learners {n}.{MAP}"),
            f"cases/{key}/{name}.guide.md": _file(_guide(n), f"Guide only {n}.{PLAN}"),
        }
    return files


def series_files(key: str) -> dict[str, str]:
    """The files of an open series of four sessions, each with a topic and a speaker."""
    program = _program(key) | {
        "format": "series",
        "unit_label": "Session",
        "opening": {"weeks_before": 52},
        "syllabus": [{"case": f"topic-{n}"} for n in range(1, UNITS + 1)],
        "policy": POLICY.model_dump(mode="json")
        | {"modules_required": 0, "sessions_required": 0, "make_ups_allowed": 0},
    }
    return {f"modules/{key}/program.yaml": json.dumps(program)} | {
        f"cases/{key}/{n:02}-topic-{n}.md": _file(_topic(n), f"Abstract of topic {n}.")
        for n in range(1, UNITS + 1)
    }


def _topic(n: int) -> dict[str, Any]:
    return {
        "key": f"topic-{n}",
        "title": f"Topic {n} title",
        "category": "Teaching",
        "summary": f"What topic {n} is.",
        "minutes": 60,
        "objectives": [f"Name point {n}"],
        "speakers": [
            {"name": f"Sam Speaker {n}", "degrees": "MD", "institution": "Elsewhere University"}
        ],
        "disclosure": f"Speaker {n} has nothing to disclose.",
    }


def _file(front: dict[str, Any], text: str) -> str:
    return f"---\n{json.dumps(front, indent=1)}\n---\n{text}\n"


def _program(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": key.replace("-", " ").title() + " Program",
        "summary": "A program for tests.",
        "format": "cohort",
        "unit_label": "Week",
        "session_minutes": 60,
        "syllabus": [{"module": f"module-{n}", "case": f"case-{n}"} for n in range(1, UNITS + 1)],
        "policy": POLICY.model_dump(mode="json"),
        "attestation": {
            "version": "t-1",
            "text": "I attest that I completed {unit}, {title}.",
        },
    }


def module_data(n: int) -> dict[str, Any]:
    """The front matter of a module."""
    reading = {
        "authors": "Doe J",
        "year": 2020,
        "source": "J Test 1:1",
        "type": "Journal article",
        "minutes": 10,
        "why": "It is short.",
    }
    return {
        "key": f"module-{n}",
        "title": f"Module {n} title",
        "short_title": f"Module {n}",
        "minutes": 40,
        "text_minutes": 10,
        "objectives": [
            {"id": f"o{m}", "text": f"Name objective {n} in way {m}."} for m in (1, 2, 3)
        ],
        "readings": [
            reading
            | {
                "key": f"r{n}{letter}",
                "title": f"Reading {n}{letter}",
                "doi": f"10.1234/test.{n}{letter}",
                "required": letter != "c",
            }
            | ({"access": "free"} if letter == "a" else {})
            for letter in "abc"
        ],
        "reflection": {"prompt": f"Reflect on {n}.", "minutes": 5},
        "check": {
            "minutes": 5,
            "questions": [
                {
                    "id": "q1",
                    "objective": "o1",
                    "text": "Which is right?",
                    "options": [
                        {"text": "This", "correct": True, "feedback": "Yes, this."},
                        {"text": "That", "correct": False, "feedback": "No, not that."},
                    ],
                }
            ],
        },
        "session_question": f"Bring question {n}." + (" It's yours." if n == 1 else ""),
    }


def _case(n: int) -> dict[str, Any]:
    return {
        "key": f"case-{n}",
        "title": f"Case {n}",
        "module": f"module-{n}",
        "summary": "A case.",
        "minutes": 60,
    }


def _guide(n: int) -> dict[str, Any]:
    plan = [{"from": 0, "to": 60, "what": "Talk."}]
    return {"case": f"case-{n}", "title": f"Guide {n}", "goals": ["Learn."], "plan": plan}
