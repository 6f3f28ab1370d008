"""The rows of a file that brought nobody in: kept for a while, so that they can be mended."""
