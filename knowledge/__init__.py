"""A notice text becomes clauses, an index, and answers with citations. Pure: no clock, socket, database or file."""
