"""The report for the office that issued the notice: composed as a value, then written as Word or as a page to print."""
