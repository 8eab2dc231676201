SO_ATTACH_FILTER, SO_RCVBUFFORCE, ETH_P_ALL, SOL_PACKET, PACKET_STATISTICS = 26, 33, 3, 263, 6
# At most so many packets a turn: no rate of anybody's keeps the sentinel from its ports.
BATCH = 200
HANDSHAKES_KEPT = 100_000
SECONDS_FOR_A_BODY = 1.0


def packet_filter():
    """
    Classic BPF over packets without a link header that this node sends, but on loopback: TCP over IPv4 (no later fragments) or IPv6 (no
    extension headers) whose payload begins with four zero bytes and has a type of Spark's in byte 8, or begins as a body of AuthEngine.
    Ciphertext passes with 13 in 2^40, and then has to agree with a length. What comes in is no evidence against a node: a clear
    connection has a sender on another watched node, and a stranger may send what he likes.
    """
    packet_type, interface, outgoing = 0xFFFFF004, 0xFFFFF008, 4
    source = f"""
        ldb {packet_type} | jeq {outgoing} mine drop
        mine: ldw {interface} | jeq {socket.if_nametoindex("lo")} drop ours
        ours: ldb 0        | and 0xf0 | jeq 0x40 v4 other
        other: jeq 0x60 v6 drop
        v4: ldb 9    | jeq 6 first drop
        first: ldh 6 | jset 0x1fff drop head
        head: ldxmsh 0 | ja tcp
        v6: ldb 6    | jeq 6 long drop
        long: ldximm 40
        tcp: ldbx 12 | rsh 2 | and 0x3c | addx | st 0 | add 9 | tax
        ldlen        | jgex payload drop
        payload: ldxmem 0 | ldwx 0 | jeq 0 typed handshake
        handshake: and 0xffffff00 | jeq 0xfb000000 keep drop
        typed: ldbx 8 | jgt 12 drop keep
        keep: ret 0x40000
        drop: ret 0
    """
    codes = {
        "ldb": 0x30, "ldw": 0x20, "ldh": 0x28, "ldbx": 0x50, "ldwx": 0x40, "ldlen": 0x80, "ldxmsh": 0xB1, "ldximm": 0x01, "ldxmem": 0x61, "st": 0x02, "tax": 0x07,
        "and": 0x54, "add": 0x04, "addx": 0x0C, "rsh": 0x74, "ja": 0x05, "jeq": 0x15, "jgt": 0x25, "jset": 0x45, "jgex": 0x3D, "ret": 0x06,
    }
    lines, labels = [], {}
    for part in re.split(r"[|\n]", source):
        words = part.split()
        if words and words[0].endswith(":"):
            labels[words.pop(0)[:-1]] = len(lines)
        if words:
            lines.append(words)
    program = b""
    for at, (name, *rest) in enumerate(lines):
        jumps = [labels[word] - at - 1 for word in rest if word in labels]
        numbers = [int(word, 0) for word in rest if word not in labels] or [0]
        if name == "ja":
            jumps, numbers = [0, 0], jumps
        program += struct.pack("HBBI", codes[name], *(jumps or [0, 0]), numbers[0])
    return program


class Watch:
    """The node's packets that may be Spark frames in clear. Needs CAP_NET_RAW."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        program = packet_filter()
        self.program = ctypes.create_string_buffer(program)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(program) // 8, ctypes.addressof(self.program)))
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        except PermissionError:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.setblocking(False)
        try:
            while True:
                self.socket.recv(1)  # what came before the filter
        except BlockingIOError:
            pass
        self.was_full = False
        self.headers = {}  # (flow, sequence number) of a header whose body is still to come: (type, since when)
        self.handshakes = {}  # those whose body was AuthEngine's: a header that is sent again stays one

    def fileno(self):
        return self.socket.fileno()

    def packets(self):
        """(local, remote, sequence number, payload) of what this node has sent."""
        self.was_full = True
        for _ in range(BATCH):
            try:
                packet = self.socket.recv(1 << 18)
            except BlockingIOError:
                self.was_full = False
                return
            if packet[0] >> 4 == 4:
                family, size = socket.AF_INET, (packet[0] & 15) * 4
                ends, total = (packet[12:16], packet[16:20]), struct.unpack(">H", packet[2:4])[0]
            else:
                family, size = socket.AF_INET6, 40
                ends, total = (packet[8:24], packet[24:40]), 40 + struct.unpack(">H", packet[4:6])[0]
            payload = packet[size + (packet[size + 12] >> 4) * 4 : total if total > size else None]
            if len(payload) >= 9:
                local, remote, sequence = struct.unpack(">HHI", packet[size : size + 8])
                yield (text_of(family, ends[0]), local), (text_of(family, ends[1]), remote), sequence, payload

    def clear_frames(self):
        """(local, remote, type) of frames in clear; a header alone is one where no body of AuthEngine follows it."""
        for local, remote, sequence, payload in self.packets():
            if payload[0] == AUTH_ENGINE:
                key = local, remote, (sequence - HEADER) & 0xFFFFFFFF
                if self.headers.pop(key, None):
                    self.handshakes[key] = True
                continue
            found = frame_in(payload)
            key = local, remote, sequence
            if found and not found[1]:
                yield local, remote, found[0]
            elif found and key not in self.handshakes:
                self.headers.setdefault(key, (found[0], time.monotonic()))
        if len(self.handshakes) > HANDSHAKES_KEPT:
            self.handshakes.clear()
        for key, (kind, since) in list(self.headers.items()):
            if time.monotonic() - since > SECONDS_FOR_A_BODY:
                del self.headers[key]
                yield key[0], key[1], kind

    def lost(self):
        """How many packets the kernel could not hand over since this was asked last. What waited for its body is dropped with them."""
        lost = struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1]
        if lost:
            self.headers.clear()
        return lost


def open_watch():
    """(watch, its state in words); none where the container does not allow it."""
    try:
        return Watch(), "on"
    except OSError as error:
        note(f"the node's packets cannot be watched ({error.strerror}): only ports are asked")
        return None, "none"
