"""The page of `briefing open`: a server on this machine alone, over the same pipeline as the command."""
