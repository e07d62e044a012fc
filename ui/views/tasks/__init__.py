"""What the worker still has to do: on the first screen of the day, and in a file."""
