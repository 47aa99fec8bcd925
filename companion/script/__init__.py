"""What will be said: a guide as utterances, each word tied to what is written."""
