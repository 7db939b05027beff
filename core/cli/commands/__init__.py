"""The commands, one a file: `run(arguments, terminal)` returns the exit status of the contract."""
