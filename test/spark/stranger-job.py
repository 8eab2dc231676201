"""Holds on a cluster what a stranger might want, with Spark's own streams open. Usage: stranger-job.py ASSETS_JSON RESULT_JSON

The streams are opened by Spark's own authenticated client (what a node does before it fetches), and not fetched from: their
numbers are what a stranger would have to guess. Ends when RESULT_JSON.stop exists.
"""
import json
import os
import sys
import time

from py4j.java_gateway import get_field
from pyspark import SparkFiles, StorageLevel
from pyspark.sql import SparkSession

assets, result_file = json.load(open(sys.argv[1])), sys.argv[2]
# What spark-shell sets for the classes that it compiles.
spark = SparkSession.builder.appName("stranger").config("spark.repl.class.outputDir", assets["classes"]).getOrCreate()
sc, jvm = spark.sparkContext, spark.sparkContext._jvm
deadline = time.time() + 60
while len(sc._jsc.sc().statusTracker().getExecutorInfos()) < 3 and time.time() < deadline:
    time.sleep(0.2)
back = assets["marker"][::-1]

sc.addFile(assets["file"])
sc._jsc.addJar(assets["jar"])
assert sc.parallelize(range(4), 4).map(lambda i: len(open(SparkFiles.get("marker.txt")).read())).min() > 0
cached = sc.parallelize(range(200), 4).map(lambda i: back[::-1] + str(i)).persist(StorageLevel.MEMORY_ONLY)
cached.count()
shuffled = sc.parallelize(range(200), 4).map(lambda i: (i % 4, back[::-1] + str(i))).groupByKey(4)
shuffled.count()
broadcast = sc._jsc.broadcast(assets["marker"] * 3)



def part_of_env(name, kind):
    """SparkEnv is asked by method handles: in Spark 4.3 its list of methods, which Py4J reads, names a class that PySpark lacks."""
    handles, class_of = jvm.java.lang.invoke, jvm.java.lang.Class.forName
    env = class_of("org.apache.spark.SparkEnv")
    lookup, nothing = handles.MethodHandles.publicLookup(), jvm.java.util.ArrayList()
    current = lookup.findStatic(env, "get", handles.MethodType.methodType(env)).invokeWithArguments(nothing)
    method = lookup.findVirtual(env, name, handles.MethodType.methodType(class_of(kind)))
    return method.bindTo(current).invokeWithArguments(nothing)


manager = part_of_env("blockManager", "org.apache.spark.storage.BlockManager")
tracker = part_of_env("mapOutputTracker", "org.apache.spark.MapOutputTracker")
app = sc.applicationId
client_class = manager.blockStoreClient().getClass()
while client_class.getSimpleName() != "BlockStoreClient":
    client_class = client_class.getSuperclass()
field = client_class.getDeclaredField("clientFactory")
field.setAccessible(True)
factory = field.get(manager.blockStoreClient())
protocol = jvm.org.apache.spark.network.shuffle.protocol


def open_stream(host, port, executor, block):
    names = sc._gateway.new_array(jvm.java.lang.String, 1)
    names[0] = block
    request = protocol.OpenBlocks(app, executor, names).toByteBuffer()
    answer = factory.createClient(host, port).sendRpcSync(request, 20000)
    handle = getattr(protocol, "BlockTransferMessage$Decoder").fromByteBuffer(answer)
    # As text: JSON's numbers lose what is beyond 53 bits.
    return {"host": host, "port": port, "stream": str(get_field(handle, "streamId")), "block": block, "executor": executor}


place = manager.master().getLocations(jvm.org.apache.spark.storage.RDDBlockId(cached._jrdd.id(), 0)).apply(0)
block = f"rdd_{cached._jrdd.id()}_0"
mapped = tracker.getMapSizesByExecutorId(0, 0).next()
driver = manager.blockManagerId()
streams = {
    "cached": open_stream(place.host(), place.port(), place.executorId(), block),
    "cachedByName": open_stream(place.host(), place.port(), place.executorId(), block),
    "broadcast": open_stream(driver.host(), driver.port(), driver.executorId(), f"broadcast_{broadcast.id()}_piece0"),
    "shuffle": open_stream(mapped._1().host(), int(assets["shufflePort"]), mapped._1().executorId(), mapped._2().apply(0)._1().name()),
}
with open(result_file + ".tmp", "w") as file:
    json.dump({"app": app, "streams": streams}, file)
os.rename(result_file + ".tmp", result_file)
deadline = time.time() + 120
while not os.path.exists(result_file + ".stop") and time.time() < deadline:
    time.sleep(0.1)
sc.stop()
