"""Getting in: unlock, the first time, the recovery code, and a store that lost savings."""
