"""A briefing made again whenever a file changes that it is made from: `watch.watched` makes it, `serve` shows it."""
