# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Looks after the servers: their taps are up, and what they write does not fill the disk."""

import logging
import subprocess
import sys
import time
from collections.abc import Sequence

from openstack_lab.host import guest_logs, guest_taps

BEGINS = "watches the servers"
_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 2.0


def watch(patterns: Sequence[str]) -> None:
    """Look every two seconds; ends only with its process. `patterns` name the servers' logs.

    What does not work is tried again at the next look: a server may have gone meanwhile.
    """
    # With the number of the process in the third place, by which readiness knows a line of now.
    form = "%(asctime)s %(process)d %(levelname)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=form)
    _LOG.info(BEGINS)
    while True:
        try:
            for name in guest_taps.set_up():
                _LOG.info("%s was down; it is up again", name)
            for path in guest_logs.cap(patterns):
                _LOG.info("%s was too long: moved aside", path)
        except subprocess.SubprocessError as error:
            said = getattr(error, "stderr", None) or ""
            _LOG.warning("%s %s", error, said.strip())
        except OSError as error:
            _LOG.warning("%s", error)
        time.sleep(_LOOK_EVERY)


if __name__ == "__main__":
    watch(sys.argv[1:])
