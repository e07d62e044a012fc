"""Service results in the form in which a screen shows them; plain Python, no Qt."""
