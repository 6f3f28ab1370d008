"""The keys that have signed here: their certificates, which stay when a key is changed."""
