"""What is done to the line of one of the two, and what is wanted of the voice then.

The one with the bad line both speaks and listens, so one call gives both figures: `up`, the bad line at the
speaker, and `down`, at the listener. Where only one way is bad, only that figure is taken.
"""

BOTH = ("up", "down")
CONDITIONS = {
    "clean": {"line": {}, "ways": ("",)},
    "loss20": {"line": {"from_a": {"loss": 20}, "to_a": {"loss": 20}}, "ways": BOTH},
    "burst10": {
        "line": {
            "from_a": {"burst_ms": 200, "burst_share": 0.1}, "to_a": {"burst_ms": 200, "burst_share": 0.1}},
        "ways": BOTH,
    },
    "delay150": {
        "line": {"from_a": {"delay": 150, "jitter": 40}, "to_a": {"delay": 150, "jitter": 40}}, "ways": BOTH},
    "down100k": {"line": {"to_a": {"rate": 100}}, "ways": ("down",)},
    "up60k": {"line": {"from_a": {"rate": 60}}, "ways": ("up",)},
    "outage10": {"line": {"from_a": {"cut": True}, "to_a": {"cut": True}}, "ways": BOTH, "outage": 10},
}


def name(condition, way):
    """As the records call it: the ones of one way only carry it in their name already."""
    return condition if way == "" or condition in ("down100k", "up60k") else f"{condition}_{way}"
