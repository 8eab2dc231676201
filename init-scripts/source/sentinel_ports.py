SILENT_TIMES = 10


class Port:
    """One listening socket, and what is known of it."""

    def __init__(self, place, inode):
        self.place, self.inode = place, inode
        self.verdict = self.answer = None
        self.is_asked = False
        self.unseen = self.times = 0
        self.due = 0.0


class Ports:
    """The node's listening sockets: each is asked once it opens, and held to what it answers for as long as that socket is open."""

    def __init__(self, expected, found):
        """found(port, verdict, detail) is called for each answer of a Java process."""
        self.expected, self.found = expected, found
        self.all, self.unsettled = {}, {}
        self.changed = False
        self.pool = concurrent.futures.ThreadPoolExecutor(8)

    def look(self):
        open_now = listeners()
        if open_now != self.all.keys():
            self.changed = True
            for key in self.all.keys() - open_now:
                del self.all[key]
                self.unsettled.pop(key, None)
            for key in open_now - self.all.keys():
                self.all[key] = self.unsettled[key] = Port(*key)
        now = time.monotonic()
        due = [port for port in self.unsettled.values() if port.answer is None and port.due <= now]
        owners = owners_of({port.inode for port in due})
        for port in due:
            self.ask(port, owners.get(port.inode, ()))
        for port in [port for port in self.unsettled.values() if port.answer and port.answer.done()]:
            answer, port.answer = port.answer, None
            self.judge(port, *answer.result())

    def ask(self, port, pids):
        if not pids and port.unseen < 5:
            port.unseen += 1  # it closed meanwhile, or its process was closing others: look again
        elif not pids or any(is_java(pid) for pid in pids):
            port.is_asked = True
            port.answer = self.pool.submit(probe, port.place, self.expected)
        else:
            self.settle(port, "other")

    def judge(self, port, verdict, detail):
        if verdict in ("gone", "silent"):
            # A Java process that has just started may be slow. One that stays silent is let through, and asked for as long as it is open.
            port.times += 1
            port.due = time.monotonic() + (1 if port.times < SILENT_TIMES else 5)
            if verdict == "silent" and port.times == SILENT_TIMES:
                port.verdict = verdict
                self.changed = True
                self.found(port, verdict, detail)
            return
        self.settle(port, verdict)
        self.found(port, verdict, detail)

    def settle(self, port, verdict):
        port.verdict = verdict
        self.unsettled.pop((port.place, port.inode), None)
        self.changed = True

    def passing(self):
        """The numbers of the ports that others may connect to: every socket of theirs has passed."""
        held = {port.place[1] for port in self.all.values() if port.verdict not in (self.expected, "other", "silent")}
        return {port.place[1] for port in self.all.values()} - held

    def answers(self):
        """What Java's ports have answered, by address."""
        return {shown(port.place): port.verdict for port in self.all.values() if port.is_asked and port.verdict}

    def beside(self, port):
        """The inodes of all sockets at the same place: which of them has answered cannot be told."""
        return {other.inode for other in self.all.values() if other.place == port.place}
