"""What is asked of the software by OWASP ASVS 5.0, what it does, and the tests that show it.

One row each; a row that is added here is held by `test_asvs.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One requirement."""

    number: str
    """In OWASP ASVS 5.0.0."""
    asked: str
    """In our own words."""
    done: str
    """By what the software does it."""
    tests: tuple[str, ...]
    """By the names that pytest gives them, from the folder of the tests on."""


ROWS = (
    Row(
        "6.3.3",
        "One proof of who somebody is does not open what matters.",
        "Staff roles need a code of their phone besides the mailed link.",
        (
            "site/sign_in/second_step/test_second_step.py::"
            "test_link_shows_nothing_before_the_code_and_everything_after_it",
            "site/sign_in/second_step/test_second_step.py::"
            "test_staff_without_a_phone_are_led_to_set_one_up_and_nowhere_else",
            "people/second_factor/test_rules.py::test_staff_need_it_and_whoever_has_it_proves_it",
        ),
    ),
    Row(
        "6.3.8",
        "Nothing tells whether an address is somebody’s: no words, no status, no time.",
        "A request only puts away what was typed; who it is for, the worker looks up.",
        (
            "site/sign_in/test_same_work.py::"
            "test_asking_sends_the_same_statements_and_writes_the_same_rows_for_every_address",
            "site/sign_in/test_same_work.py::"
            "test_no_line_and_no_waiting_work_tells_whether_an_address_is_known",
            "site/sign_in/test_sign_in.py::test_unknown_address_gets_the_same_answer_and_no_mail",
            "site/sign_in/test_code.py::test_unknown_address_is_answered_like_a_wrong_code",
            "site/join/newcomer/test_newcomer.py::"
            "test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work",
        ),
    ),
    Row(
        "7.3.1",
        "Whoever does nothing for long signs in again.",
        "A session that is not used ends, staff’s sooner than learners’.",
        (
            "people/web_sessions/test_actions.py::test_session_ends_when_nothing_is_done",
            "site/test_last_use.py::"
            "test_learner_comes_back_within_a_week_and_staff_within_two_hours",
        ),
    ),
    Row(
        "7.4.5",
        "An administrator can end the sessions of one person.",
        "On the person’s page, with a reason, which the history keeps.",
        (
            "people/web_sessions/test_actions.py::"
            "test_administrator_ends_all_of_somebody_with_a_reason",
            "site/manage/people/security/test_person_security.py::"
            "test_sessions_are_ended_with_a_reason",
        ),
    ),
    Row(
        "7.5.2",
        "People see where they are signed in, and end each of these sessions.",
        "They are listed under the own account, and ended one by one or all but this.",
        (
            "site/my/security/test_security.py::test_sessions_are_listed_with_this_one_named",
            "site/my/security/test_security.py::test_one_other_session_is_ended",
            "site/my/security/test_security.py::test_all_other_sessions_are_ended",
        ),
    ),
    Row(
        "14.3.1",
        "What was shown to somebody does not stay in the browser when the session is over.",
        "Personal pages are not stored, signing out clears what is, and the session ends there.",
        (
            "web/test_security.py::test_nothing_but_static_files_is_stored_by_anybody",
            "site/sign_out/test_sign_out.py::test_sign_out_ends_the_session_on_the_server",
        ),
    ),
    Row(
        "16.2.5",
        "No log holds a secret, and what is private stands in it hashed or not at all.",
        "Values of statements are left out of errors, lines name networks and routes, typed "
        "addresses and keys of limits are kept as keyed hashes.",
        (
            "core/test_db.py::test_error_of_the_database_does_not_repeat_what_was_written",
            "core/test_counting.py::test_neither_addresses_nor_accounts_are_kept",
            "core/test_counting.py::"
            "test_where_the_common_count_fails_each_process_counts_and_says_so_once",
            "site/sign_in/test_sign_in.py::test_asking_leaves_a_line_without_the_address",
            "site/sign_in/test_code.py::test_stored_hash_cannot_be_guessed_without_the_browser",
            "site/test_noted.py::test_request_from_another_site_is_noted_without_what_it_sent",
        ),
    ),
    Row(
        "16.3.1",
        "Every sign-in leaves a line, also one that fails, with its way.",
        "The history keeps asking, signing in by link, code or demo, signing out and failures.",
        (
            "site/sign_in/test_code.py::test_code_signs_in_where_it_was_asked_for_and_leads_on",
            "site/sign_in/test_sign_in.py::test_asking_leaves_a_line_without_the_address",
            "site/test_noted.py::test_wrong_link_and_wrong_code_are_noted_by_their_route_only",
        ),
    ),
    Row(
        "16.3.2",
        "Whoever tries what they may not do leaves a line.",
        "A change that is refused is noted with the person, the rule and the route.",
        ("site/test_noted.py::test_act_that_is_not_permitted_is_noted_and_a_look_is_not",),
    ),
    Row(
        "16.3.3",
        "Attempts to get around a control leave a line.",
        "Requests of other sites, links and codes that are wrong, whatever is asked too often, and "
        "uploads that are pushed out.",
        (
            "site/test_noted.py::test_request_from_another_site_is_noted_without_what_it_sent",
            "site/test_noted.py::test_asking_too_often_is_noted",
            "site/test_noted.py::test_who_tries_without_end_leaves_one_line_a_minute",
            "site/manage/content/import_/test_import.py::test_five_zips_of_one_person_wait_at_most",
        ),
    ),
    Row(
        "16.4.2",
        "Nobody changes what was logged, and nobody reads it who may not.",
        "Triggers and a role that owns nothing refuse it, lines are chained, the end is signed and "
        "kept elsewhere, and records are compared with their lines.",
        (
            "core/test_records.py::test_records_refuse_to_be_changed",
            "core/test_records.py::"
            "test_records_stay_whatever_way_a_database_has_around_its_triggers",
            "core/test_grants.py::test_application_cannot_change_records_whatever_it_tries",
            "core/test_audit.py::test_tampering_in_the_database_is_found",
            "history/anchors/test_anchors.py::"
            "test_history_whose_chain_holds_is_still_not_the_one_that_was_signed",
            "history/anchors/test_anchors.py::"
            "test_what_a_former_key_has_signed_counts_after_a_change",
            "history/agreement/test_queries.py::test_change_behind_the_application_is_found",
            "history/agreement/places/test_queries.py::test_change_behind_the_application_is_found",
            "policy/test_matrix.py::test_every_route_answers_as_the_policy_says",
        ),
    ),
)
