"""Hulp: the first steps, the keys, and whom to call."""
