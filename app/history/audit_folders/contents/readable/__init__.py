"""What tables keep as programs read it, once more as texts for people."""
