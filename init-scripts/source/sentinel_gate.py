NAME = "hardened_node_traffic"


class NoGate:
    """Where the container does not allow netfilter: ports are asked as soon as they open, and nothing is held back."""

    name = "none"

    def let(self, ports):
        pass


class Gate:
    """Keeps new TCP ports of this node closed to others until they have passed. Needs CAP_NET_ADMIN, and nft or iptables."""

    def __init__(self):
        self.checked = set()
        self.set_up()

    def let(self, ports):
        """Lets others connect to these ports, and to no other."""
        wanted = set(ports)
        try:
            for port in wanted - self.checked:
                self.open(port)
            for port in self.checked - wanted:
                self.close(port)
        except subprocess.CalledProcessError as error:
            note(f"{self.name} failed: {error.stderr.decode(errors='replace').strip()}")
        self.checked = wanted


def run(*command, given=None):
    subprocess.run(command, check=True, capture_output=True, input=given, timeout=10)


class NftGate(Gate):
    name = "nft"

    def set_up(self):
        run("nft", "-f", "-", given=f"""
            table inet {NAME}
            delete table inet {NAME}
            table inet {NAME} {{
              set checked {{ type inet_service; }}
              chain input {{
                type filter hook input priority -10;
                iif "lo" accept
                tcp flags & (syn | ack) == syn tcp dport != @checked drop
              }}
            }}
        """.encode())

    def open(self, port):
        run("nft", "add", "element", "inet", NAME, "checked", f"{{ {port} }}")

    def close(self, port):
        run("nft", "delete", "element", "inet", NAME, "checked", f"{{ {port} }}")


class IptablesGate(Gate):
    name = "iptables"
    tools = ("iptables", "ip6tables")

    def set_up(self):
        for tool in self.tools:
            for command in (("-D", "INPUT", "-j", NAME), ("-F", NAME), ("-X", NAME)):
                subprocess.run((tool, "-w", *command), capture_output=True, timeout=10)  # of an earlier run, if there was one
            run(tool, "-w", "-N", NAME)
            run(tool, "-w", "-A", NAME, "-i", "lo", "-j", "RETURN")
            run(tool, "-w", "-A", NAME, "-p", "tcp", "--syn", "-j", "DROP")
            run(tool, "-w", "-I", "INPUT", "1", "-j", NAME)

    def open(self, port):
        for tool in self.tools:
            run(tool, "-w", "-I", NAME, "1", "-p", "tcp", "--syn", "--dport", str(port), "-j", "RETURN")

    def close(self, port):
        for tool in self.tools:
            run(tool, "-w", "-D", NAME, "-p", "tcp", "--syn", "--dport", str(port), "-j", "RETURN")


def open_gate():
    for gate in (NftGate, IptablesGate):
        if shutil.which(gate.name):
            try:
                return gate()
            except (OSError, subprocess.SubprocessError) as error:
                output = getattr(error, "stderr", None) or b""
                note(f"{gate.name} cannot hold ports back: {output.decode(errors='replace').strip().splitlines()[:1] or error}")
    return NoGate()
