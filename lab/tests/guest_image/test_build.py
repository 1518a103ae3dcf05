# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""When the image is made, and when it is not."""

import shutil
from pathlib import Path

import pytest
from openstack_lab.guest_image import build

pytestmark = pytest.mark.lab


def test_the_same_inputs_give_the_same_bytes(image, tmp_path):
    """A second image, made elsewhere, is equal to the first in all three files."""
    again = build(tmp_path)

    for first, second in (
        (image.kernel, again.kernel),
        (image.ramdisk, again.ramdisk),
        (image.disk, again.disk),
    ):
        assert first.read_bytes() == second.read_bytes()


def test_an_image_from_the_same_inputs_is_not_made_again(image):
    """The files are left as they are, down to inode and time."""
    before = image.ramdisk.stat()

    assert build(image.ramdisk.parent).ramdisk.stat() == before


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_an_image_of_which_a_file_has_gone_is_made_again(image, tmp_path, spoil):
    """Whatever its stamp says."""
    for file in image.ramdisk.parent.iterdir():
        shutil.copy(file, tmp_path)
    spoil(tmp_path / "ramdisk")

    assert build(tmp_path).ramdisk.read_bytes() == image.ramdisk.read_bytes()


def test_an_image_from_other_inputs_is_made_again(image, tmp_path):
    """Another stamp is what a newer package or a changed boot file looks like."""
    (tmp_path / "inputs.sha256").write_text("of an older kernel")
    (tmp_path / "ramdisk").write_bytes(b"of an older kernel")

    assert build(tmp_path).ramdisk.read_bytes() == image.ramdisk.read_bytes()
