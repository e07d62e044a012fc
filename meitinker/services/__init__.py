"""What users do, one module a task: check the rule, write, journal, return the changes."""
