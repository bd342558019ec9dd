"""Who can become an administrator: the closure over the steps of an organization's map, on one machine.

A step is two 64-bit node ids and a verdict, 17 bytes; numpy goes through all of them once a level.
"""

from __future__ import annotations

from typing import Iterator, Tuple

import numpy as np

VERDICTS = ("proved", "conditional", "unknown")  # the surest first


def administrators(start: np.ndarray, end: np.ndarray, verdict: np.ndarray, targets: np.ndarray) -> Iterator[Tuple[int, int, int]]:
    """(node, verdict, steps) of each node that reaches a target: the surest verdict, and the fewest steps by which it does with that one.

    `verdict` is an index into VERDICTS. Targets themselves are left out.
    """
    nodes, indices = np.unique(np.concatenate([start, end, targets]), return_inverse=True)
    start, end, targets = np.split(indices, [len(start), len(start) + len(end)])
    is_target = np.zeros(len(nodes), dtype=bool)
    is_target[targets] = True
    told = is_target.copy()
    for weakest in range(len(VERDICTS)):
        usable = verdict <= weakest
        before, after = start[usable], end[usable]
        steps, reached, count = np.full(len(nodes), -1, dtype=np.int32), is_target.copy(), 0
        while True:
            count += 1
            new = np.unique(before[reached[after] & ~reached[before]])
            if not len(new):
                break
            reached[new] = True
            steps[new] = count
        for node in np.flatnonzero((steps > 0) & ~told):
            yield int(nodes[node]), weakest, int(steps[node])
        told |= reached
