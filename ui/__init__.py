"""What people see: PySide6 widgets over view models that know no Qt."""
