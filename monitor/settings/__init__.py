"""Settings: YAML to typed records, with every problem located."""
