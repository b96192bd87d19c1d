"""Synthetic movement: what a headset and two controllers would tell of a person who moves."""
