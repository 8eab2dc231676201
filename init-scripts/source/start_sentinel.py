@contextlib.contextmanager
def one_run_at_a_time():
    folder = os.open(HOME, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def start_sentinel(mode, files):
    """Starts the sentinel, detached, and waits until it watches; returns its state in words. An earlier one is ended."""
    program = os.path.join(STORES, "sentinel.py")
    for path in (path for path in os.listdir("/proc") if path.isdigit()):
        try:
            with open(f"/proc/{path}/cmdline", "rb") as file:
                is_sentinel = program.encode() in file.read().split(b"\0")
            if is_sentinel and os.readlink(f"/proc/{path}/ns/net") == os.readlink("/proc/self/ns/net"):
                os.kill(int(path), signal.SIGKILL)
        except OSError:
            pass
    reading, writing = os.pipe()
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    command = [sys.executable, "-I", program, mode, "driver" if IS_DRIVER else "worker", files, str(writing)]
    with os.fdopen(os.memfd_create("errors"), "w+b") as errors:
        try:
            started = subprocess.Popen(
                command, pass_fds=[writing], env=environment, cwd="/", start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            )
        finally:
            os.close(writing)
        try:
            return ready_state(reading)
        except Refusal as refusal:
            started.kill()
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Refusal(": ".join([str(refusal), *last])) from None


def ready_state(reading):
    """What the sentinel says once it watches."""
    deadline, state = time.monotonic() + 30, b""
    while not state.endswith(b"\n"):
        if not select.select([reading], [], [], max(0, deadline - time.monotonic()))[0]:
            raise Refusal("the sentinel did not get ready within 30 seconds: nothing would notice traffic in clear text")
        part = os.read(reading, 4096)
        if not part:
            raise Refusal("the sentinel could not start: nothing would notice traffic in clear text")
        state += part
    return state.decode().strip()
