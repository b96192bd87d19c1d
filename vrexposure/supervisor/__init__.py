"""A process beside the session: sees when the picture stands still, and ends and begins it anew."""
