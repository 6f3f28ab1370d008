"""Mailed links to sign in with: asked for by anybody, made by the worker."""
