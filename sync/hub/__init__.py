"""The hub: the authority that gives changes their order and their verdict.

:mod:`sync.hub.judging` decides, knowing no database. Nothing here is imported by the laptop's
side, and nothing of the laptop's side is imported here.
"""
