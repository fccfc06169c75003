"""Billing data in the FOCUS format, from files or a database, become a `Bill`; needs the extra `spend`."""
