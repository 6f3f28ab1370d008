"""What the studies of one person ask of them: for their own pages."""
