#!/bin/bash -p
# Encrypts the traffic between the nodes of an Azure Databricks cluster (link 4), or keeps Spark from speaking.
#
# Runs as root on each node before any Spark process. By what this node's own Spark can do, and by the mode that the cluster policy fixes:
#   tls  RPC over TLS 1.3, trusting only the deployment's own CA   (Spark 4, with TLS material)
#   gcm  AES-GCM: encrypted, and a changed byte is noticed         (where Spark's implementation works: SPARK-56227)
#   ctr  AES-CTR: encrypted, but a changed byte is not noticed     (only where the policy says so by name)
# In every mode nodes authenticate and nothing falls back to SASL. A sentinel then asks each Spark port that opens whether it does what
# the mode promises, watches the node's packets for Spark frames in clear text, and ends the process that speaks so.
# Whatever is missing, unresolved or cannot be written: one sentence on stderr, exit 1, nothing half-written.
#
# Environment, by secret reference ({{secrets/scope/key}}):
#   HARDENED_SPARK_ROOT_SECRET      base64 of at least 32 random bytes; each cluster's key is derived from it and the cluster's id
#   HARDENED_SPARK_TLS_CERTIFICATE  PEM, or base64 of PEM: this deployment's node certificate
#   HARDENED_SPARK_TLS_KEY          PEM, or base64 of PEM: its private key (PKCS#8, not encrypted)
#   HARDENED_SPARK_TLS_CA           PEM, or base64 of PEM: the only CA that nodes trust
# Plain values:
#   HARDENED_SPARK_MODE             tls, gcm or ctr; unset: the better of tls and gcm that works here
#   HARDENED_SPARK_WIRE_ONLY        1 leaves shuffle, spill and cache files to the encryption of the host's disks
# Nothing secret is printed, put on a command line, or written to a file that others can read.

# Started as `bash FILE` a shell obeys BASH_ENV, SHELLOPTS and exported functions; with -p it does not.
[[ $- == *p* || ! -f $0 ]] || exec /bin/bash -p "$0" "$@"
set -euo pipefail
umask 077
shopt -s extglob

die() {
  echo "encrypt-node-traffic: $*" >&2
  exit 1
}

# What acts on Spark's JVMs or on its launch scripts would act after this script, too. Quotes and backslashes are taken away: launchers do that as well.
undoes='spark\.(authenticate|network\.(crypto|sasl)|ssl|io\.encryption|shuffle\.manager|plugins|extraListeners)|-(javaagent|agentlib|agentpath|Xbootclasspath)|-XX:(Flags|VMOptionsFile)|java\.security\.properties|jdk\.tls|(^|[[:space:]])@'
for name in $(compgen -e); do
  value=${!name}
  case $name in
    DB_HOME) [[ $value == /databricks ]] || die "DB_HOME is ${value@Q}: Spark reads its settings below /databricks; remove the variable from the cluster" ;;
    SPARK_CONF_DIR | SPARK_HOME)
      [[ $value == /databricks/* && $value != *..* ]] || die "$name is ${value@Q}, outside /databricks: remove the variable from the cluster"
      ;;
    _SPARK_AUTH_SECRET | _SPARK_SSL_* | _SPARK_RPC_SSL_*) die "$name is set: Spark would take it before the key of this script; remove the variable from the cluster" ;;
    _JAVA_OPTIONS | *JAVA*OPT* | SPARK_*OPTS | *SUBMIT_ARGS)
      value=${value//[\"\'\\]/}
      # The platform's own agents and security settings lie below /databricks.
      [[ $value == *..* ]] || value=${value//-@(javaagent:|Djava.security.properties=)\/databricks\//}
      [[ ! $value =~ $undoes ]] || die "$name holds ${BASH_REMATCH[0]@Q}, which can undo the encryption: remove the variable from the cluster"
      ;;
  esac
done
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C

[[ -n ${DB_CLUSTER_ID:-} ]] || die "DB_CLUSTER_ID is not set: this is no Databricks node"
is_driver=${DB_IS_DRIVER:-}
case $is_driver in
  TRUE | FALSE) ;;
  *) die "DB_IS_DRIVER is ${is_driver@Q}: TRUE on the driver and FALSE on workers is expected, so it is not known which this node is" ;;
esac
for python in /usr/bin/python3 /databricks/python3/bin/python3 ''; do
  [[ ! -x $python ]] || break
done
[[ -n $python ]] || die "no python3 on this node (/usr/bin/python3, /databricks/python3/bin/python3): Spark cannot be examined"

exec "$python" -I - <<'PROGRAM'
#@include install.py
PROGRAM
