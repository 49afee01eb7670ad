"""The sample press, served on loopback, with a local mailbox."""
