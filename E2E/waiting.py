"""Waiting for something to be so, never for time to pass."""

import time


def wait_until(condition, seconds=15.0, what="it to be so", every=0.05):
    """Returns the first true value of condition(); fails with the last value seen when the time is over."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} s in vain for {what}; the last answer was {value!r}")
        time.sleep(every)
