NAME = "hardened_node_traffic"
SECONDS_BETWEEN_LOOKS = 10


def run(*command, given=None):
    subprocess.run(command, check=True, capture_output=True, input=given, timeout=10)


def attempt(*command):
    """Whether a command succeeds."""
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True, timeout=10).returncode == 0


class NoGate:
    """Where the container does not allow netfilter: ports are asked as soon as they open, and nothing is held back."""

    name = "none"
    is_late = False

    def let(self, ports):
        pass


class Gate:
    """Keeps new TCP ports of this node closed to others until they have passed. Needs CAP_NET_ADMIN, and nft or iptables."""

    def __init__(self):
        self.clean_up()
        self.open = set()
        self.looked = self.tried = 0.0
        try:
            self.set_up()
        except BaseException:
            self.clean_up()
            raise

    @property
    def is_late(self):
        """Whether it is to be looked after although no port has changed: it failed a second ago, or somebody may have taken it away."""
        return time.monotonic() > (self.tried + 1 if self.tried else self.looked + SECONDS_BETWEEN_LOOKS)

    def let(self, ports):
        """Lets others connect to these ports, and to no other. What fails is tried again."""
        try:
            if time.monotonic() > self.looked + SECONDS_BETWEEN_LOOKS:
                self.looked = time.monotonic()
                if not self.stands():
                    note(f"{self.name}: somebody has taken the gate away; it is set up again")
                    self.open = set()
                    self.set_up()
            if ports != self.open:
                self.change(ports - self.open, self.open - ports)
            self.tried = 0.0
        except (OSError, subprocess.SubprocessError) as error:
            note(f"{self.name} failed: {(getattr(error, 'stderr', None) or b'').decode(errors='replace').strip() or error}")
            self.tried = time.monotonic()


class NftGate(Gate):
    name = "nft"

    def clean_up(self):
        attempt("nft", "delete", "table", "inet", NAME)

    def set_up(self):
        run("nft", "-f", "-", given=f"""
            table inet {NAME} {{
              set checked {{ type inet_service; }}
              chain input {{
                type filter hook input priority -10;
                iif "lo" accept
                tcp flags & (syn | ack) == syn tcp dport != @checked drop
              }}
            }}
        """.encode())

    def stands(self):
        return attempt("nft", "list", "chain", "inet", NAME, "input")

    def change(self, opened, closed):
        lines = [
            f"{verb} element inet {NAME} checked {{ {', '.join(map(str, sorted(ports)))} }}" for verb, ports in (("add", opened), ("delete", closed)) if ports
        ]
        run("nft", "-f", "-", given="\n".join(lines).encode())  # one transaction: all of it or nothing
        self.open = (self.open | opened) - closed


class IptablesGate(Gate):
    name = "iptables"
    tools = ("iptables", "ip6tables")

    def clean_up(self):
        for tool in self.tools:
            while attempt(tool, "-w", "-D", "INPUT", "-j", NAME):
                pass
            attempt(tool, "-w", "-F", NAME)
            attempt(tool, "-w", "-X", NAME)

    def set_up(self):
        for tool in self.tools:
            attempt(tool, "-w", "-N", NAME)
            run(tool, "-w", "-F", NAME)
            run(tool, "-w", "-A", NAME, "-i", "lo", "-j", "RETURN")
            run(tool, "-w", "-A", NAME, "-p", "tcp", "--syn", "-j", "DROP")
            run(tool, "-w", "-I", "INPUT", "1", "-j", NAME)

    def stands(self):
        return all(attempt(tool, "-w", "-C", "INPUT", "-j", NAME) for tool in self.tools)

    def change(self, opened, closed):
        for verb, ports in (("-I", opened), ("-D", closed)):
            for port in sorted(ports):
                for tool in self.tools:
                    run(tool, "-w", verb, NAME, "-p", "tcp", "--syn", "--dport", str(port), "-j", "RETURN")
                self.open ^= {port}


def open_gate():
    gates = [NftGate, IptablesGate]
    for gate in gates:
        gate.clean_up(gate)  # what an earlier run, perhaps with the other tool, has left
    for gate in gates:
        if shutil.which(gate.name):
            try:
                return gate()
            except (OSError, subprocess.SubprocessError) as error:
                note(f"{gate.name} cannot hold ports back: {(getattr(error, 'stderr', None) or b'').decode(errors='replace').strip() or error}")
    return NoGate()
