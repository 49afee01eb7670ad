"""The store: SQLAlchemy Core; nothing above it writes SQL."""
