"""Files of a dossier: adding them, the list of them, and seeing one."""
