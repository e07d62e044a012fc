"""From the first window to an open store and back."""
