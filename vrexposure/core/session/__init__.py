"""Observations, answers and commands in; decisions and the View out."""
