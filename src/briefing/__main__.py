"""`python -m briefing` is the `briefing` command."""

from briefing.cli.app import run

run()
