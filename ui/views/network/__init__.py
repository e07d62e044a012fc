"""The network of a resident: the drawing, the people in it, then and now, and on paper."""
