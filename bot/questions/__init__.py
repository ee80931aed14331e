"""What people ask: the questions of the log and of the desk, put into groups behind the server."""
