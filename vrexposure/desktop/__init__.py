"""Mouse and keyboard instead of a headset: the same input frames, the same log."""
