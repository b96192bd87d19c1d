"""The record of a session: one MCAP, written safely, read through one salvaging reader."""
