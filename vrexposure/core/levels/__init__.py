"""What one rung of a ladder asks for, one module for each movement.

Bounds here are the hard caps in code; a protocol narrows them, never widens them.
DEF marks a default that a clinician must be able to change (design; no published number).
"""
