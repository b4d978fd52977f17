"""The places a person can be, and the boxes that open over them."""
