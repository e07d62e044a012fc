"""What stood in a field before: its menu, and the panel that tells."""
