"""Meekijken: what a resident may see, on a screen of its own."""
