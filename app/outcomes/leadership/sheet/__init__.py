"""The report to leaders as it is set on paper: its words, its charts, its two pages."""
