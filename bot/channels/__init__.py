"""The channels a talk can come through; each turns its own form of message into a turn and back."""
