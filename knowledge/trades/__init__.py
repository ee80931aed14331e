"""Trades: the words a person has for a business, the class of the standard they mean, what the notice says to it."""
