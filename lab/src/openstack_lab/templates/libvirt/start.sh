# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
#
# libvirt's directories are compiled in. A mount namespace gives the lab its own, so that the
# machine's libvirt, if there is one, is neither seen nor changed. libvirt insists on its user and
# group even when, as here, guests run as root: the namespace has them, the machine need not.
set -e
for directory in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt; do
    mkdir -p "$directory"
done
mkdir -p {{ log }}/libvirt {{ data }}/libvirt/lib {{ data }}/libvirt/cache {{ run }}/libvirt-state {{ run }}/libvirt
for file in passwd group; do
    grep -v '^libvirt-qemu:' "/etc/$file" >"{{ run }}/$file"
done
echo 'libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin' >>"{{ run }}/passwd"
echo 'libvirt-qemu:x:64055:' >>"{{ run }}/group"
exec unshare --mount --propagation private /bin/sh -ec '
    mount --bind {{ etc }}/libvirt /etc/libvirt
    mount --bind {{ data }}/libvirt/lib /var/lib/libvirt
    mount --bind {{ data }}/libvirt/cache /var/cache/libvirt
    mount --bind {{ log }}/libvirt /var/log/libvirt
    mount --bind {{ run }}/passwd /etc/passwd
    mount --bind {{ run }}/group /etc/group
    mount --bind {{ run }}/libvirt-state /run/libvirt
    exec /usr/sbin/libvirtd --config {{ etc }}/libvirt/libvirtd.conf --pid-file {{ run }}/libvirtd.pid
'
