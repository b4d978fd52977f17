"""topline: survey results in the terminal, from any number to the words of the people behind it."""

__version__ = "0.1.0"
