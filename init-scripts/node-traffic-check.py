"""NodeTrafficCheck: shows on a workspace of one's own whether the nodes of a cluster talk in clear text.

A job on a cluster with at least two workers. It records the packets of every node, moves random markers through Spark's channels, looks for
them in what passed and in what lies on disk, compares what both ends of each connection saw, and writes one signed result: an in-toto
statement in a DSSE envelope. `hardened-databricks audit --wire RESULT --wire-key PUBLIC_KEY` judges it. Nothing is claimed that was not seen:
a node that cannot record makes the result a refusal, never a zero. Arguments: --help; how to read it: docs/node-traffic-check.md.
"""

import argparse
import base64
import glob
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter, defaultdict

PREDICATE_TYPE = "urn:hardened-databricks:node-traffic-check:v1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
HOME = "/databricks"
SENTINEL = HOME + "/conf/encrypt-node-traffic/sentinel.json"
SENTINEL_LOG = HOME + "/init_scripts/node-traffic-sentinel.log"
EXECUTOR_OPTIONS = HOME + "/conf/spark.executor.extraJavaOptions"
# Settings by which Databricks' driver knows where it is: seen in public notebooks, not documented.
WORKSPACE_URL, WORKSPACE_ID = "spark.databricks.workspaceUrl", "spark.databricks.clusterUsageTags.clusterOwnerOrgId"
CLUSTER_ID = "spark.databricks.clusterUsageTags.clusterId"

# What is written down of Spark's settings: no secret among them.
SETTINGS = [
    "spark.authenticate",
    "spark.network.crypto.enabled",
    "spark.network.crypto.cipher",
    "spark.network.crypto.authEngineVersion",
    "spark.network.crypto.saslFallback",
    "spark.network.sasl.serverAlwaysEncrypt",
    "spark.ssl.rpc.enabled",
    "spark.ssl.rpc.protocol",
    "spark.io.encryption.enabled",
    "spark.io.encryption.keySizeBits",
    "spark.shuffle.compress",
    "spark.shuffle.spill.compress",
    "spark.broadcast.compress",
    "spark.rdd.compress",
]
COMPRESSION = [name for name in SETTINGS if name.endswith("compress")]
CHANNELS = [
    "closure",
    "result",
    "bigResult",
    "accumulator",
    "broadcast",
    "sqlBroadcast",
    "rddShuffle",
    "sqlShuffle",
    "cacheReplication",
    "addFile",
    "diskCache",
    "jvmSpill",
    "pythonSpill",
]
QUIET = 1.0  # seconds without a task before and after the markers, so that clocks may differ by half of it
SLACK = 16 << 10  # bytes of a connection that one end may have seen alone: heartbeats at the edges of the recording
BIG = 1536 << 10  # bytes of a result that does not travel with its task's status (spark.task.maxDirectResultSize: 1 MiB)


# --- On each node -----------------------------------------------------------------------------------------------------------------------


def local_host(hosts):
    """Which of the cluster's addresses is this node's."""
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.bind((host, 0))
            return host
        except OSError:
            continue
    return None


def first_here(folder, what):
    """True once on each node."""
    try:
        os.mkdir(os.path.join(folder, what), 0o700)
        return True
    except OSError:
        return False


