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
POLL_SECONDS = 0.05

#@include sentinel_frames.py
#@include sentinel_sockets.py
#@include sentinel_probe.py
#@include sentinel_watch.py
#@include sentinel_gate.py


class Sentinel:
    def __init__(self, mode, role, files):
        self.expected = {"tls": "tls"}.get(mode, "aes")
        self.gate = open_gate()
        self.watch, watch_state = open_watch()
        self.asked = {}  # socket: (inode, verdict), once it has answered
        self.waiting = {}  # socket: (inode, the answer to come)
        self.again = {}  # socket: (how often it was silent, when to ask again)
        self.pool = concurrent.futures.ThreadPoolExecutor(8)
        self.status = {
            "pid": os.getpid(), "mode": mode, "role": role, "files": files, "gate": self.gate.name, "watch": watch_state,
            "since": now(), "ports": {}, "clearFrames": 0, "served": 0, "ended": [], "proven": False,
        }
        self.changed = True

    def run(self):
        while True:
            try:
                readable = select.select([self.watch] if self.watch else [], [], [], POLL_SECONDS)[0]
                if readable:
                    self.look_at_packets()
                self.look_at_ports()
                self.report()
            except Exception as error:  # a guard does not go home because of one surprise
                note(f"{type(error).__name__}: {error}")
                time.sleep(1)

    def look_at_ports(self):
        open_now = listeners()
        for place in [place for place in self.again if place not in open_now]:
            del self.again[place]
        for place in [place for place in self.asked if place not in open_now]:
            del self.asked[place]
            if self.status["ports"].pop(shown(place), None):
                self.changed = True
        for place, inode in open_now.items():
            if self.asked.get(place, (None,))[0] == inode:
                continue
            known = self.waiting.get(place)
            if known and known[0] == inode:
                if known[1].done():
                    del self.waiting[place]
                    self.judge(place, inode, *known[1].result())
            elif self.again.get(place, (0, 0))[1] <= time.monotonic():
                owners = owners_of(inode)
                times = self.again.get(place, (0, 0))[0]
                if not owners and times < 5:
                    self.again[place] = times + 1, 0  # it closed meanwhile, or its process was closing others: look again
                elif not owners or any(is_java(pid) for pid in owners):
                    self.waiting[place] = inode, self.pool.submit(probe, place, self.expected)
                else:
                    self.asked[place] = inode, "other"
        self.gate.let(port for port in {place[1] for place in open_now} if all(self.passes(place) for place in open_now if place[1] == port))

    def passes(self, place):
        return self.asked.get(place, (None, None))[1] in (self.expected, "other", "silent")

    def judge(self, place, inode, verdict, detail):
        times = self.again.get(place, (0, 0))[0] + 1
        if verdict == "gone" or (verdict == "silent" and times < 10):
            # A Java process that has just started may be slow; one that stays silent speaks no Spark.
            self.again[place] = times, time.monotonic() + 1
            return
        self.again.pop(place, None)
        self.asked[place] = inode, verdict
        self.status["ports"][shown(place)] = verdict
        self.changed = True
        if verdict in (self.expected, "other", "silent"):
            self.status["proven"] = self.status["clearFrames"] == 0 and self.expected in self.status["ports"].values()
        elif is_single_node():
            note(f"{shown(place)} answers '{verdict}', which is no matter here: on a single-node cluster nothing passes between nodes")
        else:
            self.status["proven"] = False
            self.end([pid for pid in owners_of(inode) if is_java(pid)], shown(place), verdict, f"its port {place[1]} answers a stranger with '{verdict}' where '{self.expected}' is expected ({detail})")

    def look_at_packets(self):
        for local, remote, kind in self.watch.clear_frames():
            self.changed = True
            pids = owners_of(connection(local, remote))
            if kind in (CHUNK, STREAM):
                # A protected node serves these to strangers as well: ending it would give every stranger a switch, and the data is gone.
                self.status["served"] += 1
                note(f"{shown(remote)} was served by {shown(local)} in clear text ({FRAMES[kind]}): Spark does not ask strangers for the key before it serves a file or a chunk")
                continue
            self.status["clearFrames"] += 1
            self.status["proven"] = False
            self.end([pid for pid in pids if is_java(pid)], shown(local), "clear", f"it sent a {FRAMES[kind]} in clear text from {shown(local)} to {shown(remote)}")

    def end(self, pids, port, verdict, reason):
        for pid in pids:
            sentence = (
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

    def report(self):
        if self.changed:
            temporary = f"{STATUS}.{os.getpid()}"
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(json.dumps(self.status) + "\n")
            os.replace(temporary, STATUS)
            self.changed = False


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def note(text):
    try:
        os.makedirs(os.path.dirname(LOG), exist_ok=True)
        with open(LOG, "a") as file:
            file.write(f"{now()} {text}\n")
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
