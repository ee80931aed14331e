"""What is remembered: talks, turns and verdicts, in one database. Migrations stand in ``migrations/``."""
