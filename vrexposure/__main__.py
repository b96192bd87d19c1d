"""`python -m vrexposure`: the same as the command `vrexposure`."""

from vrexposure.cli import main

main()
