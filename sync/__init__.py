"""Moving changes between laptops and the hub.

Today: :mod:`sync.merge`, what wins and what a person must decide. The hub comes in a later step;
tests/sync exchanges changes between stores through a plain list.
"""
