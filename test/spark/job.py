"""Moves a marker of its own through each channel of a cluster. Usage: job.py MARKERS_JSON RESULT_JSON

Closures carry markers backwards only, so that a marker on the wire proves its own channel. Two markers travel in closures
on purpose: CLOSURE, as a captured value, and those of channels that start on the driver.
"""
import json
import os
import sys
import threading
import time

from pyspark import SparkFiles, StorageLevel
from pyspark.accumulators import AccumulatorParam
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

markers = json.load(open(sys.argv[1]))
back = {name: marker[::-1] for name, marker in markers.items()}
folder = os.path.dirname(sys.argv[2])
spark = SparkSession.builder.appName("channels").getOrCreate()
sc = spark.sparkContext
deadline = time.time() + 60
executors = lambda: len(sc._jsc.sc().statusTracker().getExecutorInfos()) - 1
while executors() < 2 and time.time() < deadline:
    time.sleep(0.2)


def where(_):
    time.sleep(0.3)
    return os.getcwd()


# An executor that is still warming up gets no task, and what stays on one node crosses no wire.
while len(set(sc.parallelize(range(4), 4).map(where).collect())) < 2 and time.time() < deadline:
    pass
result = {"version": sc.version, "executors": executors()}


class Longest(AccumulatorParam):
    def zero(self, value):
        return ""

    def addInPlace(self, one, other):
        return max(one, other, key=len)


closure, small, counted = markers["closure"], back["result"], back["accumulator"]
accumulator = sc.accumulator("", Longest())


def task(i):
    accumulator.add(counted[::-1])
    return (len(closure), small[::-1])


assert sc.parallelize(range(4), 4).map(task).collect()[0][1] == markers["result"]
assert accumulator.value == markers["accumulator"]

big = back["bigResult"]
assert sc.parallelize(range(2), 2).map(lambda i: big[::-1] + os.urandom(2 << 20).hex()).collect()[0].startswith(markers["bigResult"])

shared = sc.broadcast(markers["broadcast"] * 3)
assert sc.parallelize(range(4), 4).map(lambda i: len(shared.value)).collect()[0] > 10
little = spark.createDataFrame([(i, markers["sqlBroadcast"]) for i in range(10)], ["id", "text"])
assert spark.range(0, 1000, 1, 4).join(F.broadcast(little), "id").agg(F.max(F.concat("text", F.col("id").cast("string")))).collect()

shuffled = back["rddShuffle"]
assert sc.parallelize(range(2000), 4).map(lambda i: (i % 97, shuffled[::-1])).groupByKey(4).mapValues(lambda v: sum(1 for _ in v)).count() == 97
rows = spark.range(0, 2000, 1, 4).select(
    (F.col("id") % 7).alias("k"), F.reverse(F.concat(F.col("id").cast("string"), F.lit(back["sqlShuffle"]))).alias("text")
)
assert rows.repartition(4, "k").agg(F.max(F.concat("text", "k"))).collect()[0][0].startswith(markers["sqlShuffle"])

cached = back["cacheReplication"]
replicated = sc.parallelize(range(200), 4).map(lambda i: cached[::-1] + str(i)).persist(StorageLevel.MEMORY_AND_DISK_2)
replicated.count()

sc.addFile(os.environ["MARKER_FILE"])
sc._jsc.addJar(os.environ["MARKER_JAR"])
assert sc.parallelize(range(4), 4).map(lambda i: open(SparkFiles.get("marker.txt")).read()[:8]).collect()

# What lies on disk is looked at from outside while these run.
disk = back["diskCache"]
on_disk = sc.parallelize(range(500), 4).map(lambda i: disk[::-1] + str(i)).persist(StorageLevel.DISK_ONLY)
on_disk.count()


def slowly(rows):
    for i, _ in enumerate(rows):
        if i == 5:
            time.sleep(2)
        yield 1


spill, python_spill = back["jvmSpill"], back["pythonSpill"]
sorted_rows = spark.range(0, 20000, 1, 2).select(
    F.rand().alias("k"), F.reverse(F.concat(F.col("id").cast("string"), F.lit(spill))).alias("text")
)
sorted_rows.sortWithinPartitions("k").rdd.mapPartitions(slowly).count()
sc.parallelize(range(16000), 2).map(lambda i: (i % 8000, python_spill[::-1] + str(i))).groupByKey(2).mapPartitions(slowly).count()

# Where one was lost on the way, less has crossed the wire than is thought.
result["executors"] = min(result["executors"], len(sc._jsc.sc().statusTracker().getExecutorInfos()) - 1)
result["user_reads_secret_from_conf"] = bool(sc.getConf().get("spark.authenticate.secret"))
result["user_reads_secret_from_environment"] = sc.parallelize([0], 1).map(lambda i: "_SPARK_AUTH_SECRET" in os.environ).collect()[0]
with open(sys.argv[2] + ".tmp", "w") as file:
    json.dump(result, file)
os.rename(sys.argv[2] + ".tmp", sys.argv[2])
# The cluster stays up until the outside has looked at its processes.
deadline = time.time() + 30
while not os.path.exists(sys.argv[2] + ".seen") and time.time() < deadline:
    time.sleep(0.1)
sc.stop()
