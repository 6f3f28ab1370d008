"""What all front matter has in common."""

from pydantic import BaseModel, ConfigDict


class FrontMatter(BaseModel):
    """Base: unknown fields are refused, what was read never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
