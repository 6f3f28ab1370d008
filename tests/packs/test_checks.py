"""What is said of each single flaw; `test_planted_errors` has the others, all at once."""

from pathlib import Path

import pytest

from app.content.command import check
from app.language import Text
from tests.packs.samples import CASE, CASES, FIRST, GOOD, GUIDE, MODULES, SECOND, changed, write

PROGRAM_FILE = f"{MODULES}/program.yaml"
FIRST_FILE = f"{MODULES}/01-first-step.md"
CASE_FILE = f"{CASES}/01-the-first-case.md"
GUIDE_FILE = f"{CASES}/01-the-first-case.guide.md"
FOURTH_QUESTION = FIRST[FIRST.index("    - id: q4") : FIRST.index("session_question")]
THIRD_READING = FIRST[FIRST.index("  - key: poe-2022") : FIRST.index("reflection:")]


def findings(root: Path, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(write(root, files)).problems]


def test_good_pack_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "finding"),
    [
        (FIRST_FILE, THIRD_READING, "", "14: warning: There are 2 readings; 3 to 5 serve"),
        (
            FIRST_FILE,
            "    doi: 10.1234/two\n",
            "",
            "25: warning: The reading “roe-2021” has no DOI.",
        ),
        (FIRST_FILE, FOURTH_QUESTION, "", "50: warning: The check has 3 questions; 4 to 6 serve"),
        (FIRST_FILE, "objective: o2", "objective: o1", "10: warning: No question tests the object"),
        (FIRST_FILE, "## Where", "#### Where", "77: warning: This heading skips a level: use ##"),
        (FIRST_FILE, "\n[^1]: Doe", "\n[^2]: X\n\n[^1]: Doe", "85: warning: No place in the text "),
        (GUIDE_FILE, "to: 30", "to: 25", "8: The plan ends at minute 25, and the case takes 30."),
        (GUIDE_FILE, "from: 0", "from: 5", "7: This step begins at minute 5, and the one before"),
        (GUIDE_FILE, "to: 10", "to: 0", "7: `to`: This must be 1 or more."),
        (GUIDE_FILE, "from: 10, to: 30", "from: 10, to: 9", "8: This step ends (9) before it be"),
        (GUIDE_FILE, "case: the-first-case", "case: the-last", "2: There is no case “the-last” in"),
        (FIRST_FILE, "year: 2020", "year: 1066", "18: `year`: This must be 1900 or more."),
        (CASE_FILE, "They meet.", "", "10: The text is missing below the second line of three hy"),
        (CASE_FILE, "They meet.", "They meet.[^1]", "10: The note [^1] has no text"),
        (CASE_FILE, "They meet.", "[x](https://)", "10: The link https:// is not a valid address."),
        (CASE_FILE, "They meet.", "[x](tel:1)", "10: Links begin with https:// or mailto: and not"),
        (CASE_FILE, "They meet.", "They\nmeet\0.", "11: This holds a control character that nob"),
        (CASE_FILE, "They meet.", "a\n\n:::", "12: This ::: closes nothing."),
        (CASE_FILE, "title: The First Case", "title: ' '", "3: `title`: This is empty."),
        (CASE_FILE, "title: The First Case", "title:", "3: `title`: This is empty."),
        (CASE_FILE, "title: The First Case", "title: 12", "3: `title`: This must be text; put it"),
        (
            CASE_FILE,
            "title: The First Case",
            'title: "A\\0B"',
            "3: `title`: This holds a control cha",
        ),
        (CASE_FILE, "roles:\n  - Dr. A, mentor", "roles: Dr. A", "7: `roles`: This must be a list"),
        (
            CASE_FILE,
            "module: first-step",
            "module: second-step",
            "warning: The case “the-first-case”",
        ),
        (PROGRAM_FILE, "key: small-program", "key: other", "1: `key` is “other”, but the file’s"),
        (PROGRAM_FILE, "module: second-step", "module: first-step", "10: `module` “first-step” is"),
        (PROGRAM_FILE, "{module: second-step}", "{}", "10: A unit needs a module, a case, or both"),
        (PROGRAM_FILE, "present_minutes: 20", "present_minutes: 31", "16: `present_minutes` is 31"),
        (
            PROGRAM_FILE,
            "late_after_minutes: 5",
            "late_after_minutes: 11",
            "`late_after_minutes` is 11, but can be at most 10 where somebody is present after 20",
        ),
        (
            PROGRAM_FILE,
            "sessions_required: 1",
            "sessions_required: 3",
            "13: `sessions_required` is",
        ),
        (
            PROGRAM_FILE,
            "format: cohort",
            "format: course",
            "4: `format`: This must be one of these: cohort or series.",
        ),
        (
            PROGRAM_FILE,
            "weekday: friday",
            "weekday: Friday",
            "7: `weekday`: This must be one of these: monday, tuesday, wednesday, thursday, "
            "friday, saturday, or sunday.",
        ),
        (
            PROGRAM_FILE,
            "policy:\n",
            "reminders:\n  unsigned: {days_before: 15}\npolicy:\n",
            "12: `days_before`: ",
        ),
        (
            PROGRAM_FILE,
            "policy:\n",
            "reminders:\n  session_soon: {time: '13:00'}\npolicy:\n",
            "12: `time`: There is no such field here.",
        ),
        (
            PROGRAM_FILE,
            "policy:\n",
            "reminders:\n  birthday: {}\npolicy:\n",
            "12: `birthday`: There is no such field here.",
        ),
        (
            PROGRAM_FILE,
            "policy:\n",
            'reminders:\n  missed: {weekday: monday, time: "7:30"}\npolicy:\n',
            "12: `time`: Write the time as “06:00”",
        ),
        (PROGRAM_FILE, "session_minutes: 30", "session_minutes: 60", "warning: The case takes 30 "),
    ],
)
def test_flaw_is_named_with_its_line(
    tmp_path: Path, path: str, old: str, new: str, finding: str
) -> None:
    found = findings(tmp_path, changed(path, old, new))
    assert any(finding in problem for problem in found), found


