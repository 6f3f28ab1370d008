"""The files of certificates, as they go out together."""
