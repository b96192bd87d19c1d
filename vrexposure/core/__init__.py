"""The part that decides: no clock, no file, no socket, no thread, no device, no chance of its own."""
