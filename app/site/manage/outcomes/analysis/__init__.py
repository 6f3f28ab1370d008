"""What a study found: its newest analysis, those before it, and their tables as files."""
