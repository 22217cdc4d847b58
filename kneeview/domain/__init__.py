"""What kneeview knows of legs: landmarks, scale, measurements and their errors. Standard library only."""
