"""What was found, decided or asked becomes replies: the only place that puts sentences together."""
