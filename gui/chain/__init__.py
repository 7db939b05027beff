"""The authorisation chain as a live drawing."""
