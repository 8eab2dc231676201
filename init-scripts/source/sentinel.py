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

#@include sentinel_frames.py
#@include sentinel_sockets.py
#@include sentinel_probe.py
#@include sentinel_ports.py
#@include sentinel_watch.py
#@include sentinel_gate.py


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
