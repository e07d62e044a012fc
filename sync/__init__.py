"""Moving changes between laptops and the hub: built in a later step; the store is ready for it."""
