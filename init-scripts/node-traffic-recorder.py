"""Records the TCP traffic of one node for NodeTrafficCheck, and reports on it without its contents.

python3 -I - FOLDER SECONDS   (this text on standard input; Python's standard library only; needs CAP_NET_RAW, which root has)

FOLDER holds what passes between the recorder and the job: `on` appears when packets are recorded; the job writes `stop`, a JSON object
{"since", "until": the time to report on, "peers": the cluster's addresses, "needles": {channel: marker, backwards}}; `report.json` is the
answer. Everything is removed after SECONDS, answered or not.
"""
import collections
import hashlib
import ipaddress
import json
import mmap
import os
import select
import shutil
import socket
import struct
import sys
import time

BLOCK = 8192  # bytes of a stream behind one digest; sequence numbers are the same at both ends, so that digests can be compared
LIMIT = 512 << 20  # bytes of payload that are kept
SOL_PACKET, PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, TPACKET_V3 = 263, 5, 6, 10, 2
RING_BLOCK, RING_BLOCKS, ETH_P_ALL, LOOPBACK = 1 << 20, 64, 3, 772


class Ring:
    """Packets by a ring shared with the kernel: its size does not hang on rmem_max, which only NET_ADMIN may exceed."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
        frame = 1 << 16
        request = struct.pack("7I", RING_BLOCK, RING_BLOCKS, frame, RING_BLOCK * RING_BLOCKS // frame, 50, 0, 0)
        self.socket.setsockopt(SOL_PACKET, PACKET_RX_RING, request)
        self.memory = mmap.mmap(self.socket.fileno(), RING_BLOCK * RING_BLOCKS, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
        self.at = 0

    def packets(self, wait):
        """(time, packet from its IP header on, whether it is whole) of what has come; waits for at most so many seconds."""
        poll = select.poll()
        poll.register(self.socket, select.POLLIN | select.POLLERR)
        start = self.at * RING_BLOCK
        if not self.memory[start + 8] & 1:
            poll.poll(int(wait * 1000))
        while self.memory[start + 8] & 1:
            count, first = struct.unpack_from("II", self.memory, start + 12)
            length = struct.unpack_from("I", self.memory, start + 20)[0]
            block = self.memory[start : start + length]
            self.memory[start + 8 : start + 12] = b"\0\0\0\0"
            self.at = (self.at + 1) % RING_BLOCKS
            start = self.at * RING_BLOCK
            at = first
            for _ in range(count):
                following, seconds, nanoseconds, kept, whole, _status, _mac, net = struct.unpack_from("6I2H", block, at)
                if struct.unpack_from("H", block, at + 48 + 8)[0] != LOOPBACK:
                    yield seconds + nanoseconds / 1e9, block[at + net : at + net + kept], kept == whole
                at += following

    def drops(self):
        return struct.unpack("3I", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 12))[1]


def tcp_segment(packet):
    """(connection and direction, sequence number, payload) of a packet; None where it is no whole TCP segment."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        if packet[9] != 6 or struct.unpack_from(">H", packet, 6)[0] & 0x3FFF:
            return None
        start, total, source, destination = (packet[0] & 15) * 4, struct.unpack_from(">H", packet, 2)[0], packet[12:16], packet[16:20]
    elif version == 6 and len(packet) >= 40:
        following, start = packet[6], 40
        while following in (0, 43, 60) and len(packet) > start + 8:
            following, start = packet[start], start + 8 + packet[start + 1] * 8
        if following != 6:
            return None
        length = struct.unpack_from(">H", packet, 4)[0]
        total, source, destination = (length + 40 if length else 0), packet[8:24], packet[24:40]
    else:
        return None
    if len(packet) < start + 20:
        return None
    source_port, destination_port, sequence = struct.unpack_from(">HHI", packet, start)
    # A length of 0 stands for segments above 64 KiB, which the kernel cuts later.
    payload = packet[start + (packet[start + 12] >> 4) * 4 : total or len(packet)]
    return (address(source), source_port, address(destination), destination_port), sequence, payload


def address(raw):
    parsed = ipaddress.ip_address(raw)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


