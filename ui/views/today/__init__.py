"""Vandaag: where the day begins."""
