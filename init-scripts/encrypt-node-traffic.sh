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
"""Writes what Spark reads on this node, all of it or nothing, and starts the sentinel."""
import base64
import binascii
import contextlib
import fcntl
import hashlib
import hmac
import os
import re
import select
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

HOME = "/databricks"
CONF = f"{HOME}/conf"
STORES = f"{CONF}/encrypt-node-traffic"
DRIVER_CONF = f"{HOME}/driver/conf"
OPTIONS_FILE = f"{CONF}/spark.executor.extraJavaOptions"
DRIVER_FILE = f"{DRIVER_CONF}/00-hardened-databricks.conf"
TEMPORARY = ".encrypt-node-traffic."
# Nothing else of what a cluster sets acts on the programs that are started from here.
for name in [name for name in os.environ if not name.startswith(("DB_", "HARDENED_SPARK_")) and name not in ("PATH", "LC_ALL")]:
    del os.environ[name]
IS_DRIVER = os.environ["DB_IS_DRIVER"] == "TRUE"
SENTINEL = r'''
"""The sentinel of link 4: asks each port of a Java process that opens whether it speaks as this node's mode promises, watches the
node's packets for Spark frames in clear text, and ends the process that speaks so. Usage: sentinel.py MODE ROLE FILES READY_DESCRIPTOR

It guards against settings that were not read. Users who are root on the node can end it.
"""
import concurrent.futures
import ctypes
import glob
import json
import os
import re
import select
import shutil
import signal
import socket
import ssl
import stat
import struct
import subprocess
import sys
import time

FOLDER = "/databricks/conf/encrypt-node-traffic"
STATUS = f"{FOLDER}/sentinel.json"
# Where Databricks leaves the logs of init scripts on the node (docs, init-scripts/logs).
LOG = "/databricks/init_scripts/node-traffic-sentinel.log"
# Spark settings of the cluster, as the launcher leaves them (third-party observation, facts of 2023): only asked whether this is a single node.
CLUSTER_SETTINGS = "/tmp/custom-spark.conf"
LOG_BYTES = 1 << 20
POLL_SECONDS = 0.05

# A Spark frame: int64 length (itself included), int8 type, the message. RpcRequest: int64 id, int32 body length, body.
FRAMES = [
    "ChunkFetchRequest", "ChunkFetchSuccess", "ChunkFetchFailure", "RpcRequest", "RpcResponse", "RpcFailure", "StreamRequest",
    "StreamResponse", "StreamFailure", "OneWayMessage", "UploadStream", "MergedBlockMetaRequest", "MergedBlockMetaSuccess",
]
CHUNK, REQUEST, RESPONSE, FAILURE, STREAM, ONE_WAY = 1, 3, 4, 5, 7, 9
HEADER = 21
# The first byte of a body of AuthEngine, with which encryption begins.
AUTH_ENGINE = 0xFB


def frame_in(payload):
    """
    (type, whether only its header is here) of a Spark frame in clear, or None. A handshake of AuthEngine is none; of a header alone the
    next segment tells. Failures count for nothing: any stranger can have a protected node send them.
    """
    length, kind = struct.unpack(">qb", payload[:9])
    total = len(payload)
    if kind in (REQUEST, RESPONSE) and total >= HEADER:
        if length <= HEADER or struct.unpack(">i", payload[17:21])[0] != length - HEADER:
            return None
        return (kind, total == HEADER) if total == HEADER or payload[HEADER] != AUTH_ENGINE else None
    if kind == ONE_WAY and total >= 13:
        return (kind, False) if struct.unpack(">i", payload[9:13])[0] == length - 13 > 0 else None
    if kind == 0:
        return (kind, False) if length == 21 else None
    if kind == CHUNK:
        return (kind, False) if 21 <= length < 1 << 31 else None
    if kind in (6, STREAM) and total >= 13:
        name = struct.unpack(">i", payload[9:13])[0]
        return (kind, False) if name > 0 and length == 13 + name + (8 if kind == STREAM else 0) else None
    return None
LISTEN, ANY_STATE = 1 << 10, 0xFFF
parsed = {}


def sockets(states):
    """(local, remote, inode) of this node's TCP sockets, asked of sock_diag: /proc/net/tcp costs milliseconds where this costs 0.03."""
    for record in records(states):
        # Family, ports, addresses, interface, inode: what is asked again and again is read once.
        key = record[16:17] + record[20:60] + record[84:88]
        found = parsed.get(key)
        if found is None:
            if len(parsed) > 50_000:
                parsed.clear()
            size = 4 if record[16] == socket.AF_INET else 16
            interface = struct.unpack("=I", record[56:60])[0]
            ends = ((text_of(record[16], record[at : at + size]), int.from_bytes(record[port : port + 2], "big"), interface) for at, port in ((24, 20), (40, 22)))
            found = parsed[key] = (*ends, struct.unpack("=I", record[84:88])[0])
        yield found


def records(states):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as link:
        for family in (socket.AF_INET, socket.AF_INET6):
            link.sendall(struct.pack("=IHHIIBBBBI48x", 72, 20, 0x301, 1, 0, family, socket.IPPROTO_TCP, 0, 0, states))
            done = False
            while not done:
                data = link.recv(1 << 18)
                while len(data) >= 16:
                    length, kind = struct.unpack("=IH", data[:6])
                    done = done or kind in (2, 3)
                    if kind == 20:
                        yield data[:length]
                    data = data[(length + 3) & ~3 :]


def text_of(family, raw):
    if family == socket.AF_INET6 and raw[:12] == bytes(10) + b"\xff\xff":
        family, raw = socket.AF_INET, raw[12:]
    return socket.inet_ntop(family, raw)


def is_loopback(address):
    return address == "::1" or address.startswith("127.")


def listeners():
    """{((address, port, interface), inode)} of what listens on more than loopback, which is never asked: one-shot servers there take the first connection for their client."""
    return {(local, inode) for local, _, inode in sockets(LISTEN) if not is_loopback(local[0])}


def connection(local, remote):
    """The inode of a connection of this node, in whatever state; 0 where it is gone."""
    return next((inode for here, there, inode in sockets(ANY_STATE) if here[:2] == local[:2] and there[:2] == remote[:2]), 0)


def owners_of(inodes):
    """{inode: processes that hold that socket}. One that closes descriptors meanwhile is skipped by the descriptor, not by the process."""
    found, wanted = {}, {f"socket:[{inode}]": inode for inode in inodes if inode}
    if not wanted:
        return found
    for path in glob.iglob("/proc/[0-9]*/fd/*"):
        try:
            inode = wanted.get(os.readlink(path))
            if inode:
                found.setdefault(inode, set()).add(int(path.split("/")[2]))
        except OSError:
            pass
    return found


def is_java(pid):
    """Whether a process runs a Java virtual machine, by the library that it has loaded: a program's name proves nothing."""
    try:
        with open(f"/proc/{pid}/maps") as file:
            return "/libjvm.so" in file.read()
    except OSError:
        return False


def name_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read().split(b"\0")
        return next((word.decode() for word in words[1:] if re.fullmatch(rb"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){2,}", word)), words[0].decode())
    except (OSError, UnicodeDecodeError):
        return "?"


def shown(place):
    return f"[{place[0]}]:{place[1]}" if ":" in place[0] else f"{place[0]}:{place[1]}"
QUESTION = int.from_bytes(b"HDNTSENT", "big")
APPLICATION = struct.pack(">i", 5) + b"probe"
# Bodies of a request: the first message of SASL, and one of AuthEngine that decrypts to nothing.
SASL = b"\xea" + APPLICATION + struct.pack(">i", 0)
AUTH = bytes([AUTH_ENGINE]) + APPLICATION + struct.pack(">i", 16) + bytes(16) + struct.pack(">i", 60) + bytes(60)
# What other protocols answer: HTTP, HTTP/2 settings, SSH.
OTHERS = (b"HTTP/", b"\0\0\x06\x04", b"\0\0\x12\x04", b"\0\0\x18\x04", b"SSH-")


def request(body):
    return struct.pack(">qbqi", 21 + len(body), REQUEST, QUESTION, len(body)) + body


def exchange(connection, data, seconds):
    """Sends, and reads until one whole frame, the end, or the time is over: (what came, how it ended)."""
    connection.settimeout(seconds)
    connection.sendall(data)
    end, got = time.monotonic() + seconds, b""
    while time.monotonic() < end and len(got) < 65536:
        try:
            part = connection.recv(65536)
        except ConnectionError:
            return got, "reset"
        except OSError:
            return got, "silent"
        if not part:
            return got, "closed"
        got += part
        if len(got) >= 8 and len(got) >= struct.unpack(">q", got[:8])[0]:
            return got, "open"
    return got, "silent"


def judged(got):
    """(verdict, detail) of an answer, or None where it is no Spark frame that answers our question."""
    if len(got) < 21 or got[8] not in (RESPONSE, FAILURE) or struct.unpack(">q", got[9:17])[0] != QUESTION:
        return None
    text = got[21:].decode("latin1")
    if got[8] == FAILURE:
        return ("aes", "no fallback") if "Unknown challenge message" in text else ("clear", (text.splitlines() or [""])[0][:90])
    protection = re.search(r'qop="([^"]*)"', text)
    if not protection:
        return "clear", "it answers a request"
    return ("sasl-clear" if "auth" in protection[1].split(",") else "sasl-conf"), protection[0]


def connect(place, seconds):
    """A connection to a listening socket of this node; a wildcard address is reached over loopback, which no gate closes."""
    address, port, interface = place
    if address == "0.0.0.0":
        return socket.create_connection(("127.0.0.1", port), seconds)
    if address == "::":
        try:
            return socket.create_connection(("::1", port), seconds)
        except OSError:
            return socket.create_connection(("127.0.0.1", port), seconds)
    if ":" not in address:
        return socket.create_connection((address, port), seconds)
    connection = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port, 0, interface))
        return connection
    except OSError:
        connection.close()
        raise


def ask_plainly(place, seconds):
    with connect(place, seconds) as connection:
        got, state = exchange(connection, request(SASL), seconds)
    verdict = judged(got)
    if verdict and verdict[0] == "sasl-clear":
        with connect(place, seconds) as connection:
            if b"Expected SaslMessage" not in exchange(connection, request(AUTH), seconds)[0]:
                verdict = "aes-fallback", verdict[1]
    return verdict, got, state


def ask_by_tls(place, seconds):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with context.wrap_socket(connect(place, seconds)) as connection:
            version = connection.version()
            got, _ = exchange(connection, request(SASL), seconds)
    except ssl.SSLError as error:
        return ("other", str(error.reason)) if "ALERT" in (error.reason or "") else None
    except OSError:
        return None
    inside = judged(got)
    if not inside:
        return "other", f"{version}, no Spark inside"
    return ("tls-open" if inside[0] == "clear" else "tls"), f"{version}, inside {inside[0]}"


def probe(place, expected, seconds=3.0):
    """
    (verdict, detail) of a port, asked as a stranger: aes, tls (protected); clear, sasl-clear, sasl-conf, aes-fallback (AES only for who
    asks for it), tls-open (a stranger may do what nodes do); other (no Spark), silent, gone.
    """
    try:
        # The order keeps Spark's log quiet; the wrong one gives the same verdict.
        if expected == "tls":
            found = ask_by_tls(place, seconds)
            if found:
                return found
        found, got, state = ask_plainly(place, seconds)
        if found:
            return found
        if got.startswith(OTHERS):
            return "other", f"{got[:12]!r}"
        found = None if expected == "tls" else ask_by_tls(place, seconds)
        return found or (("silent", "") if not got and state == "silent" else ("other", f"{state} {got[:24]!r}"))
    except OSError as error:
        return "gone", str(error)
SILENT_TIMES = 10


class Port:
    """One listening socket, and what is known of it."""

    def __init__(self, place, inode):
        self.place, self.inode = place, inode
        self.verdict = self.answer = None
        self.is_asked = False
        self.unseen = self.times = 0
        self.due = 0.0


class Ports:
    """The node's listening sockets: each is asked once it opens, and held to what it answers for as long as that socket is open."""

    def __init__(self, expected, found):
        """found(port, verdict, detail) is called for each answer of a Java process."""
        self.expected, self.found = expected, found
        self.all, self.unsettled = {}, {}
        self.changed = False
        self.pool = concurrent.futures.ThreadPoolExecutor(8)

    def look(self):
        open_now = listeners()
        if open_now != self.all.keys():
            self.changed = True
            for key in self.all.keys() - open_now:
                del self.all[key]
                self.unsettled.pop(key, None)
            for key in open_now - self.all.keys():
                self.all[key] = self.unsettled[key] = Port(*key)
        now = time.monotonic()
        due = [port for port in self.unsettled.values() if port.answer is None and port.due <= now]
        owners = owners_of({port.inode for port in due})
        for port in due:
            self.ask(port, owners.get(port.inode, ()))
        for port in [port for port in self.unsettled.values() if port.answer and port.answer.done()]:
            answer, port.answer = port.answer, None
            self.judge(port, *answer.result())

    def ask(self, port, pids):
        if not pids and port.unseen < 5:
            port.unseen += 1  # it closed meanwhile, or its process was closing others: look again
        elif not pids or any(is_java(pid) for pid in pids):
            port.is_asked = True
            port.answer = self.pool.submit(probe, port.place, self.expected)
        else:
            self.settle(port, "other")

    def judge(self, port, verdict, detail):
        if verdict in ("gone", "silent"):
            # A Java process that has just started may be slow. One that stays silent is let through, and asked for as long as it is open.
            port.times += 1
            port.due = time.monotonic() + (1 if port.times < SILENT_TIMES else 5)
            if verdict == "silent" and port.times == SILENT_TIMES:
                port.verdict = verdict
                self.changed = True
                self.found(port, verdict, detail)
            return
        self.settle(port, verdict)
        self.found(port, verdict, detail)

    def settle(self, port, verdict):
        port.verdict = verdict
        self.unsettled.pop((port.place, port.inode), None)
        self.changed = True

    def passing(self):
        """The numbers of the ports that others may connect to: every socket of theirs has passed."""
        held = {port.place[1] for port in self.all.values() if port.verdict not in (self.expected, "other", "silent")}
        return {port.place[1] for port in self.all.values()} - held

    def answers(self):
        """What Java's ports have answered, by address."""
        return {shown(port.place): port.verdict for port in self.all.values() if port.is_asked and port.verdict}

    def beside(self, port):
        """The inodes of all sockets at the same place: which of them has answered cannot be told."""
        return {other.inode for other in self.all.values() if other.place == port.place}
SO_ATTACH_FILTER, SO_RCVBUFFORCE, ETH_P_ALL, SOL_PACKET, PACKET_STATISTICS = 26, 33, 3, 263, 6
# At most so many packets a turn: no rate of anybody's keeps the sentinel from its ports.
BATCH = 200
HANDSHAKES_KEPT = 100_000
SECONDS_FOR_A_BODY = 1.0


def packet_filter():
    """
    Classic BPF over packets without a link header that this node sends, but on loopback: TCP over IPv4 (no later fragments) or IPv6 (no
    extension headers) whose payload begins with four zero bytes and has a type of Spark's in byte 8, or begins as a body of AuthEngine.
    Ciphertext passes with 13 in 2^40, and then has to agree with a length. What comes in is no evidence against a node: a clear
    connection has a sender on another watched node, and a stranger may send what he likes.
    """
    packet_type, interface, outgoing = 0xFFFFF004, 0xFFFFF008, 4
    source = f"""
        ldb {packet_type} | jeq {outgoing} mine drop
        mine: ldw {interface} | jeq {socket.if_nametoindex("lo")} drop ours
        ours: ldb 0        | and 0xf0 | jeq 0x40 v4 other
        other: jeq 0x60 v6 drop
        v4: ldb 9    | jeq 6 first drop
        first: ldh 6 | jset 0x1fff drop head
        head: ldxmsh 0 | ja tcp
        v6: ldb 6    | jeq 6 long drop
        long: ldximm 40
        tcp: ldbx 12 | rsh 2 | and 0x3c | addx | st 0 | add 9 | tax
        ldlen        | jgex payload drop
        payload: ldxmem 0 | ldwx 0 | jeq 0 typed handshake
        handshake: and 0xffffff00 | jeq 0xfb000000 keep drop
        typed: ldbx 8 | jgt 12 drop keep
        keep: ret 0x40000
        drop: ret 0
    """
    codes = {
        "ldb": 0x30, "ldw": 0x20, "ldh": 0x28, "ldbx": 0x50, "ldwx": 0x40, "ldlen": 0x80, "ldxmsh": 0xB1, "ldximm": 0x01, "ldxmem": 0x61, "st": 0x02, "tax": 0x07,
        "and": 0x54, "add": 0x04, "addx": 0x0C, "rsh": 0x74, "ja": 0x05, "jeq": 0x15, "jgt": 0x25, "jset": 0x45, "jgex": 0x3D, "ret": 0x06,
    }
    lines, labels = [], {}
    for part in re.split(r"[|\n]", source):
        words = part.split()
        if words and words[0].endswith(":"):
            labels[words.pop(0)[:-1]] = len(lines)
        if words:
            lines.append(words)
    program = b""
    for at, (name, *rest) in enumerate(lines):
        jumps = [labels[word] - at - 1 for word in rest if word in labels]
        numbers = [int(word, 0) for word in rest if word not in labels] or [0]
        if name == "ja":
            jumps, numbers = [0, 0], jumps
        program += struct.pack("HBBI", codes[name], *(jumps or [0, 0]), numbers[0])
    return program


class Watch:
    """The node's packets that may be Spark frames in clear. Needs CAP_NET_RAW."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        program = packet_filter()
        self.program = ctypes.create_string_buffer(program)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(program) // 8, ctypes.addressof(self.program)))
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        except PermissionError:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.setblocking(False)
        try:
            while True:
                self.socket.recv(1)  # what came before the filter
        except BlockingIOError:
            pass
        self.was_full = False
        self.headers = {}  # (flow, sequence number) of a header whose body is still to come: (type, since when)
        self.handshakes = {}  # those whose body was AuthEngine's: a header that is sent again stays one

    def fileno(self):
        return self.socket.fileno()

    def packets(self):
        """(local, remote, sequence number, payload) of what this node has sent."""
        self.was_full = True
        for _ in range(BATCH):
            try:
                packet = self.socket.recv(1 << 18)
            except BlockingIOError:
                self.was_full = False
                return
            if packet[0] >> 4 == 4:
                family, size = socket.AF_INET, (packet[0] & 15) * 4
                ends, total = (packet[12:16], packet[16:20]), struct.unpack(">H", packet[2:4])[0]
            else:
                family, size = socket.AF_INET6, 40
                ends, total = (packet[8:24], packet[24:40]), 40 + struct.unpack(">H", packet[4:6])[0]
            payload = packet[size + (packet[size + 12] >> 4) * 4 : total if total > size else None]
            if len(payload) >= 9:
                local, remote, sequence = struct.unpack(">HHI", packet[size : size + 8])
                yield (text_of(family, ends[0]), local), (text_of(family, ends[1]), remote), sequence, payload

    def clear_frames(self):
        """(local, remote, type) of frames in clear; a header alone is one where no body of AuthEngine follows it."""
        for local, remote, sequence, payload in self.packets():
            if payload[0] == AUTH_ENGINE:
                key = local, remote, (sequence - HEADER) & 0xFFFFFFFF
                if self.headers.pop(key, None):
                    self.handshakes[key] = True
                continue
            found = frame_in(payload)
            key = local, remote, sequence
            if found and not found[1]:
                yield local, remote, found[0]
            elif found and key not in self.handshakes:
                self.headers.setdefault(key, (found[0], time.monotonic()))
        if len(self.handshakes) > HANDSHAKES_KEPT:
            self.handshakes.clear()
        for key, (kind, since) in list(self.headers.items()):
            if time.monotonic() - since > SECONDS_FOR_A_BODY:
                del self.headers[key]
                yield key[0], key[1], kind

    def lost(self):
        """How many packets the kernel could not hand over since this was asked last. What waited for its body is dropped with them."""
        lost = struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1]
        if lost:
            self.headers.clear()
        return lost


def open_watch():
    """(watch, its state in words); none where the container does not allow it."""
    try:
        return Watch(), "on"
    except OSError as error:
        note(f"the node's packets cannot be watched ({error.strerror}): only ports are asked")
        return None, "none"
NAME = "hardened_node_traffic"
SECONDS_BETWEEN_LOOKS = 10


def run(*command, given=None):
    subprocess.run(command, check=True, capture_output=True, input=given, timeout=10)


def attempt(*command):
    """Whether a command succeeds."""
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True, timeout=10).returncode == 0


class NoGate:
    """Where the container does not allow netfilter: ports are asked as soon as they open, and nothing is held back."""

    name = "none"
    is_late = False

    def let(self, ports):
        pass


class Gate:
    """Keeps new TCP ports of this node closed to others until they have passed. Needs CAP_NET_ADMIN, and nft or iptables."""

    def __init__(self):
        self.clean_up()
        self.open = set()
        self.looked = self.tried = 0.0
        try:
            self.set_up()
        except BaseException:
            self.clean_up()
            raise

    @property
    def is_late(self):
        """Whether it is to be looked after although no port has changed: it failed a second ago, or somebody may have taken it away."""
        return time.monotonic() > (self.tried + 1 if self.tried else self.looked + SECONDS_BETWEEN_LOOKS)

    def let(self, ports):
        """Lets others connect to these ports, and to no other. What fails is tried again."""
        try:
            if time.monotonic() > self.looked + SECONDS_BETWEEN_LOOKS:
                self.looked = time.monotonic()
                if not self.stands():
                    note(f"{self.name}: somebody has taken the gate away; it is set up again")
                    self.open = set()
                    self.set_up()
            if ports != self.open:
                self.change(ports - self.open, self.open - ports)
            self.tried = 0.0
        except (OSError, subprocess.SubprocessError) as error:
            note(f"{self.name} failed: {(getattr(error, 'stderr', None) or b'').decode(errors='replace').strip() or error}")
            self.tried = time.monotonic()


class NftGate(Gate):
    name = "nft"

    def clean_up(self):
        attempt("nft", "delete", "table", "inet", NAME)

    def set_up(self):
        run("nft", "-f", "-", given=f"""
            table inet {NAME} {{
              set checked {{ type inet_service; }}
              chain input {{
                type filter hook input priority -10;
                iif "lo" accept
                tcp flags & (syn | ack) == syn tcp dport != @checked drop
              }}
            }}
        """.encode())

    def stands(self):
        return attempt("nft", "list", "chain", "inet", NAME, "input")

    def change(self, opened, closed):
        lines = [
            f"{verb} element inet {NAME} checked {{ {', '.join(map(str, sorted(ports)))} }}" for verb, ports in (("add", opened), ("delete", closed)) if ports
        ]
        run("nft", "-f", "-", given="\n".join(lines).encode())  # one transaction: all of it or nothing
        self.open = (self.open | opened) - closed


class IptablesGate(Gate):
    name = "iptables"
    tools = ("iptables", "ip6tables")

    def clean_up(self):
        for tool in self.tools:
            while attempt(tool, "-w", "-D", "INPUT", "-j", NAME):
                pass
            attempt(tool, "-w", "-F", NAME)
            attempt(tool, "-w", "-X", NAME)

    def set_up(self):
        for tool in self.tools:
            attempt(tool, "-w", "-N", NAME)
            run(tool, "-w", "-F", NAME)
            run(tool, "-w", "-A", NAME, "-i", "lo", "-j", "RETURN")
            run(tool, "-w", "-A", NAME, "-p", "tcp", "--syn", "-j", "DROP")
            run(tool, "-w", "-I", "INPUT", "1", "-j", NAME)

    def stands(self):
        return all(attempt(tool, "-w", "-C", "INPUT", "-j", NAME) for tool in self.tools)

    def change(self, opened, closed):
        for verb, ports in (("-I", opened), ("-D", closed)):
            for port in sorted(ports):
                for tool in self.tools:
                    run(tool, "-w", verb, NAME, "-p", "tcp", "--syn", "--dport", str(port), "-j", "RETURN")
                self.open ^= {port}


def open_gate():
    gates = [NftGate, IptablesGate]
    for gate in gates:
        gate.clean_up(gate)  # what an earlier run, perhaps with the other tool, has left
    for gate in gates:
        if shutil.which(gate.name):
            try:
                return gate()
            except (OSError, subprocess.SubprocessError) as error:
                note(f"{gate.name} cannot hold ports back: {(getattr(error, 'stderr', None) or b'').decode(errors='replace').strip() or error}")
    return NoGate()


class Sentinel:
    def __init__(self, mode, role, files):
        self.gate = open_gate()
        self.watch, watch_state = open_watch()
        self.ports = Ports("tls" if mode == "tls" else "aes", self.port_answers)
        self.told = {}
        self.status = {
            "pid": os.getpid(), "mode": mode, "role": role, "files": files, "gate": self.gate.name, "watch": watch_state,
            "since": now(), "ports": {}, "clearFrames": 0, "served": 0, "missed": 0, "ended": [], "proven": False,
        }
        self.written = None

    def run(self):
        last_second = 0.0
        while True:
            try:
                if select.select([self.watch] if self.watch else [], [], [], POLL_SECONDS)[0]:
                    # However many packets come: no more turns than these, and ports have theirs in each.
                    time.sleep(POLL_SECONDS if self.watch.was_full else POLL_SECONDS / 5)
                if self.watch:
                    self.look_at_packets()
                self.ports.look()
                if self.ports.changed or self.gate.is_late:
                    self.gate.let(self.ports.passing())
                    self.ports.changed = False
                    self.status["ports"] = self.ports.answers()
                if time.monotonic() - last_second > 1:
                    last_second = time.monotonic()
                    self.status["missed"] += self.watch.lost() if self.watch else 0
                self.report()
            except Exception as error:  # a guard does not go home because of one surprise
                note(f"{type(error).__name__}: {error}")
                time.sleep(1)

    def port_answers(self, port, verdict, detail):
        if verdict in (self.ports.expected, "other", "silent"):
            return
        place = shown(port.place)
        if is_single_node():
            note(f"{place} answers '{verdict}', which is no matter here: on a single-node cluster nothing passes between nodes")
        else:
            owners = {pid for pids in owners_of(self.ports.beside(port)).values() for pid in pids if is_java(pid)}
            self.end(owners, place, verdict, f"its port {port.place[1]} answers a stranger with '{verdict}' where '{self.ports.expected}' is expected ({detail})")

    def look_at_packets(self):
        for local, remote, kind in self.watch.clear_frames():
            if kind in (CHUNK, STREAM):
                # A protected node serves these to strangers as well: ending it would give every stranger a switch, and the data is gone.
                self.status["served"] += 1
                self.tell_once(f"{remote[0]} was served by {shown(local)} in clear text ({FRAMES[kind]}): Spark does not ask strangers for the key before it serves a file or a chunk")
                continue
            self.status["clearFrames"] += 1
            owners = {pid for pids in owners_of({connection(local, remote)}).values() for pid in pids if is_java(pid)}
            self.end(owners, shown(local), "clear", f"it sent a {FRAMES[kind]} in clear text from {shown(local)} to {shown(remote)}")

    def end(self, pids, port, verdict, reason):
        if not pids:
            self.tell_once(f"no Java process is to be seen any more of which it is true that {reason}: it was not ended, and this node is not proven")
        for pid in sorted(pids):
            sentence = printable(
                f"encrypt-node-traffic: ended process {pid} ({name_of(pid)}), since Spark's traffic between nodes would not be protected: {reason}. "
                "Spark has not taken the settings that the init script wrote: look for what sets others (cluster, policy, another init script, the runtime), and see docs/link-4.md of hardened-databricks."
            )
            try:
                os.kill(pid, signal.SIGSTOP)  # it says no more while its log is told why
                tell(pid, sentence)
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            note(sentence)
            self.status["ended"] = [*self.status["ended"][-99:], {"time": now(), "pid": pid, "port": port, "verdict": verdict, "sentence": sentence}]

    def tell_once(self, text):
        """Notes the same thing once a minute at most."""
        if len(self.told) > 1000:
            self.told.clear()
        if time.monotonic() - self.told.get(text, -60) >= 60:
            self.told[text] = time.monotonic()
            note(text)

    def report(self):
        """Writes the status where it has changed. Proven is: a port of Spark's has answered as expected, and nothing speaks against it."""
        answers = set(self.status["ports"].values())
        against = self.status["clearFrames"] or self.status["missed"] or self.status["ended"] or answers - {self.ports.expected, "other", "silent"}
        self.status["proven"] = self.ports.expected in answers and not against
        text = json.dumps(self.status)
        if text != self.written:
            temporary = f"{STATUS}.new"
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text + "\n")
            os.replace(temporary, STATUS)
            self.written = text


def printable(text):
    """A sentence in one line: names and answers of others stand in it."""
    return re.sub(r"[^\x20-\x7e]", "?", text)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def note(text):
    try:
        os.makedirs(os.path.dirname(LOG), exist_ok=True)
        if os.path.exists(LOG) and os.path.getsize(LOG) > LOG_BYTES:
            os.replace(LOG, f"{LOG}.1")
        with open(LOG, "a") as file:
            file.write(f"{now()} {printable(text)}\n")
    except OSError:
        pass


def tell(pid, text):
    """Writes into the log of the process itself: what it has as its standard error. By its own rights: it may have put any file there."""
    try:
        with open(f"/proc/{pid}/status") as file:
            lines = dict(line.split(":", 1) for line in file.read().splitlines() if ":" in line)
        user, group = (int(lines[name].split()[1]) for name in ("Uid", "Gid"))
        subprocess.run(
            ["/bin/sh", "-c", 'cat >>"$0"', f"/proc/{pid}/fd/2"], input=f"\n{text}\n".encode(), env={"PATH": os.environ["PATH"]},
            user=user, group=group, extra_groups=[], timeout=2, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    except Exception as error:  # whatever it is: the process is ended all the same
        note(f"process {pid} could not be told why: {type(error).__name__}: {error}")


def is_single_node():
    """Whether the cluster says of itself that Spark runs in one process: nothing of it passes between nodes then."""
    try:
        descriptor = os.open(CLUSTER_SETTINGS, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    with open(descriptor, errors="replace") as file:
        # Everybody may put something below /tmp: only a file of root's counts.
        state = os.fstat(descriptor)
        return stat.S_ISREG(state.st_mode) and state.st_uid == 0 and re.search(r"^spark\.master[\s=]+local\b", file.read(1 << 20), re.M) is not None


def main(mode, role, files, ready):
    os.umask(0o077)
    sentinel = Sentinel(mode, role, files)
    sentinel.report()
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("-500")
    except OSError:
        pass
    with open(int(ready), "w") as pipe:
        pipe.write(f"gate={sentinel.status['gate']} watch={sentinel.status['watch']}\n")
    sentinel.run()


main(*sys.argv[1:])
'''


