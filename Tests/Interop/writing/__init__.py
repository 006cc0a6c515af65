"""What `run_writing.py` checks: values made for writing, and a module for each check."""
