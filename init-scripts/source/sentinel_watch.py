PACKET_OUTGOING = 4
SO_ATTACH_FILTER, SO_RCVBUFFORCE, ETH_P_ALL = 26, 33, 3
FLOWS_KEPT = 100_000


def packet_filter():
    """
    Classic BPF over packets without a link header: TCP over IPv4 (no later fragments) or IPv6 (no extension headers) whose payload begins
    with four zero bytes and has a type of Spark's in byte 8. Ciphertext passes with 13 in 2^40, and then has to agree with a length.
    """
    source = """
        ldb 0        | and 0xf0 | jeq 0x40 v4 other
        other: jeq 0x60 v6 drop
        v4: ldb 9    | jeq 6 first drop
        first: ldh 6 | jset 0x1fff drop head
        head: ldxmsh 0 | ja tcp
        v6: ldb 6    | jeq 6 long drop
        long: ldximm 40
        tcp: ldbx 12 | rsh 2 | and 0x3c | addx | st 0 | add 9 | tax
        ldlen        | jgex payload drop
        payload: ldxmem 0 | ldwx 0 | jeq 0 typed drop
        typed: ldbx 8 | jgt 12 drop keep
        keep: ret 0x40000
        drop: ret 0
    """
    codes = {
        "ldb": 0x30, "ldh": 0x28, "ldbx": 0x50, "ldwx": 0x40, "ldlen": 0x80, "ldxmsh": 0xB1, "ldximm": 0x01, "ldxmem": 0x61, "st": 0x02, "tax": 0x07,
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
        self.begun = {}

    def fileno(self):
        return self.socket.fileno()

    def packets(self):
        """
        (type, whether it may be a handshake, local, remote) of what this node has sent. What comes in is no evidence against it: a clear
        connection has a sender on another watched node, and a stranger may send what he likes.
        """
        while True:
            try:
                packet, (interface, _, direction, *_) = self.socket.recvfrom(1 << 18)
            except BlockingIOError:
                return
            if interface == "lo" or direction != PACKET_OUTGOING:
                continue
            if packet[0] >> 4 == 4:
                family, size = socket.AF_INET, (packet[0] & 15) * 4
                ends, total = (packet[12:16], packet[16:20]), struct.unpack(">H", packet[2:4])[0]
            else:
                family, size = socket.AF_INET6, 40
                ends, total = (packet[8:24], packet[24:40]), 40 + struct.unpack(">H", packet[4:6])[0]
            payload = packet[size + (packet[size + 12] >> 4) * 4 : total if total > size else None]
            found = frame_in(payload) if len(payload) >= 9 else None
            if found:
                ports = struct.unpack(">HH", packet[size : size + 4])
                yield (*found, *((text_of(family, raw), port) for raw, port in zip(ends, ports)))

    def clear_frames(self):
        """(local, remote, type) of frames in clear: the one request and the one answer in clear with which encryption begins are none."""
        for kind, may_be_handshake, local, remote in self.packets():
            flow = (local, remote, kind)
            if len(self.begun) >= FLOWS_KEPT:
                self.begun.clear()
            is_first = flow not in self.begun
            self.begun[flow] = True
            if not (may_be_handshake and is_first):
                yield local, remote, kind


def open_watch():
    """(watch, its state in words); none where the container does not allow it."""
    try:
        return Watch(), "on"
    except OSError as error:
        note(f"the node's packets cannot be watched ({error.strerror}): only ports are asked")
        return None, "none"
