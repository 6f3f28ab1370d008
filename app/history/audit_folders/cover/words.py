"""What the cover of a folder says, in the language that is being written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.certificates.alterations.rules import ALTERED_WORD, DOUBTFUL_WORD
from app.certificates.rules import CertificateState
from app.content.booklets.body import SLOT, around
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.phrase import credits_fact, phrase_text
from app.history.audit_folders.contents import attendance, certificates, credit, people
from app.history.audit_folders.contents.folder import COVER, SUMS, Contents
from app.history.audit_folders.contents.integrity import sheets as integrity
from app.history.audit_folders.contents.records import CohortRead
from app.language import Text, _, dotted, ngettext
from app.language.languages import current
from app.language.moments import long_moment, zone_name
from app.language.styles import number
from app.printing.letters import printable


@dataclass(frozen=True)
class Ordered:
    """Who had the folder made, and what it is for."""

    number: int
    why: str
    by: str
    invented: bool
    """Whether its people are those of the demo."""


@dataclass(frozen=True)
class Cover:
    """The cover as its template shows it: every word is made."""

    lang: str
    direction: str
    title: str
    subtitle: str
    made_at: str
    """As programs read it."""
    invented: str
    facts: Sequence[tuple[str, str]]
    totals_title: str
    totals: Sequence[tuple[str, str]]
    holds_title: str
    heads: Sequence[str]
    holds: Sequence[tuple[str, str, str]]
    left_out_title: str
    left_out: Sequence[str]
    check_title: str
    check: Sequence[str]
    foot: str
    page: Sequence[str]
    """The words before, between and after the two numbers, which the press knows."""


def cover_of(read: CohortRead, contents: Contents, ordered: Ordered) -> Cover:
    """The cover of a folder."""
    title = _("Audit folder {number:numeral}", number=ordered.number)
    return Cover(
        lang=current().region.replace("_", "-"),
        direction=current().direction,
        title=_plain(title),
        subtitle=_plain(dotted([read.here.cohort.title, read.here.program.title])),
        made_at=read.now.isoformat(),
        invented=_plain(_("The people of this demo are invented.")) if ordered.invented else "",
        facts=_paired(_facts(read, ordered)),
        totals_title=_plain(_("Totals")),
        totals=_paired(totals(read)),
        holds_title=_plain(_("What is in it")),
        heads=[_plain(head) for head in (_("File"), _("What it holds"), _("Rows or files"))],
        holds=[(_plain(a), _plain(b), _plain(c)) for a, b, c in _holds(contents)],
        left_out_title=_plain(_("What is not in it, and why")),
        left_out=[_plain(line) for line in _left_out(read)],
        check_title=_plain(_("How to check it")),
        check=[_plain(line) for line in _CHECK],
        foot=_plain(dotted([read.here.cohort.title, title])),
        page=around(_("Page {page} of {pages}", page=SLOT, pages=SLOT)),
    )


def _plain(text: Text) -> str:
    """As it is printed: a letter that no font has must not keep an auditor from the folder."""
    known = printable()
    return "".join(letter if ord(letter) in known else "?" for letter in str(text))


def _paired(facts: Sequence[tuple[Text, Text]]) -> list[tuple[str, str]]:
    return [(_plain(term), _plain(text)) for term, text in facts]


def _facts(read: CohortRead, ordered: Ordered) -> list[tuple[Text, Text]]:
    zone = read.here.cohort.zone
    found: list[tuple[Text, Text]] = [
        (_("Records as of"), long_moment(read.now, zone)),
        (_("Times are in"), f"{zone_name(zone)} ({zone})"),
        (_("Made by"), ordered.by),
        (_("What it is for"), ordered.why),
    ]
    if read.issuing:
        still = ngettext(
            "{count} certificate was being issued at that moment, and is not in this folder.",
            "{count} certificates were being issued at that moment, and are not in this folder.",
            count=read.issuing,
        )
        found.insert(1, (_("Not complete yet"), still))
    if read.activities:
        activity = read.activities[-1].activity
        found += [(_("Activity"), activity.title), (_("Provider"), activity.provider)]
    return found


def totals(read: CohortRead) -> list[tuple[Text, Text]]:
    """The numbers that pages show as well."""
    return [
        (_("Enrolled now"), number(people.enrolled(read))),
        (_("Enrolled once, and no longer"), number(len(read.places) - people.enrolled(read))),
        (_("Sessions held"), number(sum(attendance.is_held(unit, read) for unit in read.units))),
        (_("Marks of attendance"), number(len(read.marks))),
        (_("Changes of a mark after the first"), number(attendance.corrections(read))),
        (_("Claims that hold"), number(len(credit.live(read)))),
        (_("{phrase} claimed", phrase=phrase_text()), number(_amount(read, AMA_PRA_1))),
        (_("Hours of participation claimed"), number(_amount(read, PARTICIPATION))),
        *(
            (_("{system} claimed", system=name), number(_amount(read, key)))
            for key, name in credit.others_claimed(read).items()
        ),
        *_of_disclosures(read),
        *_of_certificates(read),
    ]


def _of_certificates(read: CohortRead) -> list[tuple[Text, Text]]:
    """By their verdicts; that some are doubtful is told where there are such."""
    counts = {word: certificates.count(read, word) for word in _VERDICTS}
    return [
        (_VERDICTS[word], number(count))
        for word, count in counts.items()
        if count or word not in _SELDOM
    ]


def _of_disclosures(read: CohortRead) -> list[tuple[Text, Text]]:
    """As the page of disclosures counts them; of an activity only."""
    if not read.activities:
        return []
    return [
        (_("People who control content"), number(len(read.disclosed.controllers))),
        *_not_cleared(read),
        (_("Disclosures in this folder"), number(len(read.disclosed.given))),
    ]


def _not_cleared(read: CohortRead) -> list[tuple[Text, Text]]:
    """Nothing where no disclosure is needed, as was decided last, or approved: nobody owes one."""
    newest = max((own.activity for own in read.activities), key=lambda own: own.version)
    decided = read.disclosed.decisions
    if not (decided[-1].applies if decided else newest.disclosure_applies):
        return []
    return [(_("Those of them who are not cleared"), number(integrity.uncleared(read)))]


_SELDOM = DOUBTFUL_WORD, ALTERED_WORD
_VERDICTS: dict[str, Text] = {
    CertificateState.VALID.value: _("Certificates that are valid"),
    DOUBTFUL_WORD: _("Certificates whose signature is doubtful"),
    ALTERED_WORD: _("Certificates that are stored otherwise than they were issued"),
    CertificateState.REPLACED.value: _("Certificates that were replaced"),
    CertificateState.REVOKED.value: _("Certificates that were revoked"),
}


def _amount(read: CohortRead, system: str) -> Decimal:
    return credits_fact(credit.claimed(read, system))


def _holds(contents: Contents) -> list[tuple[Text, Text, Text]]:
    found: list[tuple[Text, Text, Text]] = [(COVER, _("This cover"), "")]
    found += [(sheet.path, sheet.about, number(len(sheet.rows))) for sheet in contents.sheets]
    found += [(text.path, text.about, "") for text in contents.texts]
    meetings, papers = number(len(contents.meetings)), number(len(contents.papers))
    return [
        *found,
        (f"{attendance.FOLDER}/files/", _("The files of meetings themselves"), meetings),
        (f"{certificates.FOLDER}/…/", _("The certificates, as they were issued"), papers),
        (SUMS, _("The hash of each file"), ""),
    ]


def _left_out(read: CohortRead) -> list[Text]:
    lines_only = sum(own.content is None for own in read.files)
    return [
        _("Answers to evaluations by person, and what people wrote in them: they were asked in "
          "confidence. What fewer than five answered is left out."),
        _("What learners wrote in applications, reflections, excuses, make-ups and discussions: it "
          "is not needed to see what was counted."),
        _("Which readings each person opened, and how they did in knowledge checks: what counts is "
          "the signature under the module, which is in attestations.csv."),
        _("Messages and letters, recordings of sessions, and what leaders noted in them: nothing "
          "was counted by them that is not in the tables."),
        _("Acts of studies and surveys in the history, and arms of trials: no part of the "
          "activity, and confidential."),
        _("Addresses of people, except where the file of a meeting itself has them."),
        *_about_credit(read),
        *([_LINES_ONLY] if lines_only else []),
    ]  # fmt: skip


def _about_credit(read: CohortRead) -> list[Text]:
    if not read.activities:
        return [_NO_ACTIVITY]
    return [_OTHER_DISCLOSURES if read.disclosed.given else _NO_DISCLOSURES, _FOR_PARS]


_NO_DISCLOSURES = _(
    "Disclosures of relationships: none are recorded in Waypost. Whether they apply, and why, is "
    "in credit/disclosure-decision.csv and disclosures/decisions.csv."
)
_OTHER_DISCLOSURES = _(
    "Disclosures that were out of date when the cohort was published, or signed after it closed, "
    "unless they were reviewed for it or are the newest of their person."
)
_FOR_PARS = _(
    "Birthdays and licenses that people gave for PARS, the rows of its files, and what PARS "
    "answered: they were asked for that purpose alone."
)
_NO_ACTIVITY = _("Credit: no accredited activity belongs to this cohort.")
_LINES_ONLY = _(
    "The bytes of some files of meetings: of files that came before December 2026, and of what "
    "Zoom itself said, the lines are stored. Column “In this folder” of attendance/files.csv says "
    "of which."
)
_CHECK: Sequence[Text] = (
    _("In the folder, run: sha256sum -c SHA256SUMS. Every line has to end with OK."),
    _("The hash of the ZIP itself stands in the cohort’s history and on the page it came from."),
    _("Each certificate can be checked by itself, by its number on the public page “Verify”."),
)
