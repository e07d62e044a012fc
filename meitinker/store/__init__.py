"""The encrypted store: one SQLCipher file, its journal, its mark and what lies beside it.

:class:`~meitinker.store.database.Database` opens it; :mod:`~meitinker.store.acts` is the one
way to write; every other module reads or keeps one thing.
"""