class Refusal(Exception):
    """Why no Spark may start here, in one sentence."""


def root_secret():
    """The root secret's text. @throws Refusal for what no random generator makes: placeholders, blanks, text."""
    name = "HARDENED_SPARK_ROOT_SECRET"
    value = os.environ.get(name, "").strip()
    if not value:
        raise Refusal(f"{name} is not set: the cluster policy must set it by secret reference")
    if "{" in value or "}" in value:
        raise Refusal(f"{name} is an unresolved secret reference: does the secret exist, and may the cluster's owner read it?")
    wanted = "base64 of at least 32 random bytes is wanted, such as `openssl rand -base64 32` makes"
    try:
        raw = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        raise Refusal(f"{name} is no base64: {wanted}") from None
    if len(raw) < 32:
        raise Refusal(f"{name} holds {len(raw)} bytes: {wanted}")
    if all(32 <= byte < 127 or byte in b"\t\r\n" for byte in raw) or len(set(raw)) < 16:
        raise Refusal(f"{name} holds text or a pattern, nothing random: {wanted}")
    return value


def in_memory(data):
    """A file descriptor that holds data in memory only: a key never lies on a disk, not even where this program is killed."""
    descriptor = os.memfd_create("encrypt-node-traffic")
    os.write(descriptor, data)
    return descriptor


