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
`tests/unit/scenarios/test_crash_matrix.py` runs the same, and fails when anything differs from
this page.

Each command runs on the tests' cloud in memory, as the real program from its arguments to its exit
code, and meets one fault at one place. The places are every call to the cloud that a clean run
makes (the lease and the journal included), before its effect and after it, and every point of
`--stop-at`. The faults: the process is killed; the answer to the request is lost; the request is
refused with 409 or 503; Ctrl-C. After each fault the test asserts:

- production points at one side that has healthy servers (not for the first `up`, nor `down`);
- exit code 0 means done, 3 or "nothing is changed" means that all is as before;
- every other exit code comes with a next command;
- from there `resume`, and in another copy of that cloud the same command again, each end in a good
  state when the operator runs each next command; and the same command after that reaches its goal.

Good is: production on one side, preview on the other, one complete release on each side that has
any. 137 is a killed process, 130 Ctrl-C where nothing had begun, or in a command that keeps what it
reached.

"""

LEASE = """\
## The lease

The operator of each command loses the lease between any two requests to another, who takes 15
seconds for that: the other breaks it; breaks it and switches, retires, deploys 3.0, or removes the
application; or the first one's machine sleeps for eight hours, and the other switches.
`tests/unit/scenarios/test_lease_matrix.py` asserts that after the loss

- no change of the former holder takes effect, with one exception: when the other breaks the lease
  within a second after a request asked for it, that one request may still arrive. The last column
  counts these. None of them moves or releases an address;
- production serves as the other operator has left it;
- the exit code is true: 4 where the loss was noticed, 1 only where nothing had been changed, and 0
  only where nothing was left to change, or nothing is half done.

Neutron answers a late request that moves or releases an address with 412, even when its sender was
stopped between asking for the lease and sending it, because the request names the revision that was
read before. Any other request asks for the lease right before it is sent. One that is stopped in
between for as long as the other operator needs can still arrive; the next one cannot.

"""

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        crashes, losses = crash_matrix.table(Path(folder)), lease_matrix.table()
    sys.stdout.write("\n".join((HEAD + crashes, LEASE + losses)))
