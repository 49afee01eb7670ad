"""The console, health and metrics."""
