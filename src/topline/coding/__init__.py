"""Verbatims to codes: suggestions with their reason, and texts that say the same."""
