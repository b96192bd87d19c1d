"""Graded exposure and attention shifting in virtual reality, for people with neurogenic pain."""

__version__ = "0.1.0"
