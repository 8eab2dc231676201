"""Shuffles rows with large payloads and compares their sum with the same sum without a shuffle. Usage: integrity-job.py RESULT_JSON"""
import json
import os
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("integrity").getOrCreate()
while len(spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) < 3:
    time.sleep(0.2)
rows = spark.range(0, 800, 1, 4).select("id", F.repeat(F.md5(F.col("id").cast("string")), 512).alias("payload"))
total = F.sum(F.crc32("payload").cast("long"))
expected = rows.agg(total).collect()[0][0]
result = {"expected": expected}
try:
    result["shuffled"] = rows.repartition(4, "id").agg(total).collect()[0][0]
except Exception as error:
    result["error"] = str(error)[:300]
with open(sys.argv[1] + ".tmp", "w") as file:
    json.dump(result, file)
os.rename(sys.argv[1] + ".tmp", sys.argv[1])
spark.stop()
