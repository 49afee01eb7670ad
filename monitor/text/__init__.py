"""Text: folding with offsets, tokens, scripts. Pure."""
