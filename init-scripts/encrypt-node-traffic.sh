#!/bin/bash
# Encrypts the traffic between the nodes of an Azure Databricks cluster (link 4), or keeps the cluster from starting.
#
# Runs as root on each node before any Spark process. It looks at what this node's own Spark can do and takes the best of:
#   tls  RPC over TLS 1.3, trusting only the deployment's own CA   (Spark 4, where TLS material is given)
#   gcm  AES-GCM: encrypted, and a changed byte is noticed         (where Spark's implementation works: SPARK-56227)
#   ctr  AES-CTR: encrypted, but a changed byte is not noticed     (only with HARDENED_SPARK_ALLOW_CTR=1)
# In every mode nodes authenticate, nothing falls back to SASL, and shuffle, spill and cache files are encrypted.
# Whatever is missing, unresolved or cannot be written: a reason on stderr, exit 1, nothing half-written.
#
# Environment, by secret reference ({{secrets/scope/key}}):
#   HARDENED_SPARK_ROOT_SECRET      at least 32 characters; each cluster's key is derived from it and the cluster's id
#   HARDENED_SPARK_TLS_CERTIFICATE  PEM, or base64 of PEM: this deployment's node certificate
#   HARDENED_SPARK_TLS_KEY          PEM, or base64 of PEM: its private key (PKCS#8)
#   HARDENED_SPARK_TLS_CA           PEM, or base64 of PEM: the only CA that nodes trust
# Nothing secret is printed, put on a command line, or written to a file that others can read.
set -euo pipefail
umask 077

die() {
  echo "encrypt-node-traffic: $*" >&2
  exit 1
}

home=${DB_HOME:-/databricks}
conf=$home/conf
stores=$conf/encrypt-node-traffic
[[ -n ${DB_CLUSTER_ID:-} ]] || die "DB_CLUSTER_ID is not set: this is no Databricks node"