def openssl(*arguments, files=(), variables=None):
    """Runs openssl; FILE1, FILE2, … in its arguments are files in memory. Its output, or None where it fails."""
    descriptors = [in_memory(data) for data in files]
    try:
        paths = {f"FILE{i + 1}": f"/proc/self/fd/{descriptor}" for i, descriptor in enumerate(descriptors)}
        command = ["openssl", *(paths.get(argument, argument) for argument in arguments)]
        done = subprocess.run(command, pass_fds=descriptors, env={"PATH": os.environ["PATH"], **(variables or {})}, stdin=subprocess.DEVNULL, capture_output=True)
        return done.stdout if done.returncode == 0 else None
    except FileNotFoundError:
        raise Refusal("no openssl on this node: TLS material cannot be examined") from None
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def tls_material():
    """Certificate, key and CA as PEM, or None where none is given. @throws Refusal for half of it, or parts that do not belong together."""
    names = {part: f"HARDENED_SPARK_TLS_{part}" for part in ("CERTIFICATE", "KEY", "CA")}
    if not any(os.environ.get(name) for name in names.values()):
        return None
    pem = {}
    for part, name in names.items():
        value = os.environ.get(name, "").strip()
        if not value:
            raise Refusal(f"{name} is not set, while other TLS material is: the cluster policy must set all three by secret reference")
        if "{{" in value:
            raise Refusal(f"{name} is an unresolved secret reference: does the secret exist, and may the cluster's owner read it?")
        if "-----BEGIN" not in value:
            try:
                value = base64.b64decode(value, validate=True).decode("ascii")
            except (ValueError, binascii.Error):
                raise Refusal(f"{name} is neither PEM nor base64 of PEM") from None
            if "-----BEGIN" not in value:
                raise Refusal(f"{name} holds no PEM")
        if not value.isascii():
            raise Refusal(f"{name} holds bytes that no PEM has")
        pem[part] = value.replace("\r", "").strip().encode() + b"\n"
    if b"-----BEGIN CERTIFICATE-----" not in pem["CA"] or openssl("x509", "-in", "FILE1", "-noout", files=[pem["CA"]]) is None:
        raise Refusal(f"{names['CA']} holds no certificate")
    certificate_key = openssl("x509", "-in", "FILE1", "-noout", "-pubkey", files=[pem["CERTIFICATE"]])
    if certificate_key is None:
        raise Refusal(f"{names['CERTIFICATE']} holds no certificate")
    if openssl("verify", "-CAfile", "FILE1", "FILE2", files=[pem["CA"], pem["CERTIFICATE"]]) is None:
        raise Refusal(f"the certificate in {names['CERTIFICATE']} is not valid under the CA in {names['CA']}: it has another issuer, or has expired")
    private_key = openssl("pkey", "-in", "FILE1", "-pubout", "-passin", "pass:", files=[pem["KEY"]])
    if private_key is None:
        raise Refusal(f"{names['KEY']} holds no private key that can be read: an encrypted one cannot")
    if private_key != certificate_key:
        raise Refusal(f"{names['KEY']} is not the key of {names['CERTIFICATE']}")
    return pem
