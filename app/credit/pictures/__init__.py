"""Pictures on certificates: signatures of who signs, and logos of who provides."""
