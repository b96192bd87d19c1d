"""The composition root: the one place that knows every adapter and wires them together."""
