"""What people do when asked, and what they do instead: one module for each family of tasks."""
