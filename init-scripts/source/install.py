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
#@include sentinel.py
'''


class Refusal(Exception):
    """Why no Spark may start here, in one sentence."""


#@include material.py
#@include capabilities.py
#@include settings.py
#@include hocon_keys.py
#@include files.py
#@include start_sentinel.py


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