def capabilities(jar):
    """What a network-common jar can do: by what it holds, never by what version it says. Class bodies are compressed: zipfile reads them."""
    found = set()
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith("network/ssl/SSLFactory.class"):
                found.add("tls")
            # Without this method every message after the first is dropped, and the cluster hangs (SPARK-56227).
            if "network/crypto/GcmTransportCipher" in name and b"resetForNextMessage" in archive.read(name):
                found.add("gcm")
            if name.endswith("network/crypto/TransportCipher.class"):
                found.add("ctr")
            # Without it a stranger is served files and chunks (apache/spark 3b47eee2570a; in 4.1.4 and 4.2.1).
            if name.endswith("network/server/AbstractAuthRpcHandler$AuthCheckingStreamManager.class"):
                found.add("guarded")
    return found


def network_jars():
    """What each network-common jar of this node can do, by path: it is not known which one Spark loads."""
    folder = f"{HOME}/jars"
    try:
        jars = sorted(os.path.join(folder, name) for name in os.listdir(folder) if "network-common" in name and name.endswith(".jar"))
    except OSError:
        jars = []
    if not jars:
        raise Refusal(f"no network-common jar under {folder}: Spark cannot be examined")
    able = {}
    for jar in jars:
        try:
            able[jar] = capabilities(jar)
        except (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
            raise Refusal(f"{jar} cannot be read: Spark cannot be examined") from None
    return able


def choose_mode(jars, has_tls_material):
    """The mode that the policy fixes, or else the best; every network-common jar must be able."""
    able = {"tls", "gcm", "ctr"}.intersection(*jars.values())
    wanted = os.environ.get("HARDENED_SPARK_MODE", "")
    if wanted not in ("", "tls", "gcm", "ctr"):
        raise Refusal(f"HARDENED_SPARK_MODE is {wanted!r}: tls, gcm or ctr is allowed")
    if not has_tls_material:
        able.discard("tls")
        if wanted == "tls":
            raise Refusal("HARDENED_SPARK_MODE is tls, but HARDENED_SPARK_TLS_CERTIFICATE is not set: the cluster policy must set all TLS material by secret reference")
    says = f"the Spark of this node has {' and '.join(sorted(able)) or 'nothing that encrypts'} ({len(jars)} network-common jar{'s' if len(jars) > 1 else ''})"
    if wanted and wanted not in able:
        raise Refusal(f"HARDENED_SPARK_MODE is {wanted}, but {says}: choose a runtime of the list that `hardened-databricks init-script --modes` prints")
    mode = wanted or next((mode for mode in ("tls", "gcm") if mode in able), None)
    if mode is None:
        raise Refusal(f"this Spark has neither RPC TLS with material for it nor a working AES-GCM: {says}; HARDENED_SPARK_MODE=ctr accepts AES-CTR, which does not notice changed bytes")
    return mode
# Families of settings that are this script's alone, whoever else would set one of them.
FAMILIES = re.compile(r"spark\.(authenticate|network\.crypto|network\.sasl|io\.encryption)(\.|$)|spark\.ssl\.(?!(ui|historyServer|standalone)\.)")
# Options of JVMs can carry any of them.
CARRIERS = re.compile(r"spark\.(driver|executor)\.(extra|default)JavaOptions$")


# What would act on a JVM behind the settings' back; the platform's own lies below /databricks.
BEHIND = re.compile(r"-(javaagent:|agentlib|agentpath|Xbootclasspath)|-XX:(Flags|VMOptionsFile)|java\.security\.properties=|jdk\.tls|(^|\s)@")
PLATFORM = re.compile(r"-(javaagent:|Djava\.security\.properties=)/databricks/(?!\S*\.\.)")


def is_own(name):
    return FAMILIES.match(name) is not None


def unquoted(options):
    return re.sub(r"[\"'\\]", "", options)


def own_options(options):
    """The first of ours, or of what would undo it, in options of a JVM; None where there is none."""
    plain = unquoted(options)
    own = next((name for name in re.findall(r"spark\.[\w.]+", plain) if is_own(name)), None)
    behind = BEHIND.search(PLATFORM.sub("", plain))
    return own or (behind and behind[0].strip())


def settings_of(mode, root, tls):
    """The derived key, Spark's settings, and the stores that they name, by file name."""
    def derive(label):
        message = f"hardened-databricks:{label}:{os.environ['DB_CLUSTER_ID']}".encode()
        return hmac.new(root.encode(), message, hashlib.sha256).hexdigest()

    key, password = derive("spark-rpc-v1"), derive("spark-stores-v1")
    settings = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": key,
        "spark.network.crypto.saslFallback": "false",
    }
    if os.environ.get("HARDENED_SPARK_WIRE_ONLY", "") not in ("", "1"):
        raise Refusal(f"HARDENED_SPARK_WIRE_ONLY is {os.environ['HARDENED_SPARK_WIRE_ONLY']!r}: 1 is allowed, or leave it out")
    if os.environ.get("HARDENED_SPARK_WIRE_ONLY") != "1":
        settings.update({
            "spark.io.encryption.enabled": "true",
            "spark.io.encryption.keySizeBits": "256",
            "spark.io.encryption.keygen.algorithm": "HmacSHA256",
        })
    stores = {}
    if mode == "tls":
        stores = {"node.p12": key_store(tls, password), "ca.jks": trust_store(tls["CA"].decode(), password)}
        settings.update({
            "spark.network.crypto.enabled": "false",
            "spark.ssl.rpc.enabled": "true",
            "spark.ssl.rpc.protocol": "TLSv1.3",
            "spark.ssl.rpc.keyStore": f"{STORES}/node.p12",
            "spark.ssl.rpc.keyStoreType": "PKCS12",
            "spark.ssl.rpc.keyStorePassword": password,
            "spark.ssl.rpc.keyPassword": password,
            # Without a trust store Spark trusts every certificate.
            "spark.ssl.rpc.trustStore": f"{STORES}/ca.jks",
            "spark.ssl.rpc.trustStoreType": "JKS",
            "spark.ssl.rpc.trustStorePassword": password,
        })
    else:
        settings.update({
            "spark.network.crypto.enabled": "true",
            "spark.network.crypto.cipher": {"gcm": "AES/GCM/NoPadding", "ctr": "AES/CTR/NoPadding"}[mode],
            "spark.network.sasl.serverAlwaysEncrypt": "true",
        })
        if mode == "gcm":
            settings["spark.network.crypto.authEngineVersion"] = "2"
    return key, settings, stores


