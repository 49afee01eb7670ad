"""Parliamentary records, one module per format."""
