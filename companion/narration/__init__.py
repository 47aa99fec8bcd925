"""What was said: sound on disk, and the timeline that ties every word to it."""
