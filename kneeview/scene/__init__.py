"""What is drawn on the picture, in image coordinates, without a painter."""
