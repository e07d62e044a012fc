"""A contact note in a few keys, from anywhere."""
