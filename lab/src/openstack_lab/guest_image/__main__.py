# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""Build the guest image by hand: ``python -m openstack_lab.guest_image DIRECTORY``."""

import argparse
import sys
from pathlib import Path

from openstack_lab.guest_image import ImageError, build

parser = argparse.ArgumentParser(prog="python -m openstack_lab.guest_image", description=__doc__)
parser.add_argument("directory", type=Path, help="where kernel, ramdisk and disk are written")

try:
    image = build(parser.parse_args().directory)
except ImageError as error:
    sys.exit(str(error))
for file in (image.kernel, image.ramdisk, image.disk):
    sys.stdout.write(f"{file.stat().st_size:>10}  {file}\n")
