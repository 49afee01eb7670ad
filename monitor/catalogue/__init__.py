"""Pure: the records of parliaments that are known, and how their documents are found. Reads nothing, fetches nothing."""
