# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write crash-matrix.md from a run: python docs/crash_matrix.py > docs/crash-matrix.md."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support import crash_matrix, lease_matrix

HEAD = """\
# The crash matrix

Written by `docs/crash_matrix.py`, which runs it; do not edit.
`tests/unit/scenarios/test_crash_matrix.py` runs the same, fails when anything is not as told here,
and fails when this page is out of date.

Each command is run on the tests' cloud in memory, the real program from its arguments to its exit
code, and meets one fault at one place. The places are every call to the cloud that a clean run
makes (the lease and the journal included), before its effect and after it, and every point of
`--stop-at`. The faults: the process is killed; the answer to the request is lost; the request is
refused with 409 or 503; Ctrl-C. After each fault this is asserted:

- production points at one side that has healthy servers (not for the first `up`, nor `down`);
- exit code 0 means that it is done, 3 or "nothing is changed" that all is as before;
- every other exit code comes with a next command;
- from there `resume`, and in another copy of that world the same command again, each end in a good
  state when their operator types whatever is printed as next; and the same command after that
  reaches what was wanted.

Good is: production on one side, preview on the other, one complete release on each side that has
any. 137 is a killed process, 130 Ctrl-C where nothing had begun, or in a command that keeps what it
reached.

"""

LEASE = """\
## The lease

The operator of each command loses the lease between any two requests, while it is held, to another
who takes 15 seconds for that: he breaks it; breaks it and switches, retires, deploys 3.0, or
removes the application; or the first one's machine sleeps for eight hours, and another switches.
`tests/unit/scenarios/test_lease_matrix.py` asserts that after the loss

- no change of the former holder takes effect. Where the other breaks the lease within a second of
  its being asked for, one may, which is on its way by then: the last column counts them. Of the
  requests that move an address, or give it back, none does then either;
- production serves as the other operator has left it;
- the exit code is true: 4 where the loss was noticed, 1 only where nothing had been changed, and 0
  only where nothing was left to change, or nothing is half done.

A request that moves an address, or gives it back, is answered with 412 even when its sender was
stopped between asking for the lease and sending it: it names the revision that was read before. Any
other request is asked for right before it is sent; of these, one that is stopped in between for as
long as another takes can still arrive, and the next one cannot.

"""

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        crashes, losses = crash_matrix.table(Path(folder)), lease_matrix.table()
    sys.stdout.write("\n".join((HEAD + crashes, LEASE + losses)))
