"""A program in which nothing waits."""

from sqlalchemy.orm import Session

from tests.cast import Cast


def settle(session: Session, cast: Cast) -> None:
    """Take away everything that waits: nobody is in fall, Ben has all he can get."""
    for persona in ("ada", "nan", "ben"):
        cast.withdraw(persona)
    session.commit()
