"""Shuffles rows that hold a marker, from the first moment on and for some seconds more once both executors are there, since rows that
stay on one node cross no wire; says when it is done. Usage: delivery-job.py MARKER_REVERSED SECONDS RESULT

The marker travels backwards in closures, so that it stands on the wire only where shuffled rows do.
"""
import os
import sys
import time

from pyspark import SparkContext

backwards, seconds, result = sys.argv[1], float(sys.argv[2]), sys.argv[3]
sc = SparkContext(appName="delivery")
deadline, end = time.time() + 40 + seconds, None
rounds = 0
while time.time() < min(deadline, end or deadline):
    pairs = sc.parallelize(range(400), 4).map(lambda i: (i % 97, backwards[::-1] + str(i)))
    assert pairs.groupByKey(4).mapValues(lambda values: sum(1 for _ in values)).map(lambda pair: pair[1]).sum() == 400
    rounds += 1
    if end is None and len(sc._jsc.sc().statusTracker().getExecutorInfos()) == 3:
        end = time.time() + seconds
with open(result + ".tmp", "w") as file:
    file.write(str(rounds))
os.rename(result + ".tmp", result)
sc.stop()
