# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""The lab's guest image: a small server that runs user data and serves pages, made right here."""

from openstack_lab.guest_image.build import GuestImage, ImageError, build

__all__ = ["GuestImage", "ImageError", "build"]
