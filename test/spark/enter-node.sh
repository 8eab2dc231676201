#!/bin/bash
# Runs a command in a node's own file system: this machine's root, read through an overlay that keeps every change to itself,
# with the node's own /databricks. Usage: enter-node.sh NODE_FOLDER WORK_FOLDER COMMAND...
set -euo pipefail
node=$1 work=$2
shift 2
layer=$(mktemp -d "$node/layer.XXXXXX")
mount -t tmpfs none "$layer"
mkdir "$layer"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$layer/root"
for part in proc dev sys; do mount --rbind "/$part" "$layer/root/$part"; done
mkdir -p "$layer/root/databricks" "$layer/root$work" "$layer/root$SPARK_CACHE"
mount --bind "$node/databricks" "$layer/root/databricks"
mount --rbind "$work" "$layer/root$work"
mount --rbind "$SPARK_CACHE" "$layer/root$SPARK_CACHE"
if [[ ${READ_ONLY:-} == home ]]; then mount -o remount,bind,ro "$layer/root/databricks"; fi
if [[ ${READ_ONLY:-} == conf ]]; then
  mount --bind "$node/databricks/conf" "$layer/root/databricks/conf"
  mount -o remount,bind,ro "$layer/root/databricks/conf"
fi
exec chroot "$layer/root" /usr/bin/env --chdir="$work" "$@"
