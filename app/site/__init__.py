"""The pages, laid out like the addresses: a folder for each word."""
