#!/bin/bash
# Keeps a node's own file system: this machine's root, read through an overlay that keeps every change to itself, with
# the node's own /databricks and /tmp. Usage: node-holder.sh NODE_FOLDER WORK_FOLDER CACHE
set -euo pipefail
node=$1 work=$2 cache=$3
root=$node/layer/root
mkdir -p "$node/layer"
mount -t tmpfs none "$node/layer"
mkdir "$node"/layer/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$node/layer/upper,workdir=$node/layer/work" "$root"
for part in proc dev sys; do mount --rbind "/$part" "$root/$part"; done
mount -t tmpfs none "$root/tmp"
mkdir -p "$root/databricks" "$root$work" "$root$cache"
mount --bind "$node/databricks" "$root/databricks"
mount --rbind "$work" "$root$work"
mount --rbind "$cache" "$root$cache"
# Ready only once the root is the node's: who enters earlier would be on this machine's own.
exec chroot "$root" /bin/bash -c 'touch "$1/ready"; exec sleep infinity' holder "$node"
