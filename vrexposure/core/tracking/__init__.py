"""Motion in, observations out: incremental, constant memory, whole numbers."""
