"""Issue, render, sign and verify certificates."""
