"""The window of an open store: its places, keys and bars."""
