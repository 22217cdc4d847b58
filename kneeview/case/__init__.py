"""The document: one frozen case, its history, and the files it is written to and read from."""
