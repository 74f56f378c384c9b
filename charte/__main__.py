"""`python -m charte`."""

from charte.cli import principal

if __name__ == "__main__":
    principal()
