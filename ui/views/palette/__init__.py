"""One field to go anywhere and do anything."""
