"""Reports of posts, and how they were settled."""
