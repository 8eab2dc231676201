def read_text(path):
    """A file's text, or "" where there is none. @throws Refusal for what is no file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Refusal(f"{path} is no file: remove what stands there")
        with open(path, encoding="utf-8", errors="replace") as file:
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
    for line in read_text(OPTIONS_FILE).splitlines():
        names = re.findall(r"""["']?-D["']?(spark\.[^\s="']*)""", line)
        if not line.strip() or (len(line.split()) == 1 and len(names) == 1 and line.strip().startswith("-D") and is_own(names[0])):
            continue
        if any(is_own(name) for name in names):
            raise Refusal(f"{OPTIONS_FILE} sets {next(name for name in names if is_own(name))} on a line with other things: only this script may, so remove it, or the init script that writes it")
        kept.append(line)
    return kept


def write_all(settings, stores):
    """Writes every file beside its place, and then moves all of them: nothing is half-written."""
    options = kept_options() + [f"-D{name}={value}" for name, value in settings.items()]
    wanted = {os.path.join(STORES, name): data for name, data in stores.items()}
    wanted[os.path.join(STORES, "sentinel.py")] = SENTINEL.strip().encode() + b"\n"
    wanted[OPTIONS_FILE] = ("\n".join(options) + "\n").encode()
    if IS_DRIVER:
        lines = [f'  "{name}" = "{value}"' for name, value in settings.items()]
        wanted[DRIVER_FILE] = ("\n".join(["[driver] {", *lines, "}"]) + "\n").encode()
    temporary, made = {}, []
    try:
        for folder in dict.fromkeys(os.path.dirname(path) for path in wanted):
            try:
                for part in (os.path.dirname(folder), folder):
                    if not os.path.isdir(part):
                        os.mkdir(part, 0o755)
                        made.append(part)
                for name in os.listdir(folder):
                    if name.startswith(TEMPORARY):
                        remove(os.path.join(folder, name))  # of a run that was killed
                for path in (path for path in wanted if os.path.dirname(path) == folder):
                    descriptor, temporary[path] = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
                    with os.fdopen(descriptor, "wb") as file:
                        file.write(wanted[path])
            except OSError as error:
                raise Refusal(f"{folder} is not writable ({error.strerror})") from None
        for path in list(temporary):
            os.replace(temporary[path], path)
            del temporary[path]
    except BaseException:
        for path in temporary.values():
            remove(path)
        for folder in reversed(made):
            try:
                os.rmdir(folder)
            except OSError:
                pass
        raise
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
