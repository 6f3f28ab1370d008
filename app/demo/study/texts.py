"""What the people of the demo's trial are told, and why somebody's part in it ended otherwise."""

TITLE = "Sessions or modules alone (synthetic)"
NUMBER = "DEMO-17, invented"
"""Of a determination that nobody made."""
FOR_MENTORS = """\
## What this is about

Everything in this study is invented: it shows what a trial in Waypost looks like. The question is
what live sessions add to the modules of the program.

## What you would do

You answer 21 questions before the program, and again after 3, 12 and 24 months: six minutes each
time. Chance decides whether you take part in the live sessions or learn by the modules alone. You
may name somebody whom you mentor; they are asked, too, if they agree.

## Who sees what

Your answers lie apart from your name, under a pseudonym. Who runs the study can open the list of
names, each time with a reason that stays in the history. Nothing that you answer changes anything
in the program. You can withdraw at any time.
"""
FOR_MENTEES = """\
## What this is about

Everything in this study is invented. Somebody who mentors you named you: you are asked 21
questions about how they mentor, once.

## Who sees what

Your mentor never learns whether you agreed, or what you answered. You can say no, now or later.
"""
DISCONTINUED = "Moved to another school in the third week, and asked for no more of it."
CROSSED_OVER = "Was let into the sessions by mistake in the fifth week, and stayed."
