"""The database: tables, and one module per family of them. Nothing above this room writes SQL.

Functions take a `sqlalchemy.Connection` first, inside a transaction of their caller, and say `now` where time matters.
SQLite and PostgreSQL behave the same.
"""
