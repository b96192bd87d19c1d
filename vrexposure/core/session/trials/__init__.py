"""The trials: one module for each movement."""
