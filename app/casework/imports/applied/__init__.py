"""Which files were applied by which save."""
