QUESTION = int.from_bytes(b"HDNTSENT", "big")
APPLICATION = struct.pack(">i", 5) + b"probe"
# Bodies of a request: the first message of SASL, and one of AuthEngine that decrypts to nothing.
SASL = b"\xea" + APPLICATION + struct.pack(">i", 0)
AUTH = bytes([AUTH_ENGINE]) + APPLICATION + struct.pack(">i", 16) + bytes(16) + struct.pack(">i", 60) + bytes(60)
# What other protocols answer: HTTP, HTTP/2 settings, SSH.
OTHERS = (b"HTTP/", b"\0\0\x06\x04", b"\0\0\x12\x04", b"\0\0\x18\x04", b"SSH-")


def request(body):
    return struct.pack(">qbqi", 21 + len(body), REQUEST, QUESTION, len(body)) + body


def exchange(connection, data, seconds):
    """Sends, and reads until one whole frame, the end, or the time is over: (what came, how it ended)."""
    connection.settimeout(seconds)
    connection.sendall(data)
    end, got = time.monotonic() + seconds, b""
    while time.monotonic() < end and len(got) < 65536:
        try:
            part = connection.recv(65536)
        except ConnectionError:
            return got, "reset"
        except OSError:
            return got, "silent"
        if not part:
            return got, "closed"
        got += part
        if len(got) >= 8 and len(got) >= struct.unpack(">q", got[:8])[0]:
            return got, "open"
    return got, "silent"


def judged(got):
    """(verdict, detail) of an answer, or None where it is no Spark frame that answers our question."""
    if len(got) < 21 or got[8] not in (RESPONSE, FAILURE) or struct.unpack(">q", got[9:17])[0] != QUESTION:
        return None
    text = got[21:].decode("latin1")
    if got[8] == FAILURE:
        return ("aes", "no fallback") if "Unknown challenge message" in text else ("clear", (text.splitlines() or [""])[0][:90])
    protection = re.search(r'qop="([^"]*)"', text)
    if not protection:
        return "clear", "it answers a request"
    return ("sasl-clear" if "auth" in protection[1].split(",") else "sasl-conf"), protection[0]


def connect(place, seconds):
    """A connection to a listening socket of this node; a wildcard address is reached over loopback, which no gate closes."""
    address, port, interface = place
    if address == "0.0.0.0":
        return socket.create_connection(("127.0.0.1", port), seconds)
    if address == "::":
        try:
            return socket.create_connection(("::1", port), seconds)
        except OSError:
            return socket.create_connection(("127.0.0.1", port), seconds)
    if ":" not in address:
        return socket.create_connection((address, port), seconds)
    connection = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port, 0, interface))
        return connection
    except OSError:
        connection.close()
        raise


def ask_plainly(place, seconds):
    with connect(place, seconds) as connection:
        got, state = exchange(connection, request(SASL), seconds)
    verdict = judged(got)
    if verdict and verdict[0] == "sasl-clear":
        with connect(place, seconds) as connection:
            if b"Expected SaslMessage" not in exchange(connection, request(AUTH), seconds)[0]:
                verdict = "aes-fallback", verdict[1]
    return verdict, got, state


def ask_by_tls(place, seconds):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with context.wrap_socket(connect(place, seconds)) as connection:
            version = connection.version()
            got, _ = exchange(connection, request(SASL), seconds)
    except ssl.SSLError as error:
        return ("other", str(error.reason)) if "ALERT" in (error.reason or "") else None
    except OSError:
        return None
    inside = judged(got)
    if not inside:
        return "other", f"{version}, no Spark inside"
    return ("tls-open" if inside[0] == "clear" else "tls"), f"{version}, inside {inside[0]}"


def probe(place, expected, seconds=3.0):
    """
    (verdict, detail) of a port, asked as a stranger: aes, tls (protected); clear, sasl-clear, sasl-conf, aes-fallback (AES only for who
    asks for it), tls-open (a stranger may do what nodes do); other (no Spark), silent, gone.
    """
    try:
        # The order keeps Spark's log quiet; the wrong one gives the same verdict.
        if expected == "tls":
            found = ask_by_tls(place, seconds)
            if found:
                return found
        found, got, state = ask_plainly(place, seconds)
        if found:
            return found
        if got.startswith(OTHERS):
            return "other", f"{got[:12]!r}"
        found = None if expected == "tls" else ask_by_tls(place, seconds)
        return found or (("silent", "") if not got and state == "silent" else ("other", f"{state} {got[:24]!r}"))
    except OSError as error:
        return "gone", str(error)
