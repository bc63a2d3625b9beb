"""Speech that arrived against speech that was sent over and over, both 48 kHz mono: PESQ (wide band, 1 to 4.6)
and STOI (0 to 1).

Windows of 1.5 s. Every time that a window was heard is scored, not only the best of the rounds, which would
flatter. Where a window should be follows from the best match of all; there it is looked for within 2.5 s,
because the jitter buffer stretches time. A single worst window says nothing: judge by median and tenth
percentile.
"""

import warnings

import numpy as np
from pesq import pesq
from pystoi import stoi
from scipy.signal import correlate, resample_poly

RATE, WINDOW, SLACK = 48_000, 72_000, 120_000
STEP = 960


def quality(wanted, heard):
    """PESQ and STOI of one window."""
    a, b = resample_poly(wanted, 1, 3), resample_poly(heard, 1, 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            p = float(pesq(16_000, a, b, "wb"))
        except Exception:  # No speech was found, which is the worst score there is.
            p = 1.0
        s = float(stoi(a, b, 16_000)) if np.std(b) > 1e-6 else 0.0
    return (p if np.isfinite(p) else 1.0), (max(0.0, s) if np.isfinite(s) else 0.0)


def matches(sent, received):
    """Each window of the sent speech with how well it matches at each place of the received."""
    energy = np.cumsum(np.concatenate([[0.0], received**2]))
    norm = np.sqrt(np.maximum(energy[WINDOW:] - energy[:-WINDOW], 1e-9))
    for start in range(0, len(sent) - WINDOW, WINDOW):
        wanted = sent[start : start + WINDOW]
        if np.std(wanted) >= 1e-4:
            match = correlate(received, wanted, mode="valid", method="fft")
            yield start, wanted, match / norm / (np.linalg.norm(wanted) + 1e-9)


def score(sent, received):
    """Rows (second in the recording, PESQ, STOI, second in the sent speech) of all windows that were to be heard."""
    if len(received) <= WINDOW:
        return []
    found = list(matches(sent, received))
    start, _, match = max(found, key=lambda row: row[2].max())
    phase = (int(match.argmax()) - start) % len(sent)
    rows = []
    for start, wanted, match in found:
        for lap in range(-1, len(received) // len(sent) + 2):
            expected = phase + start + lap * len(sent)
            if 0 <= expected < len(match):
                low = max(0, expected - SLACK)
                at = low + int(match[low : expected + SLACK].argmax())
                rows.append((at / RATE, *quality(wanted, received[at : at + WINDOW]), start / RATE))
    return sorted(rows)


def summary(rows):
    """Median and tenth percentile of both scores."""
    table = np.array(rows) if rows else np.array([[0, 1.0, 0.0, 0]])
    return {
        "pesq_median": float(np.median(table[:, 1])), "pesq_p10": float(np.percentile(table[:, 1], 10)),
        "stoi_median": float(np.median(table[:, 2])), "stoi_p10": float(np.percentile(table[:, 2], 10)),
    }


def levels(sound):
    """Loudness of each 20 ms."""
    return np.sqrt((sound[: len(sound) // STEP * STEP].reshape(-1, STEP) ** 2).mean(axis=1))


def resumed(sent, received, rows, back):
    """Seconds from the line's return, at second `back` of the recording, until sound lasts again, less what was a
    pause of the speaker just then; None when it stays silent."""
    level, source = levels(received), levels(sent)
    loud = np.percentile(source, 70) * 0.2
    for n in range(max(0, int(back * 50)), len(level) - 2):
        if (level[n : n + 3] > loud).all():
            break
    else:
        return None
    at, pause = n / 50, 0
    later = [row for row in rows if row[0] > at and row[2] > 0.6]
    if later:
        place = int(round((later[0][3] - (later[0][0] - at)) * 50)) % len(source)
        near = range(place - 8, place + 9)  # The jitter buffer may have shifted it a little.
        place = next((p for p in near if source[p % len(source)] > loud), place)
        while pause < len(source) and source[(place - 1 - pause) % len(source)] < loud:
            pause += 1
    return max(0.0, at - back - pause / 50)