class Flow:
    """One direction of one connection."""

    def __init__(self, sequence):
        self.first = sequence
        self.segments = {}

    def add(self, sequence, payload):
        offset = (sequence - self.first + (1 << 31)) % (1 << 32) - (1 << 31)
        if len(payload) > len(self.segments.get(offset, b"")):
            self.segments[offset] = payload

    def runs(self):
        """(sequence number, bytes) of each stretch without a gap."""
        found = []
        for offset, payload in sorted(self.segments.items()):
            end = found[-1][0] + len(found[-1][1]) if found else None
            if end is not None and offset <= end:
                found[-1][1].extend(payload[end - offset :])
            else:
                found.append((offset, bytearray(payload)))
        return [((self.first + offset) % (1 << 32), content) for offset, content in found]


def digests(sequence, content):
    """Digests, one after the other, of the aligned blocks of a stretch."""
    start = -sequence % BLOCK
    return "".join(hashlib.sha256(content[at : at + BLOCK]).hexdigest()[:12] for at in range(start, len(content) - BLOCK + 1, BLOCK))


def hits(contents, needles):
    counted = {channel: sum(content.count(needle) for content in contents) for channel, needle in needles.items()}
    return {channel: count for channel, count in counted.items() if count}


class Recording:
    """What was recorded so far."""

    def __init__(self):
        self.tcp = []
        self.other = []
        self.kept = self.packets = self.cut = 0

    def take(self, when, packet, whole):
        self.packets += 1
        self.cut += not whole
        if self.kept > LIMIT:
            return
        self.kept += len(packet)
        segment = tcp_segment(packet)
        if segment is None:
            self.other.append((when, packet))
        elif segment[2]:
            self.tcp.append((when, *segment))

    def report(self, question, drops):
        """Counts, digests and hits: nothing of the contents."""
        since, until, peers = question["since"], question["until"], set(question["peers"])
        needles = {channel: marker[::-1].encode() for channel, marker in question["needles"].items()}
        flows = {}
        for when, connection, sequence, payload in self.tcp:
            if since <= when <= until:
                flows.setdefault(connection, Flow(sequence)).add(sequence, payload)
        reported, strangers = [], collections.Counter()
        for (source, source_port, destination, destination_port), flow in flows.items():
            runs = flow.runs()
            found = hits([content for _, content in runs], needles)
            if {source, destination} <= peers:
                reported.append(
                    {
                        "from": [source, source_port],
                        "to": [destination, destination_port],
                        "runs": [[sequence, len(content), digests(sequence, content)] for sequence, content in runs],
                        "hits": found,
                    }
                )
            else:
                strangers.update(found)
        others = [packet for when, packet in self.other if since <= when <= until]
        return {
            "packets": self.packets,
            "drops": drops,
            "cut": self.cut,
            "overflow": self.kept > LIMIT,
            "flows": reported,
            "strangers": dict(strangers),
            "other": {"packets": len(others), "hits": hits(others, needles)},
        }


def write(path, value):
    with open(path + ".tmp", "w") as file:
        json.dump(value, file)
    os.rename(path + ".tmp", path)


def main(folder, seconds):
    end, stop = time.monotonic() + seconds, os.path.join(folder, "stop")
    try:
        ring = Ring()
    except OSError as error:
        write(os.path.join(folder, "report.json"), {"refused": f"no packet socket: {error}"})
    else:
        recording, started = Recording(), time.time()
        write(os.path.join(folder, "on"), started)
        while time.monotonic() < end and not os.path.exists(stop):
            for when, packet, whole in ring.packets(0.1):
                recording.take(when, packet, whole)
        if os.path.exists(stop):
            ended = time.time()
            for when, packet, whole in ring.packets(0):
                recording.take(when, packet, whole)
            with open(stop) as file:
                question = json.load(file)
            write(os.path.join(folder, "report.json"), {"from": started, "to": ended, **recording.report(question, ring.drops())})
    # The job takes the report away with its folder; where it no longer runs, nothing stays.
    while time.monotonic() < end and os.path.exists(folder):
        time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
