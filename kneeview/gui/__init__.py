"""The window: builds, listens and forwards. It decides nothing about a case."""
