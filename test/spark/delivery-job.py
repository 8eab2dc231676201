"""Shuffles rows that hold a marker, for some seconds, and says when it is done. Usage: delivery-job.py MARKER_REVERSED SECONDS RESULT

The marker travels backwards in closures, so that it stands on the wire only where shuffled rows do.
"""
import os
import sys
import time

from pyspark import SparkContext

backwards, seconds, result = sys.argv[1], float(sys.argv[2]), sys.argv[3]
sc = SparkContext(appName="delivery")
end = time.time() + seconds
rounds = 0
while rounds == 0 or time.time() < end:
    pairs = sc.parallelize(range(400), 4).map(lambda i: (i % 97, backwards[::-1] + str(i)))
    assert pairs.groupByKey(4).mapValues(lambda values: sum(1 for _ in values)).map(lambda pair: pair[1]).sum() == 400
    rounds += 1
with open(result + ".tmp", "w") as file:
    file.write(str(rounds))
os.rename(result + ".tmp", result)
sc.stop()
