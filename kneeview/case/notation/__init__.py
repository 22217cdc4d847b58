"""How a case is written down as JSON, both ways. Reading is strict and names the place of every error."""
