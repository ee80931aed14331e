"""Entries that staff write: from a form to the bot's answer and to a patch for the notice's folder."""
