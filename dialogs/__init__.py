"""Facts so far and what the person just said become the next question or the verdict. Decides nothing itself."""
