"""What can be wrong with a notice's folder, one kind of fault a module."""
