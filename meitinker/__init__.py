"""The work of a meitinker: records, rules, store, services and paper; no Qt, no network."""

__version__ = "0.1.0"
