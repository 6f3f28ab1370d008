"""What the server as a whole takes: to its first answer, and while nobody asks."""

from pathlib import Path
def whole(folder): return []
