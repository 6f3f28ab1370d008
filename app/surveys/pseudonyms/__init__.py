"""The key of confidential answers: what the software uses, and what people look at."""
