# A Spark frame: int64 length (itself included), int8 type, the message. RpcRequest: int64 id, int32 body length, body.
FRAMES = [
    "ChunkFetchRequest", "ChunkFetchSuccess", "ChunkFetchFailure", "RpcRequest", "RpcResponse", "RpcFailure", "StreamRequest",
    "StreamResponse", "StreamFailure", "OneWayMessage", "UploadStream", "MergedBlockMetaRequest", "MergedBlockMetaSuccess",
]
CHUNK, REQUEST, RESPONSE, FAILURE, STREAM, ONE_WAY = 1, 3, 4, 5, 7, 9
HEADER = 21
# The first byte of a body of AuthEngine, with which encryption begins.
AUTH_ENGINE = 0xFB


def frame_in(payload):
    """
    (type, whether only its header is here) of a Spark frame in clear, or None. A handshake of AuthEngine is none; of a header alone the
    next segment tells. Failures count for nothing: any stranger can have a protected node send them.
    """
    length, kind = struct.unpack(">qb", payload[:9])
    total = len(payload)
    if kind in (REQUEST, RESPONSE) and total >= HEADER:
        if length <= HEADER or struct.unpack(">i", payload[17:21])[0] != length - HEADER:
            return None
        return (kind, total == HEADER) if total == HEADER or payload[HEADER] != AUTH_ENGINE else None
    if kind == ONE_WAY and total >= 13:
        return (kind, False) if struct.unpack(">i", payload[9:13])[0] == length - 13 > 0 else None
    if kind == 0:
        return (kind, False) if length == 21 else None
    if kind == CHUNK:
        return (kind, False) if 21 <= length < 1 << 31 else None
    if kind in (6, STREAM) and total >= 13:
        name = struct.unpack(">i", payload[9:13])[0]
        return (kind, False) if name > 0 and length == 13 + name + (8 if kind == STREAM else 0) else None
    return None
