"""The daemon: poll, ingest, deliver."""
