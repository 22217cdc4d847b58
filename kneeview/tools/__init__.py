"""What a hand does on the picture, as small states without a window."""
