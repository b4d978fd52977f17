"""Codebooks: files that say what the columns of replies asked, beside these or with them."""

from topline.readers.codebooks.beside import candidates, codebook_for
from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup
from topline.readers.codebooks.overlay import overlaid, worded

__all__ = ["Codebook", "Entry", "HeaderGroup", "candidates", "codebook_for", "overlaid", "worded"]
