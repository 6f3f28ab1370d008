"""What a printing process refuses."""


class RenderError(Exception):
    """It cannot be printed as it is; the message says why, for a coordinator."""
