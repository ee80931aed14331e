"""The doctor: says line by line what of the official account is right, and what to fix. It changes nothing."""
