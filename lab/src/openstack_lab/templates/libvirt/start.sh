# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
#
# libvirt's directories are compiled in. A mount namespace gives the lab its own, so that the
# machine's libvirt, if there is one, is neither seen nor changed.
set -e
for directory in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /run/libvirt; do
    mkdir -p "$directory"
done
mkdir -p {{ data }}/libvirt/lib {{ data }}/libvirt/cache {{ run }}/libvirt-state {{ run }}/libvirt
exec unshare --mount --propagation private /bin/sh -ec '
    mount --bind {{ etc }}/libvirt /etc/libvirt
    mount --bind {{ data }}/libvirt/lib /var/lib/libvirt
    mount --bind {{ data }}/libvirt/cache /var/cache/libvirt
    mount --bind {{ run }}/libvirt-state /run/libvirt
    exec /usr/sbin/libvirtd --config {{ etc }}/libvirt/libvirtd.conf --pid-file {{ run }}/libvirtd.pid
'
