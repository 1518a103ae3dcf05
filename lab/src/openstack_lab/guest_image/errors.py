# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

"""What can go wrong while the image is made."""


class ImageError(Exception):
    """The image could not be made; the text says why and what to run next."""
