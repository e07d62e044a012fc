"""Instellingen: the look, the keys, backups and the user's own details."""
