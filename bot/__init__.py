"""Everything that touches the world: channels, memory, settings, command line; conversation.py is the middle."""
