# Families of settings that are this script's alone, whoever else would set one of them.
FAMILIES = re.compile(r"spark\.(authenticate|network\.crypto|network\.sasl|io\.encryption)(\.|$)|spark\.ssl\.(?!(ui|historyServer|standalone)\.)")
# Options of JVMs can carry any of them.
CARRIERS = re.compile(r"spark\.(driver|executor)\.(extra|default)JavaOptions$")


# What would act on a JVM behind the settings' back; the platform's own lies below /databricks.
BEHIND = re.compile(r"-(javaagent:|agentlib|agentpath|Xbootclasspath)|-XX:(Flags|VMOptionsFile)|java\.security\.properties=|jdk\.tls|(^|\s)@")
PLATFORM = re.compile(r"-(javaagent:|Djava\.security\.properties=)/databricks/(?!\S*\.\.)")


def is_own(name):
    return FAMILIES.match(name) is not None


def unquoted(options):
    return re.sub(r"[\"'\\]", "", options)


def own_options(options):
    """The first of ours, or of what would undo it, in options of a JVM; None where there is none."""
    plain = unquoted(options)
    own = next((name for name in re.findall(r"spark\.[\w.]+", plain) if is_own(name)), None)
    behind = BEHIND.search(PLATFORM.sub("", plain))
    return own or (behind and behind[0].strip())


def settings_of(mode, root, tls):
    """The derived key, Spark's settings, and the stores that they name, by file name."""
    def derive(label):
        message = f"hardened-databricks:{label}:{os.environ['DB_CLUSTER_ID']}".encode()
        return hmac.new(root.encode(), message, hashlib.sha256).hexdigest()

    key, password = derive("spark-rpc-v1"), derive("spark-stores-v1")
    settings = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": key,
        "spark.network.crypto.saslFallback": "false",
    }
    if os.environ.get("HARDENED_SPARK_WIRE_ONLY", "") not in ("", "1"):
        raise Refusal(f"HARDENED_SPARK_WIRE_ONLY is {os.environ['HARDENED_SPARK_WIRE_ONLY']!r}: 1 is allowed, or leave it out")
    if os.environ.get("HARDENED_SPARK_WIRE_ONLY") != "1":
        settings.update({
            "spark.io.encryption.enabled": "true",
            "spark.io.encryption.keySizeBits": "256",
            "spark.io.encryption.keygen.algorithm": "HmacSHA256",
        })
    stores = {}
    if mode == "tls":
        stores = {"node.p12": key_store(tls, password), "ca.jks": trust_store(tls["CA"].decode(), password)}
        settings.update({
            "spark.network.crypto.enabled": "false",
            "spark.ssl.rpc.enabled": "true",
            "spark.ssl.rpc.protocol": "TLSv1.3",
            "spark.ssl.rpc.keyStore": f"{STORES}/node.p12",
            "spark.ssl.rpc.keyStoreType": "PKCS12",
            "spark.ssl.rpc.keyStorePassword": password,
            "spark.ssl.rpc.keyPassword": password,
            # Without a trust store Spark trusts every certificate.
            "spark.ssl.rpc.trustStore": f"{STORES}/ca.jks",
            "spark.ssl.rpc.trustStoreType": "JKS",
            "spark.ssl.rpc.trustStorePassword": password,
        })
    else:
        settings.update({
            "spark.network.crypto.enabled": "true",
            "spark.network.crypto.cipher": {"gcm": "AES/GCM/NoPadding", "ctr": "AES/CTR/NoPadding"}[mode],
            "spark.network.sasl.serverAlwaysEncrypt": "true",
        })
        if mode == "gcm":
            settings["spark.network.crypto.authEngineVersion"] = "2"
    return key, settings, stores


def key_store(tls, password):
    store = openssl(
        "pkcs12", "-export", "-in", "FILE1", "-inkey", "FILE2", "-name", "node", "-passout", "env:STORE_PASSWORD",
        files=[tls["CERTIFICATE"], tls["KEY"]],
        variables={"STORE_PASSWORD": password},
    )
    if store is None:
        raise Refusal("openssl cannot build the key store of HARDENED_SPARK_TLS_CERTIFICATE and HARDENED_SPARK_TLS_KEY")
    return store


def trust_store(pem, password):
    """A Java key store with trusted certificates only: a fixed format, so that no Java tool is needed."""
    def text(value):
        data = value.encode()
        return struct.pack(">H", len(data)) + data

    blocks = re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", pem, re.S)
    body = struct.pack(">III", 0xFEEDFEED, 2, len(blocks))
    for i, block in enumerate(blocks):
        der = base64.b64decode(block)
        # A fixed date: the same material makes the same file.
        body += struct.pack(">I", 2) + text(f"ca{i}") + struct.pack(">Q", 0) + text("X.509") + struct.pack(">I", len(der)) + der
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()