def key_store(tls, password):
    store = openssl(
        "pkcs12", "-export", "-in", "FILE1", "-inkey", "FILE2", "-name", "node", "-passout", "env:STORE_PASSWORD",
        files=[tls["CERTIFICATE"], tls["KEY"]],
        variables={"STORE_PASSWORD": password},
    )
    if store is None:
        raise Refusal("openssl cannot build the key store of HARDENED_SPARK_TLS_CERTIFICATE and HARDENED_SPARK_TLS_KEY")
    return store


def trust_store(pem, password):
    """A Java key store with trusted certificates only: a fixed format, so that no Java tool is needed."""
    def text(value):
        data = value.encode()
        return struct.pack(">H", len(data)) + data

    blocks = re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", pem, re.S)
    body = struct.pack(">III", 0xFEEDFEED, 2, len(blocks))
    for i, block in enumerate(blocks):
        der = base64.b64decode(block)
        # A fixed date: the same material makes the same file.
        body += struct.pack(">I", 2) + text(f"ca{i}") + struct.pack(">Q", 0) + text("X.509") + struct.pack(">I", len(der)) + der
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()
# What none of our settings can be spelt without.
WORDS = re.compile(r"authenticate|crypto|sasl|ssl|encryption", re.I)
TOKEN = re.compile(
    r'(?P<newline>\n)|(?P<space>[^\S\n\ufeff]+|\ufeff|(?:\#|//)[^\n]*)|"""(?P<triple>.*?)"""(?!")|"(?P<quoted>(?:[^"\\\n]|\\.)*)"'
    r'|(?P<substitution>\$\{[^}]*\})|(?P<mark>\+=|[{}\[\],:=])|(?P<plain>(?:(?!//)[^\s\ufeff"{}\[\],:=\#+$])+|[+$])',
    re.S,
)


