"""Inwoners: the list, a person's file, a new person, and two files made one."""
