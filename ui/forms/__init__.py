"""What is typed: kept while it is typed, handed in by a button, taken back."""
