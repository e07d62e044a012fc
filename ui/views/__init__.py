"""The screens, one folder an area."""
