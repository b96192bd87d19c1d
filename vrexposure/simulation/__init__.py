"""People who do not exist, to try a protocol before a person does."""
