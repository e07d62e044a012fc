"""Gesprekken: the list of conversations, the conversation itself and the plan."""
