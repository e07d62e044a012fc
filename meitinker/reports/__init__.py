"""Papers for residents and colleagues: a record goes in, the bytes of a PDF come out.

Nothing here reads the store, knows a window or writes a file. :mod:`page` holds the house
style; every other module is one document. reportlab is imported inside functions, because it
costs more than starting the rest of the program.
"""
