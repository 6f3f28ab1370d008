"""The site as it is seen in a browser."""
