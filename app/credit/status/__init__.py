"""How one enrollment stands: what counted, the verdict, the credit earned and claimed."""