# Where a substitution could bring in settings of ours, as an object.
ANCESTORS = ("driver", "spark", "spark.network", "spark.io", "spark.ssl")


class NotUnderstood(Exception):
    """Where a file is no HOCON, or holds what cannot be followed from here."""


def unescaped(text):
    simple = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else simple.get(m[2], m[2]), text, flags=re.S)


class HoconKeys:
    """Reads the keys of a HOCON text with the paths that they stand under: sections, objects and dots make one name."""

    def __init__(self, text):
        self.text, self.at, self.found = text, 0, []
        self.advance()
        while self.skip_newlines() != "end":
            if self.kind == "[":
                self.array([])  # the head of a section: [driver]
            else:
                self.object([], "}" if self.kind == "{" else "end")

    def advance(self):
        while self.at < len(self.text):
            match = TOKEN.match(self.text, self.at)
            if not match:
                raise NotUnderstood
            self.at = match.end()
            kind, value = match.lastgroup, match[match.lastgroup]
            if kind == "space":
                continue
            self.value = unescaped(value) if kind == "quoted" else value
            self.kind = value if kind == "mark" else "text" if kind in ("quoted", "triple", "plain") else kind
            if kind == "plain" and value == "include":
                self.kind = "include"
            return
        self.kind, self.value = "end", ""

    def skip_newlines(self):
        while self.kind == "newline":
            self.advance()
        return self.kind

    def object(self, path, end):
        if end == "}":
            self.advance()
        while True:
            while self.kind in ("newline", ","):
                self.advance()
            if self.kind == end:
                if end == "}":
                    self.advance()
                return
            key, is_include = "", self.kind == "include"
            if is_include:
                key = self.value
                self.advance()
                if self.kind == "text":
                    raise NotUnderstood("includes another file, which is not followed")
            while self.kind in ("text", "include"):
                key += self.value
                self.advance()
            # White space is no part of a name that Spark knows.
            here = [*path, re.sub(r"\s+", "", key)]
            self.skip_newlines()
            if self.kind in ("=", ":", "+="):
                self.advance()
                self.skip_newlines()
            elif self.kind != "{":
                raise NotUnderstood
            name = re.sub(r"^driver\.(?=.)", "", ".".join(here))
            self.found.append((name, self.values(here, name)))

    def values(self, path, name=None):
        """Reads a value, which may be several beside each other, and returns its text."""
        seen = []
        while self.kind not in ("newline", ",", "}", "]", "end"):
            if self.kind == "{":
                self.object(path, "}")
            elif self.kind == "[":
                seen.append(self.array(path))
            else:
                if self.kind == "substitution" and name and (name in ANCESTORS or CARRIERS.match(name)):
                    raise NotUnderstood(f"takes {name} from {self.value}, which is not followed")
                seen.append(self.value)
                self.advance()
        return " ".join(seen)

    def array(self, path):
        self.advance()
        seen = []
        while True:
            while self.kind in ("newline", ","):
                self.advance()
            if self.kind == "]":
                self.advance()
                return " ".join(seen)
            if self.kind in ("end", "}"):
                raise NotUnderstood
            seen.append(self.values(path))


