#!/bin/bash
# Stands for Databricks' launcher on a node, as JAVA_HOME/bin/java: gives executors the options of their file, which nobody else reads,
# and every JVM the rig's own options, among them a shared archive of Spark's classes, which needs a class path without folders.
# Executors load what a driver loads, and are given no time to write an archive of their own.
archive=${RIG_ARCHIVES:-}/${RIG_ROLE:-driver}.jsa
given=() before=
for argument in "$@"; do
  [[ $before == -cp ]] && argument=${argument#"$SPARK_CONF_DIR"/:} argument=${argument#"$SPARK_CONF_DIR":}
  given+=("$argument")
  before=$argument
done
read -ra own <<<"$RIG_JAVA_OPTIONS ${RIG_MORE_OPTIONS:-}"
if [[ ${RIG_RECORD:-} == 1 && -n ${RIG_ROLE:-} ]]; then
  own+=("-XX:ArchiveClassesAtExit=$archive.tmp")
elif [[ -s $archive ]]; then
  own+=("-XX:SharedArchiveFile=$archive")
fi
options=/databricks/conf/spark.executor.extraJavaOptions
if [[ -s $options && ${RIG_READS_OPTIONS:-} == 1 && -z ${RIG_ROLE:-} ]] || [[ -s $options && ${RIG_DAEMON_READS_OPTIONS:-} == 1 ]]; then
  own+=("@$options")
fi
unset RIG_ROLE RIG_DAEMON_READS_OPTIONS RIG_MORE_OPTIONS
exec "$RIG_JAVA" "${own[@]}" "${given[@]}"
