"""The ledger file, through TinyDB with a storage that replaces the file whole and keeps records as bytes."""
