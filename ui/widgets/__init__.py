"""Reusable parts of the screens; they know no services and no store."""
