def read_text(path):
    """A file's text, or "" where there is none. @throws Refusal for what is no file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Refusal(f"{path} is no file: remove what stands there")
        # Bytes that are no text stay as they are where the file is written again.
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def refuse_other_settings():
    """Ends where another file of the driver's folder sets what is this script's: files are applied one after another, and ours need not be the last."""
    if not IS_DRIVER or not os.path.isdir(DRIVER_CONF):
        return
    for name in sorted(os.listdir(DRIVER_CONF)):
        path = os.path.join(DRIVER_CONF, name)
        if not name.lower().endswith(".conf") or path == DRIVER_FILE:
            continue
        found = own_setting_in(read_text(path))
        if found:
            raise Refusal(f"{path} {found}: only this script may, so remove it, or the init script that writes it")


def kept_options():
    """The lines of the executors' options that set something else; an earlier run's own lines go."""
    kept = []
    for line in read_text(OPTIONS_FILE).split("\n"):
        option = re.fullmatch(r"-D(spark\.[\w.]+)=\S*", line)
        if not line.strip() or (option and is_own(option[1])):
            continue
        found = own_options(line)
        if found:
            raise Refusal(f"{OPTIONS_FILE} holds {found!r} in a form that this script does not write: remove it, or the init script that writes it")
        kept.append(line)
    return kept


def wanted_files(settings, stores):
    """What is to stand where, as bytes."""
    options = kept_options() + [f"-D{name}={value}" for name, value in settings.items()]
    wanted = {os.path.join(STORES, name): data for name, data in stores.items()}
    wanted[os.path.join(STORES, "sentinel.py")] = SENTINEL.strip().encode() + b"\n"
    wanted[OPTIONS_FILE] = ("\n".join(options) + "\n").encode(errors="surrogateescape")
    if IS_DRIVER:
        lines = [f'  "{name}" = "{value}"' for name, value in settings.items()]
        wanted[DRIVER_FILE] = ("\n".join(["[driver] {", *lines, "}"]) + "\n").encode()
    return wanted


class Transaction:
    """Writes every file beside its place, and then moves all of them: nothing is half-written. As a context it takes everything back where it is left by an error."""

    def __init__(self, wanted):
        self.wanted, self.temporary, self.before, self.moved, self.made = wanted, {}, {}, [], []

    def __enter__(self):
        try:
            for folder in dict.fromkeys(os.path.dirname(path) for path in self.wanted):
                try:
                    self.prepare(folder)
                except OSError as error:
                    raise Refusal(f"{folder} is not writable ({error.strerror})") from None
            for path in self.wanted:
                os.replace(self.temporary[path], path)
                self.moved.append(path)
                del self.temporary[path]
        except BaseException:
            self.take_back()
            raise
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.take_back()

    def prepare(self, folder):
        for part in (os.path.dirname(folder), folder):
            if not os.path.isdir(part):
                os.mkdir(part, 0o755)
                self.made.append(part)
        for name in os.listdir(folder):
            if name.startswith(TEMPORARY):
                remove(os.path.join(folder, name))  # of a run that was killed
        for path in (path for path in self.wanted if os.path.dirname(path) == folder):
            self.before[path] = None
            if os.path.lexists(path):
                if not os.path.isfile(path):
                    raise Refusal(f"{path} is no file: remove what stands there")
                with open(path, "rb") as file:
                    self.before[path] = file.read()
            self.temporary[path] = self.write_beside(path, self.wanted[path])

    def write_beside(self, path, data):
        descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=os.path.dirname(path))
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        return temporary

    def take_back(self):
        for path in self.temporary.values():
            remove(path)
        for path in self.moved:
            if self.before[path] is None:
                remove(path)
            else:
                os.replace(self.write_beside(path, self.before[path]), path)
        for folder in reversed(self.made):
            shutil.rmtree(folder, ignore_errors=True)


def remove_former_stores(stores):
    for name in ("node.p12", "ca.jks"):
        if name not in stores:
            remove(os.path.join(STORES, name))


def remove(path):
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        pass
