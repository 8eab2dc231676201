def root_secret():
    """The root secret's text. @throws Refusal for what no random generator makes: placeholders, blanks, text."""
    name = "HARDENED_SPARK_ROOT_SECRET"
    value = os.environ.get(name, "").strip()
    if not value:
        raise Refusal(f"{name} is not set: the cluster policy must set it by secret reference")
    if "{" in value or "}" in value:
        raise Refusal(f"{name} is an unresolved secret reference: does the secret exist, and may the cluster's owner read it?")
    wanted = "base64 of at least 32 random bytes is wanted, such as `openssl rand -base64 32` makes"
    try:
        raw = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        raise Refusal(f"{name} is no base64: {wanted}") from None
    if len(raw) < 32:
        raise Refusal(f"{name} holds {len(raw)} bytes: {wanted}")
    if all(32 <= byte < 127 or byte in b"\t\r\n" for byte in raw) or len(set(raw)) < 16:
        raise Refusal(f"{name} holds text or a pattern, nothing random: {wanted}")
    return value


def in_memory(data):
    """A file descriptor that holds data in memory only: a key never lies on a disk, not even where this program is killed."""
    descriptor = os.memfd_create("encrypt-node-traffic")
    os.write(descriptor, data)
    return descriptor


def openssl(*arguments, files=(), variables=None):
    """Runs openssl; FILE1, FILE2, … in its arguments are files in memory. Its output, or None where it fails."""
    descriptors = [in_memory(data) for data in files]
    try:
        paths = {f"FILE{i + 1}": f"/proc/self/fd/{descriptor}" for i, descriptor in enumerate(descriptors)}
        command = ["openssl", *(paths.get(argument, argument) for argument in arguments)]
        done = subprocess.run(command, pass_fds=descriptors, env={"PATH": os.environ["PATH"], **(variables or {})}, stdin=subprocess.DEVNULL, capture_output=True)
        return done.stdout if done.returncode == 0 else None
    except FileNotFoundError:
        raise Refusal("no openssl on this node: TLS material cannot be examined") from None
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def tls_material():
    """Certificate, key and CA as PEM, or None where none is given. @throws Refusal for half of it, or parts that do not belong together."""
    names = {part: f"HARDENED_SPARK_TLS_{part}" for part in ("CERTIFICATE", "KEY", "CA")}
    if not any(os.environ.get(name) for name in names.values()):
        return None
    pem = {}
    for part, name in names.items():
        value = os.environ.get(name, "").strip()
        if not value:
            raise Refusal(f"{name} is not set, while other TLS material is: the cluster policy must set all three by secret reference")
        if "{{" in value:
            raise Refusal(f"{name} is an unresolved secret reference: does the secret exist, and may the cluster's owner read it?")
        if "-----BEGIN" not in value:
            try:
                value = base64.b64decode(value, validate=True).decode("ascii")
            except (ValueError, binascii.Error):
                raise Refusal(f"{name} is neither PEM nor base64 of PEM") from None
            if "-----BEGIN" not in value:
                raise Refusal(f"{name} holds no PEM")
        if not value.isascii():
            raise Refusal(f"{name} holds bytes that no PEM has")
        pem[part] = value.replace("\r", "").strip().encode() + b"\n"
    if b"-----BEGIN CERTIFICATE-----" not in pem["CA"] or openssl("x509", "-in", "FILE1", "-noout", files=[pem["CA"]]) is None:
        raise Refusal(f"{names['CA']} holds no certificate")
    certificate_key = openssl("x509", "-in", "FILE1", "-noout", "-pubkey", files=[pem["CERTIFICATE"]])
    if certificate_key is None:
        raise Refusal(f"{names['CERTIFICATE']} holds no certificate")
    if openssl("verify", "-CAfile", "FILE1", "FILE2", files=[pem["CA"], pem["CERTIFICATE"]]) is None:
        raise Refusal(f"the certificate in {names['CERTIFICATE']} is not valid under the CA in {names['CA']}: it has another issuer, or has expired")
    private_key = openssl("pkey", "-in", "FILE1", "-pubout", "-passin", "pass:", files=[pem["KEY"]])
    if private_key is None:
        raise Refusal(f"{names['KEY']} holds no private key that can be read: an encrypted one cannot")
    if private_key != certificate_key:
        raise Refusal(f"{names['KEY']} is not the key of {names['CERTIFICATE']}")
    return pem
