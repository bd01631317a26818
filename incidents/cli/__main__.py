"""`python -m incidents.cli`: the same as the installed `incidents`."""

from incidents.cli import main

main(prog_name="incidents")
