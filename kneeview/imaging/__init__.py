"""From a file to a picture: formats, grey scale, header scale, reduced levels, and the synthetic film."""
