"""Facts and a programme's criteria become a verdict, a checklist and what would change it. Knows nothing of chat."""
