"""Requests: taken in a panel, gone on with in the file, listed on the first screen."""
