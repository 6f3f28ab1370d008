"""The words of the demo's people: introductions, questions and answers. All of them invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NARROW = 14
"""The place of who reports a post, among those who speak; the facilitator is the first of them."""


@dataclass(frozen=True)
class Said:
    """A question, or an answer to the one before it."""

    by: int
    """Place among those who speak; 0 is the facilitator, 1 Ada."""
    at: float
    """When, from the unit's opening (0) to now (1)."""
    text: str
    asks: bool = False
    then: str = ""
    """What it was changed to."""
    deleted: bool = False
    reported: str = ""
    """Why somebody reported it."""


OWN: Mapping[str, tuple[str, str, str]] = {
    "ada": (
        "Sponsorship of clinician educators, and how a first grant is written beside a full clinic",
        "Reading a first draft of a K award; a mock interview",
        "",
    ),
    "fay": (
        "Feedback that is heard, mentoring across disciplines",
        "Preparing a difficult conversation, in half an hour by telephone",
        "Best by the office line, 555-0118, after 3:00 PM Mountain Time",
    ),
    "cora": (
        "Who asks whom, and what keeps people in the program",
        "Finding a mentor outside your own institution",
        "Faculty Affairs, second floor; 555-0100",
    ),
}
INTRODUCTIONS: Sequence[tuple[str, str, str]] = (
    (
        "Rural residency training; keeping people who come from here here",
        "Setting up a rotation at a critical access hospital",
        "555-0131, or through the residency office",
    ),
    (
        "Mentoring first-generation medical students",
        "A letter of recommendation that says something\nReading a personal statement",
        "Pager 555-0144 on weekdays",
    ),
    (
        "Qualitative methods",
        "Planning interviews, coding, and what reviewers ask about both",
        "Write to me first; I answer within two days.",
    ),
    (
        "Leaving on time",
        "I cut my clinic to four days and kept my lab. I tell anybody how.",
        "555-0152",
    ),
    (
        "Team science between pharmacy and medicine",
        "Budgets with two departments in them",
        "555-0167, mornings",
    ),
    (
        "Simulation, debriefing, and speaking up",
        "A debriefing of your own teaching, with a recording or without",
        "Simulation center, ask for the education office",
    ),
    (
        "Community-engaged research with tribal health programs",
        "How to ask a community board before the aims are written",
        "555-0189",
    ),
    (
        "Women in surgery",
        "Negotiating protected time; what to ask for before you sign",
        "Evenings by telephone, 555-0196",
    ),
)

TALKS: Mapping[int, Sequence[Said]] = {
    4: (
        Said(
            3,
            0.06,
            "My mentee tells me she works every Sunday “to get ahead of the week”. I did the same "
            "at her stage, and I am **not** sure that I should have. How do you raise this without "
            "sounding as if you were judging her, or telling her to want less?",
            asks=True,
        ),
        Said(
            7,
            0.12,
            "I ask what the Sunday is *for*. Twice it turned out to be one task that could have "
            "been somebody else’s: a data pull, a schedule. Then we had something to change that "
            "was not her ambition.",
        ),
        Said(
            0,
            0.2,
            "What helped me was to go first:\n\n"
            "- what I gave up, in plain words;\n"
            "- what it was worth, and what it was not;\n"
            "- and that she may decide otherwise.\n\n"
            "Then I am quiet. The module’s question, “What would you keep if you had to drop a "
            "third?”, works better after that than before.",
        ),
        Said(
            1,
            0.31,
            "Thank you both. I had the conversation with mine on Tuesday, and began with what it "
            "cost me. We talked for an hour.",
        ),
        Said(
            11,
            0.45,
            "Does anybody have words for a department that schedules its faculty meeting at 7 in "
            "the morning? Two of my mentees bring children to school then.",
            asks=True,
        ),
        Said(
            5,
            0.5,
            "We asked the chair to look at who was missing, by name of the *role* and not of the "
            "person, for two months. The meeting is at another hour now.",
        ),
        Said(8, 0.52, "Posted in the wrong thread, sorry.", deleted=True),
        Said(
            19,
            0.58,
            "In our program of three fellows, the one from Kenai who is back from leave since "
            "October told me the same, and that her chair called it a hobby.",
            reported="With three fellows, everybody there knows who is meant.",
        ),
    ),
    5: (
        Said(
            9,
            0.1,
            "The module says to ask mentees how they would like to be supported, and not to "
            "assume. Mine answered “I’m fine, whatever you think.” What is a better **first** "
            "question for somebody who was taught not to ask anything of a senior?",
            asks=True,
        ),
        Said(
            4,
            0.2,
            "I stopped asking about support and ask about the last week: “What took longer than "
            "it should have?” Nobody is fine about that one.",
        ),
        Said(
            0,
            0.34,
            "Give it in writing, a few days before, with an answer of your own beside it. Silence "
            "at the table is often only the wrong moment. We will try both on Thursday.",
            then="Give it in writing, a few days before, with an answer of your own beside it. "
            "Silence at the table is often only the wrong moment, and for some of us a courtesy. "
            "We will try both on Thursday.",
        ),
        Said(
            1,
            0.48,
            "Where do you draw the line between telling a mentee about your own background so that "
            "they feel less alone, and making the hour about you?",
            asks=True,
        ),
        Said(
            13,
            0.66,
            "Two minutes, then a question. If I am still talking after that, it was about me.",
        ),
        Said(
            22,
            0.82,
            "I ask afterwards whether it was of use. One said no, kindly, and I have told it "
            "shorter since.\n\n> “I liked that you told me. I would have liked to be asked first.”",
        ),
    ),
}

EXCUSES = (
    "I am on call that day and nobody can take it over.",
    "We have a site visit from the residency program until two. I could come for the last minutes.",
)
"""Why two cannot come to the next session."""
WELL_DONE = "Thank you for telling us."
READ_IT = "Thank you. Please bring the example of the abstract to the next session."
RECORDING = "https://recordings.example.edu/mentor-development/week-3"
_RESPONSE = (
    "Reading the case I kept asking myself what the mentee had not said. The mentor hears a "
    "question about a deadline and answers it at once, with a good plan. But a plan was not what "
    "was missing. I would begin by saying what I noticed, that this is the third time the date "
    "moved, and ask what makes it hard, and then be quiet for longer than is comfortable. "
)
MISSED_CASE = (
    _RESPONSE
    + "In our clinic I did the opposite last month. A fellow told me that her abstract would be "
    "late and I offered to write the introduction. She thanked me and did not come back for two "
    "weeks. Had I asked, I would have learned that she doubted the question itself. What I take "
    "from the case is to separate the two conversations: one about the work, one about how she "
    "sees herself in it. For the first a plan helps. For the second I can only listen, say what I "
    "heard, and ask whether I heard it right. I would end the meeting by letting her name one "
    "thing that she wants to try until we meet again, and write that down in her words, not mine. "
    "And I would thank her for telling me before it was too late to help.",
    _RESPONSE
    + "I also looked at what the mentor could have agreed with the department beforehand. If the "
    "protected time is not protected, no conversation between two people repairs it. So my second "
    "step would be to ask whether I may speak with the division chief, and about what. The mentee "
    "decides that, since it is her standing that is at stake. I notice that I am quick to act for "
    "others and slow to ask whether they want that. In the small group I would like to try the "
    "sentence from the module: tell me what you have tried so far. And I would like to hear from "
    "the others how they keep from solving the problem in the first five minutes, because I do not "
    "manage that on a busy day, and I suspect that my mentees have learned to bring me only such "
    "problems as can be solved before the next patient is ready.",
)
"""What two write who missed a session."""
