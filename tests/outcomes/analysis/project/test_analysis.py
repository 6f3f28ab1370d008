import json
from dataclasses import asdict

import pytest

from app.outcomes.analysis.project.analysis import analyze
from app.outcomes.analysis.project.arms import arms
from app.outcomes.analysis.project.attrition import attrition
from app.surveys.enums import IdentityMode
from tests.outcomes.analysis.project.studies import SCALES, a_sheet, a_study, only, trial


def test_the_primary_analysis_finds_what_the_trial_has() -> None:
    study = a_study(trial(), reference="control")
    (found,) = arms(study, only(study))
    assert (found.population, found.n) == ("intention_to_treat", 86)
    assert found.model is not None
    assert [(c.arm, c.wave) for c in found.model.contrasts] == [("combined", 3), ("combined", 12)]
    for contrast in found.model.contrasts:
        assert contrast.estimate == pytest.approx(0.58, abs=2.5 * contrast.se)
    assert found.p_holm[0] is not None
    assert found.p_holm[0] >= found.model.contrasts[0].p


def test_who_did_what_their_arm_was_to_do_is_compared_besides() -> None:
    study = a_study(trial(), reference="control")
    people = {f"P{at:02}" for at in range(60)}
    everybody, some = arms(study, only(study), people)
    assert (everybody.n, some.population, some.n) == (86, "per_protocol", 60)


def test_an_arm_of_four_is_not_compared() -> None:
    study = a_study(trial(people=9), reference="control")
    (found,) = arms(study, only(study))
    assert (found.n, found.model) == (None, None)


def test_those_who_are_gone_are_set_beside_those_who_stayed() -> None:
    study = a_study(trial(), reference="control")
    found = attrition(study, only(study))
    gone = {(row.arm, row.wave): (row.stayed, row.gone) for row in found}
    assert gone["combined", 3] == (38, 5)
    assert all(row.difference is not None for row in found)


def test_nobody_gone_is_said_and_a_few_gone_are_not() -> None:
    whole = [a_sheet(f"P{at}", wave, at / 3) for at in range(12) for wave in (0, 3)]
    study = a_study(whole)
    assert [(row.stayed, row.gone) for row in attrition(study, only(study))] == [(12, 0)]
    study = a_study(whole[:-1])
    assert [(row.stayed, row.gone) for row in attrition(study, only(study))] == [(None, None)]


def test_what_mentees_say_is_set_beside_what_their_mentors_say() -> None:
    mentors = [a_sheet(f"P{at}", 12, 4 + at % 3) for at in range(8)]
    mentees = [a_sheet(f"P{at}", 12, 5 + at % 3, is_mentee=True) for at in range(8)]
    study = a_study([*mentors, *mentees])
    (found,) = analyze(study).instruments[0].dyads
    assert found.n == 8
    assert found.difference is not None
    assert found.difference.comparison.diff == 1
    assert found.agreement is not None
    assert found.agreement.icc == pytest.approx(0.6, abs=0.06)


def test_a_code_that_does_not_fit_is_seen_in_the_rate_of_matches() -> None:
    sheets = [a_sheet(f"C{at}", 0, 4) for at in range(20)]
    sheets += [a_sheet(f"C{at}", 3, 5) for at in range(14)]
    sheets += [a_sheet(f"X{at}", 3, 5) for at in range(6)]
    study = a_study(sheets, mode=IdentityMode.LINKED)
    (rate,) = analyze(study).instruments[0].matched
    assert (rate.wave, rate.answered, rate.matched) == (3, 20, 14)


def test_it_says_everything_that_has_to_be_printed_beside_it_and_is_json() -> None:
    found = json.loads(json.dumps(asdict(analyze(a_study(trial(), reference="control")))))
    stamped = {"plan_version", "code_version", "cut_off", "seed", "mode", "least", "is_synthetic"}
    assert stamped <= found.keys()
    assert found["instruments"][0]["scales"][0]["n"] == 43
    assert SCALES[0].code == found["instruments"][0]["scales"][0]["scale"]


def test_nothing_is_shown_of_fewer_than_five() -> None:
    few = [a_sheet(f"P{at}", wave, 4 + at) for at in range(4) for wave in (0, 3)]
    found = analyze(a_study(few, reference="control")).instruments[0]
    assert {(row.n, row.mean, row.sd, row.has_ceiling) for row in found.scales} == {(None,) * 4}
    assert (found.matched, found.dyads) == ([], [])


def test_wave_that_few_of_an_arm_answered_compares_nothing() -> None:
    """Of one answer the difference would be that person's change, whatever their arm answered."""
    sheets = trial()
    late = [own for own in sheets if own.wave == 12 and own.arm == "combined"]
    study = a_study([own for own in sheets if own not in late[1:]], reference="control")
    (found,) = arms(study, only(study))
    assert found.model is not None
    assert [own.wave for own in found.model.contrasts] == [3]
    assert len(found.p_holm) == 1
    alone = [own for own in sheets if own.wave == 0 or own in late[:1] or own.arm == "control"]
    (none,) = arms(a_study(alone, reference="control"), only(a_study(alone)))
    assert (none.n, none.model) == (None, None)
