"""Who says it: speech engines behind one seam."""