def own_setting_in(text):
    """What of ours a file of the driver's folder sets, in words, or None. What is not understood and could be ours counts as ours."""
    try:
        for name, value in HoconKeys(text).found:
            name = name[max(name.find("spark."), 0) :]
            if is_own(name):
                return f"sets {name}"
            carried = own_options(value)
            if CARRIERS.match(name) and carried:
                return f"sets {carried} in {name}"
        return None
    except (NotUnderstood, RecursionError) as error:
        if isinstance(error, NotUnderstood) and str(error):
            return str(error)
        plain = unescaped(text).replace('"', "")
        # In lines of names and values a name stands whole; in an object it may stand in pieces.
        word = WORDS.search(plain) if "{" in plain else next((name for name in re.findall(r"spark[\w.]+", plain) if is_own(name)), None)
        return f"cannot be understood, and names '{word if isinstance(word, str) else word[0]}'" if word else None
def read_text(path):
    """A file's text, or "" where there is none. @throws Refusal for what is no file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Refusal(f"{path} is no file: remove what stands there")
        # Bytes that are no text stay as they are where the file is written again.
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def refuse_other_settings():
    """Ends where another file of the driver's folder sets what is this script's: files are applied one after another, and ours need not be the last."""
    if not IS_DRIVER or not os.path.isdir(DRIVER_CONF):
        return
    for name in sorted(os.listdir(DRIVER_CONF)):
        path = os.path.join(DRIVER_CONF, name)
        if not name.lower().endswith(".conf") or path == DRIVER_FILE:
            continue
        found = own_setting_in(read_text(path))
        if found:
            raise Refusal(f"{path} {found}: only this script may, so remove it, or the init script that writes it")


def kept_options():
    """The lines of the executors' options that set something else; an earlier run's own lines go."""
    kept = []
    for line in read_text(OPTIONS_FILE).split("\n"):
        option = re.fullmatch(r"-D(spark\.[\w.]+)=\S*", line)
        if not line.strip() or (option and is_own(option[1])):
            continue
        found = own_options(line)
        if found:
            raise Refusal(f"{OPTIONS_FILE} holds {found!r} in a form that this script does not write: remove it, or the init script that writes it")
        kept.append(line)
    return kept


def wanted_files(settings, stores):
    """What is to stand where, as bytes."""
    options = kept_options() + [f"-D{name}={value}" for name, value in settings.items()]
    wanted = {os.path.join(STORES, name): data for name, data in stores.items()}
    wanted[os.path.join(STORES, "sentinel.py")] = SENTINEL.strip().encode() + b"\n"
    wanted[OPTIONS_FILE] = ("\n".join(options) + "\n").encode(errors="surrogateescape")
    if IS_DRIVER:
        lines = [f'  "{name}" = "{value}"' for name, value in settings.items()]
        wanted[DRIVER_FILE] = ("\n".join(["[driver] {", *lines, "}"]) + "\n").encode()
    return wanted


class Transaction:
    """Writes every file beside its place, and then moves all of them: nothing is half-written. As a context it takes everything back where it is left by an error."""

    def __init__(self, wanted):
        self.wanted, self.temporary, self.before, self.moved, self.made = wanted, {}, {}, [], []

    def __enter__(self):
        try:
            for folder in dict.fromkeys(os.path.dirname(path) for path in self.wanted):
                try:
                    self.prepare(folder)
                except OSError as error:
                    raise Refusal(f"{folder} is not writable ({error.strerror})") from None
            for path in self.wanted:
                os.replace(self.temporary[path], path)
                self.moved.append(path)
                del self.temporary[path]
        except BaseException:
            self.take_back()
            raise
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.take_back()

    def prepare(self, folder):
        for part in (os.path.dirname(folder), folder):
            if not os.path.isdir(part):
                os.mkdir(part, 0o755)
                self.made.append(part)
        for name in os.listdir(folder):
            if name.startswith(TEMPORARY):
                remove(os.path.join(folder, name))  # of a run that was killed
        for path in (path for path in self.wanted if os.path.dirname(path) == folder):
            self.before[path] = None
            if os.path.lexists(path):
                if not os.path.isfile(path):
                    raise Refusal(f"{path} is no file: remove what stands there")
                with open(path, "rb") as file:
                    self.before[path] = file.read()
            self.temporary[path] = self.write_beside(path, self.wanted[path])

    def write_beside(self, path, data):
        descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=os.path.dirname(path))
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        return temporary

    def take_back(self):
        for path in self.temporary.values():
            remove(path)
        for path in self.moved:
            if self.before[path] is None:
                remove(path)
            else:
                os.replace(self.write_beside(path, self.before[path]), path)
        for folder in reversed(self.made):
            shutil.rmtree(folder, ignore_errors=True)


def remove_former_stores(stores):
    for name in ("node.p12", "ca.jks"):
        if name not in stores:
            remove(os.path.join(STORES, name))


def remove(path):
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        pass
@contextlib.contextmanager
def one_run_at_a_time():
    folder = os.open(HOME, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def start_sentinel(mode, files):
    """Starts the sentinel, detached, and waits until it watches; returns its state in words. An earlier one is ended."""
    program = os.path.join(STORES, "sentinel.py")
    for path in (path for path in os.listdir("/proc") if path.isdigit()):
        try:
            with open(f"/proc/{path}/cmdline", "rb") as file:
                is_sentinel = program.encode() in file.read().split(b"\0")
            if is_sentinel and os.readlink(f"/proc/{path}/ns/net") == os.readlink("/proc/self/ns/net"):
                os.kill(int(path), signal.SIGKILL)
        except OSError:
            pass
    reading, writing = os.pipe()
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    command = [sys.executable, "-I", program, mode, "driver" if IS_DRIVER else "worker", files, str(writing)]
    with os.fdopen(os.memfd_create("errors"), "w+b") as errors:
        try:
            started = subprocess.Popen(
                command, pass_fds=[writing], env=environment, cwd="/", start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            )
        finally:
            os.close(writing)
        try:
            return ready_state(reading)
        except Refusal as refusal:
            started.kill()
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Refusal(": ".join([str(refusal), *last])) from None


def ready_state(reading):
    """What the sentinel says once it watches."""
    deadline, state = time.monotonic() + 30, b""
    while not state.endswith(b"\n"):
        if not select.select([reading], [], [], max(0, deadline - time.monotonic()))[0]:
            raise Refusal("the sentinel did not get ready within 30 seconds: nothing would notice traffic in clear text")
        part = os.read(reading, 4096)
        if not part:
            raise Refusal("the sentinel could not start: nothing would notice traffic in clear text")
        state += part
    return state.decode().strip()


def main():
    root = root_secret()
    tls = tls_material()
    jars = network_jars()
    mode = choose_mode(jars, tls is not None)
    files = "guarded" if all("guarded" in able for able in jars.values()) else "open"
    key, settings, stores = settings_of(mode, root, tls)
    refuse_other_settings()
    with one_run_at_a_time(), Transaction(wanted_files(settings, stores)):
        state = start_sentinel(mode, files)
        remove_former_stores(stores)
    print(f"encrypt-node-traffic: mode={mode} key-id={hashlib.sha256(key.encode()).hexdigest()[:8]} driver={os.environ['DB_IS_DRIVER']} {state} files={files}")


try:
    main()
except Refusal as refusal:
    sys.exit(f"encrypt-node-traffic: {refusal}")
except OSError as error:
    sys.exit(f"encrypt-node-traffic: {error.filename or 'this node'}: {error.strerror}")
except Exception as error:  # whatever it is, it is told without values, which may be secret
    sys.exit(f"encrypt-node-traffic: {type(error).__name__} in line {error.__traceback__.tb_lineno} of its program: please report it")
PROGRAM
