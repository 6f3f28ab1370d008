"""What answers and scores are called in every file that goes out."""

COMPOSITE = "composite"
"""The code of the score over all subscales; no question can have it."""
NOT_APPLICABLE = "na"
"""What stands for the choice that a question does not apply; no other choice can have it."""
THEN = "_then"
"""What an export puts behind the code of a question about the past."""
LONGEST = 26
"""Characters of a name in an export: REDCap takes no longer ones."""
