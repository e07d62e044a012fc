"""The command line: a module a family of commands, read only when one of it is asked for."""
