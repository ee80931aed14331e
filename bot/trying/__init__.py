"""Trying a draft: every known question asked with it and without, in a process of its own."""
