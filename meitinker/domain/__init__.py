"""The concepts of the work: frozen records and pure rules, one concept a file."""
