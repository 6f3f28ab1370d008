"""What a validator raises when a value cannot be taken: its words are said where it was typed."""

from app.language.texts import Text


class InvalidError(ValueError):
    """A value that cannot be taken, and why; pydantic keeps it as the cause of its own error."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text
