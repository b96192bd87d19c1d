"""The part that decides: no clock, file, socket, thread, device or chance of its own."""