def test_module_without_a_required_reading_is_a_warning(tmp_path: Path) -> None:
    files = changed(FIRST_FILE, "required: true", "required: false")
    files[FIRST_FILE] = files[FIRST_FILE].replace("minutes: 45", "minutes: 25")
    assert findings(tmp_path, files) == [f"{FIRST_FILE}:14: warning: No reading is required."]


@pytest.mark.parametrize("count", [2, 6])
def test_module_has_three_to_five_objectives(tmp_path: Path, count: int) -> None:
    objectives = "".join(f"  - id: o{n}\n    text: Name it.\n" for n in range(1, count + 1))
    start, end = FIRST.index("  - id: o1"), FIRST.index("readings:")
    files = GOOD | {FIRST_FILE: FIRST[:start] + objectives + FIRST[end:]}
    expected = f"{FIRST_FILE}:7: A module has 3 to 5 objectives; this one has {count}."
    assert expected in findings(tmp_path, files)


def test_same_work_in_two_modules_is_a_warning(tmp_path: Path) -> None:
    files = changed(f"{MODULES}/02-second-step.md", "10.1234/two-b", "10.1234/TWO")
    (finding,) = findings(tmp_path, files)
    assert finding.endswith("warning: The module “first-step” has this reading, too.")


def test_module_that_the_syllabus_does_not_name_is_a_warning(tmp_path: Path) -> None:
    files = changed(PROGRAM_FILE, "  - {module: second-step}\n", "")
    files[PROGRAM_FILE] = files[PROGRAM_FILE].replace("modules_required: 2", "modules_required: 1")
    (finding,) = findings(tmp_path, files)
    assert finding.endswith("warning: The syllabus in program.yaml does not name this module.")


def test_case_without_a_guide_is_a_warning_and_a_guide_without_its_case_an_error(
    tmp_path: Path,
) -> None:
    without_guide = {path: text for path, text in GOOD.items() if path != GUIDE_FILE}
    (finding,) = findings(tmp_path / "a", without_guide)
    assert finding.endswith("warning: This case has no facilitator guide.")

    without_case = {path: text for path, text in GOOD.items() if path != CASE_FILE}
    found = findings(tmp_path / "b", without_case)
    assert f"{GUIDE_FILE}:2: There is no case “the-first-case” in this pack." in found


def test_key_that_two_files_have_is_an_error(tmp_path: Path) -> None:
    files = GOOD | {f"{CASES}/02-the-first-case.md": CASE}
    expected = (
        f"{CASES}/02-the-first-case.md:2: The key “the-first-case” already belongs to {CASE_FILE}."
    )
    assert expected in findings(tmp_path, files)


def test_pack_without_a_program_is_an_error(tmp_path: Path) -> None:
    files = {path: text for path, text in GOOD.items() if path != PROGRAM_FILE}
    assert findings(tmp_path, files) == [f"{PROGRAM_FILE}:1: The pack has no program.yaml."]


def test_file_that_is_no_yaml_is_still_there_for_the_others(tmp_path: Path) -> None:
    files = changed(FIRST_FILE, 'title: "The first step: begin"', "title: a: b")
    (finding,) = findings(tmp_path, files)
    assert finding.startswith(f"{FIRST_FILE}:3: This is not valid YAML.")


def test_word_lint_sees_fields_and_paragraphs_with_their_lines(tmp_path: Path) -> None:
    files = GOOD | {
        GUIDE_FILE: GUIDE.replace("  - Talk.", "  - Earn Category 1 credit."),
        CASE_FILE: CASE.replace("They meet.", "They meet.\n\nThey earn Category\n1 credit."),
        f"{MODULES}/02-second-step.md": SECOND,
    }

    def lint(text: str) -> list[Text]:
        return ["Not these words."] if "Category 1" in text else []

    found = [str(problem) for problem in check(write(tmp_path, files), word_lint=lint).problems]
    assert found == [f"{GUIDE_FILE}:5: Not these words.", f"{CASE_FILE}:12: Not these words."]


def test_callout_that_swallows_the_next_is_an_error_where_that_begins(tmp_path: Path) -> None:
    files = changed(
        f"{MODULES}/01-first-step.md",
        "- Say it.\n:::\n",
        "- Say it.\n\n## A heading\n\n::: note Another\nWords.\n:::\n",
    )
    inside = "stands inside the callout of line 81; end that one with a line of ::: before it."
    assert findings(tmp_path, files) == [
        f"{FIRST_FILE}:84: This heading {inside}",
        f"{FIRST_FILE}:86: This callout {inside}",
    ]
