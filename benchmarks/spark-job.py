"""Shuffles a fixed amount of data, on demand. Usage: spark-job.py FOLDER ROWS

Waits for files called go-N in FOLDER and answers each with done-N, so that several clusters can take turns.
"""
import os
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

folder, rows = sys.argv[1], int(sys.argv[2])
spark = SparkSession.builder.appName("cost").getOrCreate()
while len(spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) < 3:
    time.sleep(0.2)


def shuffle(count):
    # Twelve longs a row, not compressible by repetition: about 105 bytes each in Spark's own form.
    columns = [F.xxhash64("id", F.lit(i)).alias(f"c{i}") for i in range(11)]
    spark.range(0, count, 1, 8).select("id", *columns).repartition(8).write.format("noop").mode("overwrite").save()


# Twice to warm up: the measured shuffles run compiled code.
shuffle(rows)
shuffle(rows)
open(f"{folder}/ready", "w").close()
turn = 0
while not os.path.exists(f"{folder}/stop"):
    if os.path.exists(f"{folder}/go-{turn}"):
        shuffle(rows)
        open(f"{folder}/done-{turn}", "w").close()
        turn += 1
    time.sleep(0.05)
spark.stop()
