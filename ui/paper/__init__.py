"""Papers on the screen, to a printer and to a file."""
