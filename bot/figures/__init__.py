"""Figures for people: numbers as tables and charts, and the report made of them. Counting is ``memory/figures.py``."""
