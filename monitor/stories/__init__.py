"""Stories: which items tell the same thing. Pure."""
