"""The second step of signing in: a code of one's phone, or one of ten kept on paper."""
