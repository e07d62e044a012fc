"""Files and records in and out, without a store: what comes in is made here, kept elsewhere."""
