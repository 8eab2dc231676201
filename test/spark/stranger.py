"""Sends one message to a Spark port without having authenticated, and says what came back. Usage: stranger.py REQUEST_JSON

REQUEST_JSON: {"host", "port", "tls": bool, "marker", "kind", and what the kind needs}. Prints one line of JSON:
{"answer": the type of Spark's answer, or closed or silent, "text": its words, "bytes": content that was received, "marker":
whether the marker was in it, "tls": the version of TLS, empty without}. Python's standard library only.

Spark's frames (MessageEncoder, network-common): int64 length with itself, int8 type, message; big endian.
"""
import json
import socket
import ssl
import struct
import sys
import time

TYPES = dict(enumerate(
    "ChunkFetchRequest ChunkFetchSuccess ChunkFetchFailure RpcRequest RpcResponse RpcFailure StreamRequest StreamResponse StreamFailure"
    " OneWayMessage UploadStream MergedBlockMetaRequest MergedBlockMetaSuccess".split()
))
ID = 0x48444E5453545247


def text(value):
    data = value.encode()
    return struct.pack(">i", len(data)) + data


def frame(kind, message, after=b""):
    number = next(n for n, name in TYPES.items() if name == kind)
    return struct.pack(">qb", 9 + len(message), number) + message + after


def encode(request):
    kind = request["kind"]
    body = bytes.fromhex(request.get("body", ""))
    if kind == "StreamRequest":
        return frame(kind, text(request["name"]))
    if kind == "ChunkFetchRequest":
        return frame(kind, struct.pack(">qi", int(request["stream"]), request["chunk"]))
    if kind == "RpcRequest":
        return frame(kind, struct.pack(">qi", ID, len(body)) + body)
    if kind == "OneWayMessage":
        return frame(kind, struct.pack(">i", len(body)) + body)
    if kind == "UploadStream":  # body is what describes the data; the data follows the frame
        data = b"a stranger's data"
        return frame(kind, struct.pack(">qi", ID, len(body)) + body + struct.pack(">q", len(data)), data)
    if kind == "MergedBlockMetaRequest":
        return frame(kind, struct.pack(">q", ID) + text(request["app"]) + struct.pack(">iii", 0, 0, 0))
    raise ValueError(f"unknown kind {kind!r}")


class Reader:
    def __init__(self, connection, seconds):
        self.connection, self.end = connection, time.monotonic() + seconds

    def read(self, size):
        got = bytearray()
        while len(got) < size:
            self.connection.settimeout(max(0.01, self.end - time.monotonic()))
            part = self.connection.recv(min(1 << 20, size - len(got)))
            if not part:
                raise EOFError
            got += part
        return bytes(got)


def decode(reader):
    """(type, words, content) of the next answer."""
    length, number = struct.unpack(">qb", reader.read(9))
    if not 9 <= length < 1 << 31:
        return f"no Spark frame (length {length})", "", b""
    message = reader.read(length - 9)
    kind = TYPES.get(number, f"type {number}")
    if kind == "StreamResponse":
        size = struct.unpack(">i", message[:4])[0]
        return kind, message[4 : 4 + size].decode(), reader.read(struct.unpack(">q", message[4 + size : 12 + size])[0])
    if kind == "ChunkFetchSuccess":
        return kind, "", message[12:]
    if kind == "RpcResponse":
        return kind, "", message[12:]
    skip = {"ChunkFetchFailure": 16, "RpcFailure": 12, "StreamFailure": None}.get(kind, 0)
    if skip is None:
        skip = 8 + struct.unpack(">i", message[:4])[0]
    return kind, message[skip:].decode("utf8", "replace"), b""


def ask(request, seconds=10.0):
    connection = socket.create_connection((request["host"], request["port"]), seconds)
    version = ""
    if request["tls"]:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = context.wrap_socket(connection)
        version = connection.version()
    with connection:
        connection.sendall(encode(request))
        try:
            kind, words, content = decode(Reader(connection, seconds))
        except EOFError:
            kind, words, content = "closed", "", b""
        except ConnectionError:
            kind, words, content = "closed", "reset", b""
        except (TimeoutError, ssl.SSLError):
            kind, words, content = "silent", "", b""
    marker = request["marker"].encode()
    lines = words.splitlines() or [""]
    return {"answer": kind, "text": lines[0][:200], "bytes": len(content), "marker": marker in content, "tls": version}


if __name__ == "__main__":
    print(json.dumps(ask(json.loads(sys.argv[1]))))
