"""A deck for every audience: `run_batch(request)` in `run`, what it says in `outcome`."""
