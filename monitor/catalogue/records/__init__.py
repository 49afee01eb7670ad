"""The known records, one module for each country or family of documents; each gives its `RECORDS`."""