def arm(folder, recorder, seconds):
    """Starts this node's recorder, once; it outlives the task."""
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        pass
    else:
        child = subprocess.Popen(
            [sys.executable, "-I", "-", folder, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.stdin.write(recorder.encode())
        child.stdin.close()
    end = time.time() + 20
    while time.time() < end and not any(os.path.exists(os.path.join(folder, name)) for name in ("on", "report.json")):
        time.sleep(0.05)
    return True


def node_report(folder, question, roots):
    """What this node has to say: its recording, its disks, its settings, its sentinel. None where another task has said it."""
    if not first_here(folder, "asked"):
        return None
    disk = scan(roots, question["needles"])
    with open(os.path.join(folder, "stop.tmp"), "w") as file:
        json.dump(question, file)
    os.rename(os.path.join(folder, "stop.tmp"), os.path.join(folder, "stop"))
    path, end = os.path.join(folder, "report.json"), time.time() + 60
    while time.time() < end and not os.path.exists(path):
        time.sleep(0.05)
    recording = json.loads(text_of(path) or '{"refused": "the recorder gave no report"}')
    shutil.rmtree(folder, ignore_errors=True)
    return {
        "uid": os.geteuid(),
        "clock": time.time(),
        "settings": node_settings(),
        "sentinel": json.loads(text_of(SENTINEL) or "null"),
        "sentinelLog": (text_of(SENTINEL_LOG) or "").splitlines()[-20:],
        "disk": disk,
        "recording": recording,
    }


def text_of(path):
    try:
        with open(path, errors="replace") as file:
            return file.read()
    except OSError:
        return None


def node_settings():
    """Spark's settings as this node's executor got them: on its command line and in Databricks' file, secrets left out."""
    found = {}
    pid = os.getpid()
    lines = (text_of(EXECUTOR_OPTIONS) or "").splitlines()
    while pid > 1:
        arguments = (text_of(f"/proc/{pid}/cmdline") or "").split("\0")
        if any(argument.startswith("org.apache.spark.") for argument in arguments):
            lines += arguments
        pid = int((text_of(f"/proc/{pid}/stat") or ") S 0").rsplit(")", 1)[1].split()[1])
    for line in lines:
        name, _, value = line.strip().removeprefix("-D").partition("=")
        if line.strip().startswith("-D") and name in SETTINGS:
            found[name] = value.strip('"')
    return found


# Places on disk that spark.io.encryption does not reach.
NEVER_ENCRYPTED = ("pythonSpill", "addedFile")


def place_of(path):
    """Who left a file in Spark's local folders. What Python workers spill, and files of addFile, are out of reach of Spark's own encryption."""
    name = os.path.basename(path)
    if "/python/" in path:
        return "pythonSpill"
    if "/userFiles-" in path:
        return "addedFile"
    for prefix, place in {"shuffle_": "shuffle", "rdd_": "cache", "temp_": "spill", "broadcast_": "broadcast"}.items():
        if name.startswith(prefix):
            return place
    return "other"


def scan(roots, needles):
    """Counts files, bytes and markers in Spark's local folders."""
    found, wanted = {}, [marker[::-1].encode() for marker in needles.values()]
    for root in roots:
        for folder, _folders, names in os.walk(root):
            for path in (os.path.join(folder, name) for name in names):
                try:
                    with open(path, "rb") as file:
                        content = file.read(64 << 20)
                except OSError:
                    continue
                place = place_of(path)
                if place == "pythonSpill":
                    content += inflated(content)
                count = found.setdefault(place, {"files": 0, "bytes": 0, "hits": 0})
                count["files"] += 1
                count["bytes"] += len(content)
                count["hits"] += sum(content.count(marker) for marker in wanted)
    return found


def inflated(content):
    """The frames of a Python worker's spill file: each a length and that many bytes of zlib."""
    frames, at = [], 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        try:
            frames.append(zlib.decompress(content[at + 4 : at + 4 + length]))
        except zlib.error:
            break
        at += 4 + length
    return b"".join(frames)


def local_folders():
    """Spark's local folders, as it tells them to Python workers."""
    return [folder for folder in os.environ.get("SPARK_LOCAL_DIRS", "").split(",") if folder]


def driver_folders(settings):
    """Spark's local folders on the driver, which tells them to nobody."""
    bases = os.environ.get("SPARK_LOCAL_DIRS") or settings.get("spark.local.dir") or tempfile.gettempdir()
    return [path for base in bases.split(",") for kind in ("spark-*", "blockmgr-*") for path in glob.glob(os.path.join(base, kind))]


# --- On the driver ----------------------------------------------------------------------------------------------------------------------


class Cluster:
    """The cluster that the job runs on, and what is known to have crossed between its nodes."""

    def __init__(self, spark, workers):
        self.spark, self.context = spark, spark.sparkContext
        scala = self.context._jsc.sc()
        self.settings = dict(self.context.getConf().getAll())
        self.driver = address_of(self.settings["spark.driver.host"])
        self.executors, end = [], time.time() + 120
        while len(self.executors) < workers and time.time() < end:
            time.sleep(0.2)
            # The driver is among them: on a single node it is the only one.
            self.executors = sorted({address_of(info.host()) for info in scala.statusTracker().getExecutorInfos()} - {self.driver})
        self.hosts = [self.driver, *self.executors]
        self.slots = max(2 * len(self.executors), self.context.defaultParallelism)
        self.parts = max(4, 2 * len(self.executors))
        self.folder = os.path.join(tempfile.gettempdir(), f"node-traffic-check-{secrets.token_hex(8)}")
        self.crossed = Counter()
        self.disk = defaultdict(dict)

    def on_every_executor(self, work):
        """Runs work on each executor node until each has answered something other than None, or two minutes are over."""
        answers, hosts, end = {}, self.executors, time.time() + 120
        while set(hosts) - set(answers) and time.time() < end:
            tasks = 2 * self.slots
            rows = self.context.parallelize(range(tasks), tasks).map(lambda _: (time.sleep(0.1), local_host(hosts), work())).collect()
            answers.update({host: answer for _, host, answer in rows if answer is not None and host is not None})
        return answers

    def saw_on_disk(self, rows):
        """Keeps the most that was seen of each place."""
        for host, places in rows:
            for place, count in places.items():
                if count["files"] >= self.disk[host].get(place, {"files": 0})["files"]:
                    self.disk[host][place] = count


def address_of(host):
    return socket.getaddrinfo(host, None)[0][4][0]


def send_markers(cluster, markers):
    """Moves a marker of its own through each channel; how often each was sent, or why it was not.

    Closures carry markers backwards, so that a marker on the wire proves its own channel; two travel there on purpose.
    """
    from pyspark import SparkFiles, StorageLevel
    from pyspark.accumulators import AccumulatorParam
    from pyspark.sql import functions as F

    context, spark, parts, folder, hosts, executors = (
        cluster.context,
        cluster.spark,
        cluster.parts,
        cluster.folder,
        cluster.hosts,
        cluster.executors,
    )
    back = {channel: marker[::-1] for channel, marker in markers.items()}
    needles = needles_of(markers)

    class Longest(AccumulatorParam):
        def zero(self, value):
            return ""

        def addInPlace(self, one, other):
            return max(one, other, key=len)

    def closure():
        captured = markers["closure"]
        context.parallelize(range(parts), parts).map(lambda _: len(captured)).collect()
        return len(executors)

    def result():
        turned = back["result"]
        return sum(row == markers["result"] for row in context.parallelize(range(parts), parts).map(lambda _: turned[::-1]).collect())

    def big_result():
        turned = back["bigResult"]
        answers = cluster.on_every_executor(lambda: turned[::-1].encode() + os.urandom(BIG) if first_here(folder, "bigResult") else None)
        for host, content in answers.items():
            cluster.crossed[host, cluster.driver] += len(content)
        return len(answers)

    def accumulator():
        turned, longest = back["accumulator"], context.accumulator("", Longest())
        context.parallelize(range(parts), parts).foreach(lambda _: longest.add(turned[::-1]))
        return parts if longest.value == markers["accumulator"] else 0

    def broadcast():
        shared = context.broadcast([markers["broadcast"] * 3, os.urandom(256 << 10)])
        context.parallelize(range(parts), parts).map(lambda _: len(shared.value)).collect()
        return len(executors)

    def sql_broadcast():
        small = spark.createDataFrame([(i, markers["sqlBroadcast"]) for i in range(10)], ["id", "text"])
        joined = spark.range(0, 1000, 1, parts).join(F.broadcast(small), "id")
        return 10 if joined.agg(F.max(F.concat("text", F.col("id").cast("string")))).collect()[0][0] else 0

    def rdd_shuffle():
        turned, sent = back["rddShuffle"], 0
        pairs = Counter()
        for _ in range(3):
            rows = context.parallelize(range(parts), parts).flatMap(
                lambda i: [(k, (local_host(hosts), turned[::-1].encode() + os.urandom(2048))) for k in range(64)]
            )
            for source, destination, size in (
                rows.groupByKey(parts)
                .mapPartitions(lambda groups: [(host, local_host(hosts), len(content)) for _k, values in groups for host, content in values])
                .collect()
            ):
                sent += 1
                if source != destination:
                    pairs[source, destination] += size
            if all(any(pair[end] == host for pair in pairs) for host in executors for end in (0, 1)):
                break
        cluster.crossed.update(pairs)
        return sent

    def sql_shuffle():
        turned = F.reverse(F.concat(F.col("id").cast("string"), F.lit(back["sqlShuffle"])))
        rows = spark.range(0, 2000, 1, parts).select((F.col("id") % 7).alias("k"), turned.alias("text"))
        return 2000 if rows.repartition(parts, "k").agg(F.max(F.concat("text", "k"))).collect()[0][0].startswith(markers["sqlShuffle"]) else 0

    def cache_replication():
        turned = back["cacheReplication"]
        return context.parallelize(range(200), parts).map(lambda i: turned[::-1] + str(i)).persist(StorageLevel.MEMORY_AND_DISK_2).count()

    def add_file():
        path = os.path.join(folder, "node-traffic-check.bin")
        with open(path, "wb") as file:
            file.write(markers["addFile"].encode() * 3 + os.urandom(256 << 10))
        context.addFile(path)
        for host, size in cluster.on_every_executor(lambda: os.path.getsize(SparkFiles.get("node-traffic-check.bin"))).items():
            cluster.crossed[cluster.driver, host] += size
        return 3 * len(executors)

    def disk_cache():
        turned = back["diskCache"]
        return context.parallelize(range(500), parts).map(lambda i: turned[::-1] + str(i)).persist(StorageLevel.DISK_ONLY).count()

    def scanning(rows):
        """Looks at the disk while the files of a running task are there."""
        count = 0
        for count, _ in enumerate(rows, 1):
            if count == 5:
                yield local_host(hosts), scan(local_folders(), needles)
        yield None, count

    def spilled(rows):
        cluster.saw_on_disk([row for row in rows if row[0] is not None])
        return sum(count for host, count in rows if host is None)

    def jvm_spill():
        turned = F.reverse(F.concat(F.col("id").cast("string"), F.lit(back["jvmSpill"])))
        rows = spark.range(0, 20000, 1, 2 * len(executors)).select(F.rand().alias("k"), turned.alias("text"))
        return spilled(rows.sortWithinPartitions("k").rdd.mapPartitions(scanning).collect())

    def python_spill():
        turned = back["pythonSpill"]
        rows = context.parallelize(range(16000), parts).map(lambda i: (i % 8000, turned[::-1] + str(i)))
        return spilled(rows.groupByKey(len(executors)).mapPartitions(scanning).collect())

    # Otherwise Spark may decide to read shuffles where they lie, and nothing crosses.
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    sent = {}
    for channel, send in zip(
        CHANNELS,
        [
            closure,
            result,
            big_result,
            accumulator,
            broadcast,
            sql_broadcast,
            rdd_shuffle,
            sql_shuffle,
            cache_replication,
            add_file,
            disk_cache,
            jvm_spill,
            python_spill,
        ],
    ):
        try:
            sent[channel] = {"sent": send()}
        except Exception as error:  # Whatever it was, the channel was not tried, and the result says so.
            sent[channel] = {"sent": 0, "failed": f"{type(error).__name__}: {error}"[:300]}
    return sent


def needles_of(markers):
    """What is looked for, backwards: Kryo changes a string's last byte, so the last two characters are left out."""
    return {channel: marker[:-2][::-1] for channel, marker in markers.items()}


def check(spark, workers, recorder, script, seconds):
    """Runs the check and gives the predicate of its statement, without a verdict."""
    cluster = Cluster(spark, workers)
    markers = {channel: "HD" + secrets.token_hex(20) for channel in CHANNELS}
    folder, hosts = cluster.folder, cluster.hosts
    started = time.time()
    arm(folder, recorder, seconds)
    cluster.on_every_executor(lambda: arm(folder, recorder, seconds))
    time.sleep(QUIET)
    since = time.time()
    channels = send_markers(cluster, markers) if cluster.executors else {}
    until = time.time()
    time.sleep(QUIET)
    question = {"since": since - QUIET / 2, "until": until + QUIET / 2, "peers": hosts, "needles": needles_of(markers)}

    def ask():
        before = time.time()
        return {host: (answer, before, time.time()) for host, answer in cluster.on_every_executor(lambda: node_report(folder, question, local_folders())).items()}

    answers = ask()
    before = time.time()
    answers[cluster.driver] = (node_report(folder, question, driver_folders(cluster.settings)), before, time.time())
    ended = time.time()
    nodes = []
    for host in hosts:
        answer, earliest, latest = answers.get(host, (None, ended, ended))
        report = answer or {"uid": None, "clock": ended, "settings": {}, "sentinel": None, "sentinelLog": [], "disk": {}, "recording": {"refused": "no report"}}
        clock = report.pop("clock")
        cluster.saw_on_disk([(host, report["disk"])])
        report["disk"] = cluster.disk[host]
        # Between asking and answering nothing can be said of a clock.
        skew = min(clock - earliest, 0) + max(clock - latest, 0)
        nodes.append({"host": host, "role": "driver" if host == cluster.driver else "executor", "skew": round(skew, 3), **report})
    setting = cluster.settings.get
    return {
        "started": iso(started),
        "ended": iso(ended),
        "workspace": {"url": setting(WORKSPACE_URL), "id": setting(WORKSPACE_ID)},
        "cluster": {"id": setting(CLUSTER_ID), "runtime": os.environ.get("DATABRICKS_RUNTIME_VERSION"), "spark": cluster.context.version},
        "script": script,
        "settings": {name: cluster.settings[name] for name in SETTINGS if name in cluster.settings},
        "window": {"since": since, "until": until},
        "channels": channels,
        "crossed": [[source, destination, size] for (source, destination), size in sorted(cluster.crossed.items())],
        "nodes": nodes,
    }


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


# --- Judgement: src/wire/judge.ts judges the same report anew --------------------------------------------------------------------------


def is_set(settings, name, value):
    return settings.get(name, "").lower() == value


def mode_of(settings):
    """The mode that the driver's settings name; None where they name none."""
    if not is_set(settings, "spark.authenticate", "true"):
        return None
    if is_set(settings, "spark.ssl.rpc.enabled", "true"):
        return "tls"
    if not is_set(settings, "spark.network.crypto.enabled", "true"):
        return None
    return "gcm" if "GCM" in settings.get("spark.network.crypto.cipher", "") else "ctr"


def judge(predicate):
    """`clear` where a marker was seen, `noProof` where something is missing, else `shown`; with the sentences that say why."""
    clear, missing = [], []
    nodes = {node["host"]: node for node in predicate["nodes"]}
    executors = [host for host, node in nodes.items() if node["role"] == "executor"]
    drivers = [host for host, node in nodes.items() if node["role"] == "driver"]
    if len(drivers) != 1 or len(executors) < 2:
        missing.append(f"{len(executors)} executor nodes beside the driver's: at least 2 are needed, or nothing passes between executors")
    for host, node in nodes.items():
        clear += clear_on_node(host, node, predicate["settings"])
    for host, node in nodes.items():
        missing += missing_on_node(host, node, predicate["window"])
    for channel in CHANNELS:
        tried = predicate["channels"].get(channel, {"sent": 0})
        if not tried["sent"] > 0:
            missing.append(f"channel {channel} carried no marker: {tried.get('failed', 'it was not tried')}")
    for name in COMPRESSION:
        if not is_set(predicate["settings"], name, "false"):
            missing.append(f"{name} is not false: a marker could hide in what is compressed")
    if mode_of(predicate["settings"]) is None and not clear:
        missing.append("the driver's settings name no encryption, and yet no marker was seen: the markers went another way")
    missing += uncrossed(predicate["crossed"], nodes, drivers, executors)
    missing += disagreements(nodes)
    state = "clear" if clear else "noProof" if missing else "shown"
    return {"state": state, "sentences": clear + missing}


def clear_on_node(host, node, settings):
    found = []
    recording = node["recording"]
    seen = Counter()
    for flow in recording.get("flows", []):
        for channel, count in flow["hits"].items():
            seen[f"channel {channel} in clear text from {flow['from'][0]} to {flow['to'][0]}"] += count
    for what, count in sorted(seen.items()):
        found.append(f"{host} saw {count} markers of {what}")
    for words, counts in (("to or from machines outside the cluster", recording.get("strangers", {})), ("outside TCP", recording.get("other", {}).get("hits", {}))):
        for channel, count in sorted(counts.items()):
            found.append(f"{host} saw {count} markers of channel {channel} in clear text {words}")
    frames = (node["sentinel"] or {}).get("clearFrames", 0)
    if frames:
        found.append(f"the sentinel of {host} counted {frames} frames in clear text")
    if is_set(settings, "spark.io.encryption.enabled", "true"):
        for place, count in sorted(node["disk"].items()):
            if place not in NEVER_ENCRYPTED and count["hits"] > 0:
                found.append(f"{count['hits']} markers lie in clear text on the disk of {host} ({place}), though spark.io.encryption.enabled is true")
    return found


def missing_on_node(host, node, window):
    recording = node["recording"]
    if "refused" in recording:
        return [f"{host} did not record (user {node['uid']}): {recording['refused']}"]
    found = []
    if (node["sentinel"] or {}).get("proven") is False:
        found.append(f"the sentinel of {host} has seen no port that answers as it should")
    if recording["drops"] > 0 or recording["cut"] > 0:
        found.append(f"{host} lost packets: {recording['drops']} dropped, {recording['cut']} cut off")
    if recording["overflow"]:
        found.append(f"{host} had more traffic than its recorder keeps")
    gaps = sum(len(flow["runs"]) - 1 for flow in recording["flows"])
    if gaps > 0:
        found.append(f"{host} has {gaps} gaps in what it recorded")
    if recording["from"] > window["since"] or recording["to"] < window["until"]:
        found.append(f"{host} did not record all the time")
    if abs(node["skew"]) > QUIET / 2:
        found.append(f"the clock of {host} differs from the driver's by {node['skew']} s")
    return found


def uncrossed(crossed, nodes, drivers, executors):
    """Where fewer bytes were seen than are known to have passed, or none are known to."""
    pairs = {(source, destination) for source, destination, size in crossed if size > 0}
    found = []
    for host in executors:
        for driver in drivers:
            for pair in ((driver, host), (host, driver)):
                if pair not in pairs:
                    found.append(f"nothing is known to have passed from {pair[0]} to {pair[1]}")
        others = [other for other in executors if other != host]
        if not any((host, other) in pairs for other in others) or not any((other, host) in pairs for other in others):
            found.append(f"nothing is known to have passed between {host} and another executor in both directions")
    for source, destination, size in crossed:
        for host in (source, destination):
            flows = nodes.get(host, {"recording": {}})["recording"].get("flows", [])
            seen = sum(bytes_of(flow) for flow in flows if flow["from"][0] == source and flow["to"][0] == destination)
            if seen < size:
                found.append(f"{host} saw {seen} bytes from {source} to {destination}, where at least {size} passed")
    return found


def bytes_of(flow):
    return sum(length for _sequence, length, _digests in flow["runs"])


def blocks_of(flow):
    """Digest by position of each aligned block."""
    found = {}
    for sequence, _length, digests in flow["runs"]:
        start = sequence + -sequence % 8192
        for i in range(0, len(digests), 12):
            found[(start + i // 12 * 8192) % (1 << 32)] = digests[i : i + 12]
    return found


def alone(flow, other):
    """Bytes of a flow that the other end does not tell of."""
    total = bytes_of(flow)
    for sequence, length, _digests in flow["runs"]:
        for theirs, their_length, _theirs in other["runs"]:
            start = (theirs - sequence + (1 << 31)) % (1 << 32) - (1 << 31)
            total -= max(0, min(length, start + their_length) - max(0, start))
    return total


def disagreements(nodes):
    """Where the two ends of a connection tell different stories."""
    flows = {
        host: {(*flow["from"], *flow["to"]): flow for flow in node["recording"]["flows"]}
        for host, node in nodes.items()
        if "flows" in node["recording"]
    }
    found = []
    for host, own in flows.items():
        for key, flow in own.items():
            other = key[2] if key[0] == host else key[0]
            if other == host or other not in flows:
                continue
            where = f"{key[0]}:{key[1]} to {key[2]}:{key[3]}"
            theirs = flows[other].get(key)
            single = bytes_of(flow) if theirs is None else alone(flow, theirs)
            if single > SLACK or (theirs is None and flow["hits"]):
                found.append(f"{host} saw {single} bytes from {where} of which {other} tells nothing")
            if theirs is None or host > other:
                continue
            blocks = blocks_of(theirs)
            if any(blocks.get(at, digest) != digest for at, digest in blocks_of(flow).items()):
                found.append(f"{host} and {other} saw different contents from {where}")
            if flow["hits"] != theirs["hits"]:
                found.append(f"{host} and {other} count markers differently from {where}")
    return found


# --- Result -----------------------------------------------------------------------------------------------------------------------------


def statement(predicate, script):
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": os.path.basename(script["path"]), "digest": {"sha256": script["sha256"]}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": predicate,
    }


def openssl(arguments, key, given=b""):
    """Runs openssl with the private key on a descriptor: it lies in no file and on no command line."""
    reading, writing = os.pipe()
    os.write(writing, key)
    os.close(writing)
    try:
        done = subprocess.run(
            ["openssl", *[argument.replace("KEY", f"/dev/fd/{reading}") for argument in arguments]], input=given, capture_output=True, pass_fds=[reading]
        )
    finally:
        os.close(reading)
    if done.returncode != 0:
        raise RuntimeError(f"openssl cannot use the signing key: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def envelope(document, key):
    """A DSSE envelope, signed with ECDSA on SHA-256."""
    payload = json.dumps(document, separators=(",", ":")).encode()
    encoded = b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)
    signature = openssl(["dgst", "-sha256", "-sign", "KEY"], key, encoded)
    public = openssl(["pkey", "-in", "KEY", "-pubout", "-outform", "DER"], key)
    return {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": hashlib.sha256(public).hexdigest(), "sig": base64.b64encode(signature).decode()}],
    }


def signing_key(arguments):
    if arguments.key_file:
        with open(arguments.key_file, "rb") as file:
            return file.read()
    from databricks.sdk.runtime import dbutils

    return dbutils.secrets.get(arguments.key_scope, arguments.key_name).encode()


def printed(signed):
    """The envelope in lines that survive copying from a job's output."""
    lines = base64.encodebytes(zlib.compress(json.dumps(signed).encode(), 9)).decode()
    return f"-----BEGIN NODE TRAFFIC CHECK-----\n{lines}-----END NODE TRAFFIC CHECK-----"


def main(argv):
    parser = argparse.ArgumentParser(description="Shows whether the nodes of this cluster talk in clear text.")
    parser.add_argument("--recorder", required=True, help="path of node-traffic-recorder.py")
    parser.add_argument("--script", required=True, help="path of the init script that the cluster's policy names; its digest is written down")
    parser.add_argument("--result", required=True, help="path of the signed result, such as /Volumes/main/security/checks/result.json")
    parser.add_argument("--key-scope", help="secret scope of the signing key")
    parser.add_argument("--key-name", default="node-traffic-check-key", help="name of the secret: an EC P-256 key in PEM (default: %(default)s)")
    parser.add_argument("--key-file", help="path of the signing key instead, for a run by hand")
    parser.add_argument("--workers", type=int, default=2, help="executor nodes to wait for, two minutes at most (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=600, help="how long recorders live at most (default: %(default)s)")
    arguments = parser.parse_args(argv)
    if not arguments.key_scope and not arguments.key_file:
        parser.error("--key-scope is missing: name the secret scope of the signing key")
    from pyspark.sql import SparkSession

    key = signing_key(arguments)
    with open(arguments.recorder) as file:
        recorder = file.read()
    with open(arguments.script, "rb") as file:
        script = {"path": arguments.script, "sha256": hashlib.sha256(file.read()).hexdigest()}
    spark = SparkSession.builder.appName("node-traffic-check").getOrCreate()
    predicate = check(spark, arguments.workers, recorder, script, arguments.seconds)
    predicate["verdict"] = judge(predicate)
    signed = envelope(statement(predicate, script), key)
    print(printed(signed))
    state, sentences = predicate["verdict"]["state"], predicate["verdict"]["sentences"]
    words = {"shown": "no marker passed in clear text", "clear": "CLEAR TEXT between nodes", "noProof": "no proof"}[state]
    print(f"node-traffic-check: {words}; {len(predicate['nodes'])} nodes, mode {mode_of(predicate['settings'])}")
    for sentence in sentences:
        print(f"node-traffic-check: {sentence}")
    with open(arguments.result, "w") as file:
        json.dump(signed, file)
    print(f"node-traffic-check: written to {arguments.result}")
    if state != "shown":
        raise RuntimeError(f"{words}: {sentences[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
