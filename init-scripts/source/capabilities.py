def capabilities(jar):
    """What a network-common jar can do: by what it holds, never by what version it says. Class bodies are compressed: zipfile reads them."""
    found = set()
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith("network/ssl/SSLFactory.class"):
                found.add("tls")
            # Without this method every message after the first is dropped, and the cluster hangs (SPARK-56227).
            if "network/crypto/GcmTransportCipher" in name and b"resetForNextMessage" in archive.read(name):
                found.add("gcm")
            if name.endswith("network/crypto/TransportCipher.class"):
                found.add("ctr")
            # Without it a stranger is served files and chunks (apache/spark 3b47eee2570a; in 4.1.4 and 4.2.1).
            if name.endswith("network/server/AbstractAuthRpcHandler$AuthCheckingStreamManager.class"):
                found.add("guarded")
    return found


def network_jars():
    """What each network-common jar of this node can do, by path: it is not known which one Spark loads."""
    folder = f"{HOME}/jars"
    try:
        jars = sorted(os.path.join(folder, name) for name in os.listdir(folder) if "network-common" in name and name.endswith(".jar"))
    except OSError:
        jars = []
    if not jars:
        raise Refusal(f"no network-common jar under {folder}: Spark cannot be examined")
    able = {}
    for jar in jars:
        try:
            able[jar] = capabilities(jar)
        except (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
            raise Refusal(f"{jar} cannot be read: Spark cannot be examined") from None
    return able


def choose_mode(jars, has_tls_material):
    """The mode that the policy fixes, or else the best; every network-common jar must be able."""
    able = {"tls", "gcm", "ctr"}.intersection(*jars.values())
    wanted = os.environ.get("HARDENED_SPARK_MODE", "")
    if wanted not in ("", "tls", "gcm", "ctr"):
        raise Refusal(f"HARDENED_SPARK_MODE is {wanted!r}: tls, gcm or ctr is allowed")
    if not has_tls_material:
        able.discard("tls")
        if wanted == "tls":
            raise Refusal("HARDENED_SPARK_MODE is tls, but HARDENED_SPARK_TLS_CERTIFICATE is not set: the cluster policy must set all TLS material by secret reference")
    says = f"the Spark of this node has {' and '.join(sorted(able)) or 'nothing that encrypts'} ({len(jars)} network-common jar{'s' if len(jars) > 1 else ''})"
    if wanted and wanted not in able:
        raise Refusal(f"HARDENED_SPARK_MODE is {wanted}, but {says}: choose a runtime of the list that `hardened-databricks init-script --modes` prints")
    mode = wanted or next((mode for mode in ("tls", "gcm") if mode in able), None)
    if mode is None:
        raise Refusal(f"this Spark has neither RPC TLS with material for it nor a working AES-GCM: {says}; HARDENED_SPARK_MODE=ctr accepts AES-CTR, which does not notice changed bytes")
    return mode