check_secret() {
  local name=$1 least=$2 value=${!1:-}
  [[ -n $value ]] || die "$name is not set: the cluster policy must set it by secret reference"
  [[ $value != *'{{'* ]] || die "$name is an unresolved secret reference: does the secret exist, and may the cluster's owner read it?"
  ((${#value} >= least)) || die "$name has ${#value} characters: at least $least are needed"
}

check_secret HARDENED_SPARK_ROOT_SECRET 32
tls_given=no
if [[ -n ${HARDENED_SPARK_TLS_CERTIFICATE:-}${HARDENED_SPARK_TLS_KEY:-}${HARDENED_SPARK_TLS_CA:-} ]]; then
  for name in HARDENED_SPARK_TLS_CERTIFICATE HARDENED_SPARK_TLS_KEY HARDENED_SPARK_TLS_CA; do check_secret "$name" 64; done
  tls_given=yes
fi

shopt -s nullglob
jars=("$home"/jars/*network-common*.jar)
((${#jars[@]} > 0)) || die "no network-common jar under $home/jars: Spark cannot be examined"
python=$(command -v python3 || true)
[[ -n $python ]] || python=$home/python3/bin/python3
[[ -x $python ]] || die "no python3 on this node: Spark cannot be examined"

# What the jar holds, never what version it says. Class bodies are compressed, so they are read through zipfile.
capabilities=$("$python" -I - "${jars[@]}" 2>/dev/null <<'PY'
import sys, zipfile
found = set()
for jar in sys.argv[1:]:
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith("network/ssl/SSLFactory.class"):
                found.add("tls")
            # Without this method every message after the first is dropped, and the cluster hangs (SPARK-56227).
            if "network/crypto/GcmTransportCipher" in name and b"resetForNextMessage" in archive.read(name):
                found.add("gcm")
print(" ".join(sorted(found)))
PY
) || die "Spark's jars under $home/jars cannot be read"

if [[ " $capabilities " == *" tls "* && $tls_given == yes ]]; then
  mode=tls
elif [[ " $capabilities " == *" gcm "* ]]; then
  mode=gcm
elif [[ ${HARDENED_SPARK_ALLOW_CTR:-} == 1 ]]; then
  mode=ctr
else
  die "this Spark has neither RPC TLS with material for it nor a working AES-GCM (it has: ${capabilities:-neither}); HARDENED_SPARK_ALLOW_CTR=1 accepts AES-CTR, which does not notice changed bytes"
fi

mkdir -p "$conf" "$home/driver/conf" 2>/dev/null || die "$home is not writable"
scratch=$(mktemp -d "$conf/.encrypt-node-traffic.XXXXXX" 2>/dev/null) || die "$conf is not writable"
trap 'rm -rf "$scratch"' EXIT
[[ -w $home/driver/conf ]] || die "$home/driver/conf is not writable"

if [[ $mode == tls ]]; then
  command -v openssl >/dev/null || die "no openssl on this node: the TLS stores cannot be built"
  for item in CERTIFICATE KEY CA; do
    variable=HARDENED_SPARK_TLS_$item
    if [[ ${!variable} == *-----BEGIN* ]]; then
      printf '%s\n' "${!variable}" >"$scratch/$item.pem"
    else
      printf '%s' "${!variable}" | base64 -d >"$scratch/$item.pem" 2>/dev/null || die "$variable is neither PEM nor base64 of PEM"
    fi
    grep -q -- '-----BEGIN' "$scratch/$item.pem" || die "$variable holds no PEM"
  done
  openssl verify -CAfile "$scratch/CA.pem" "$scratch/CERTIFICATE.pem" >/dev/null 2>&1 ||
    die "the certificate in HARDENED_SPARK_TLS_CERTIFICATE is not valid under the CA in HARDENED_SPARK_TLS_CA"
  certificate_key=$(openssl x509 -in "$scratch/CERTIFICATE.pem" -noout -pubkey 2>/dev/null | sha256sum)
  private_key=$(openssl pkey -in "$scratch/KEY.pem" -pubout 2>/dev/null | sha256sum)
  [[ $certificate_key == "$private_key" ]] || die "HARDENED_SPARK_TLS_KEY is not the key of HARDENED_SPARK_TLS_CERTIFICATE"
fi

# Derives the keys, builds the trust store, and writes the two files that Databricks reads, beside their places.
export ENCRYPT_MODE=$mode ENCRYPT_SCRATCH=$scratch ENCRYPT_STORES=$stores ENCRYPT_HOME=$home
key_id=$("$python" -I - <<'PY'
import base64, hashlib, hmac, os, re, struct, time
env = os.environ
scratch, home, stores, mode = env["ENCRYPT_SCRATCH"], env["ENCRYPT_HOME"], env["ENCRYPT_STORES"], env["ENCRYPT_MODE"]

def derive(label):
    message = f"hardened-databricks:{label}:{env['DB_CLUSTER_ID']}".encode()
    return hmac.new(env["HARDENED_SPARK_ROOT_SECRET"].encode(), message, hashlib.sha256).hexdigest()

key, password = derive("spark-rpc-v1"), derive("spark-stores-v1")
settings = {
    "spark.authenticate": "true",
    "spark.authenticate.secret": key,
    "spark.network.crypto.saslFallback": "false",
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
    "spark.io.encryption.keygen.algorithm": "HmacSHA256",
}
if mode == "tls":
    settings |= {
        "spark.network.crypto.enabled": "false",
        "spark.ssl.rpc.enabled": "true",
        "spark.ssl.rpc.protocol": "TLSv1.3",
        "spark.ssl.rpc.keyStore": f"{stores}/node.p12",
        "spark.ssl.rpc.keyStoreType": "PKCS12",
        "spark.ssl.rpc.keyStorePassword": password,
        "spark.ssl.rpc.keyPassword": password,
        # Without a trust store Spark trusts every certificate.
        "spark.ssl.rpc.trustStore": f"{stores}/ca.jks",
        "spark.ssl.rpc.trustStoreType": "JKS",
        "spark.ssl.rpc.trustStorePassword": password,
    }
else:
    cipher = {"gcm": "AES/GCM/NoPadding", "ctr": "AES/CTR/NoPadding"}[mode]
    settings |= {"spark.network.crypto.enabled": "true", "spark.network.crypto.cipher": cipher, "spark.network.sasl.serverAlwaysEncrypt": "true"}
    if mode == "gcm":
        settings["spark.network.crypto.authEngineVersion"] = "2"

def trust_store(pem):
    """A Java key store with trusted certificates only: a fixed format, so that no Java tool is needed."""
    def text(value):
        data = value.encode()
        return struct.pack(">H", len(data)) + data
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", pem, re.S)
    body = struct.pack(">III", 0xFEEDFEED, 2, len(blocks))
    for i, block in enumerate(blocks):
        der = base64.b64decode(block)
        body += struct.pack(">I", 2) + text(f"ca{i}") + struct.pack(">Q", int(time.time() * 1000)) + text("X.509") + struct.pack(">I", len(der)) + der
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()

def write(name, data):
    with open(os.path.join(scratch, name), "wb") as file:
        file.write(data)

def kept(path, own):
    """The lines of a file that set something else: what others wrote stays, what would undo us goes."""
    try:
        with open(path) as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    return [line for line in lines if line.strip() and not any(own(line, name) for name in settings)]

if mode == "tls":
    with open(f"{scratch}/CA.pem") as file:
        write("ca.jks", trust_store(file.read()))
    write("password", password.encode())
options = kept(f"{home}/conf/spark.executor.extraJavaOptions", lambda line, name: line.strip().startswith(f"-D{name}="))
options += [f"-D{name}={value}" for name, value in settings.items()]
write("spark.executor.extraJavaOptions", ("\n".join(options) + "\n").encode())
branch = kept(f"{home}/driver/conf/spark-branch.conf", lambda line, name: re.split(r"[\s=:]", line.strip().strip('"'), maxsplit=1)[0].strip('"') == name)
branch += [f"{name} {value}" for name, value in settings.items()]
write("spark-branch.conf", ("\n".join(branch) + "\n").encode())
print(hashlib.sha256(key.encode()).hexdigest()[:8])
PY
) || die "the settings could not be written under $conf"

if [[ $mode == tls ]]; then
  openssl pkcs12 -export -in "$scratch/CERTIFICATE.pem" -inkey "$scratch/KEY.pem" -name node -out "$scratch/node.p12" \
    -passout "file:$scratch/password" 2>/dev/null || die "the key store could not be built"
  mkdir -p "$stores" 2>/dev/null || die "$stores is not writable"
  mv -f "$scratch/node.p12" "$scratch/ca.jks" "$stores/" 2>/dev/null || die "$stores is not writable"
fi
if [[ ${DB_IS_DRIVER:-} == TRUE ]]; then
  mv -f "$scratch/spark-branch.conf" "$home/driver/conf/spark-branch.conf" 2>/dev/null || die "$home/driver/conf is not writable"
fi
mv -f "$scratch/spark.executor.extraJavaOptions" "$conf/spark.executor.extraJavaOptions" 2>/dev/null || die "$conf is not writable"
echo "encrypt-node-traffic: mode=$mode key-id=$key_id driver=${DB_IS_DRIVER:-FALSE}"
