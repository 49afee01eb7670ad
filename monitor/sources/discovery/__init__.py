"""Pure: finding a record's documents. What is asked next, and what an answer does to the cursor; one module a kind of discovery."""
