"""Signing what one discloses, and entering what came on paper."""
