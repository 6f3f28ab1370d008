"""The link by which who proved who they are is recorded as there since their code."""
