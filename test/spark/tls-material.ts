import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./network";

/** A CA with one node certificate, as the script takes it from the environment. */
export interface TlsMaterial {
  HARDENED_SPARK_TLS_CERTIFICATE: string;
  HARDENED_SPARK_TLS_KEY: string;
  HARDENED_SPARK_TLS_CA: string;
}

/** The key of some material, encrypted with a passphrase, which no node has. */
export function encryptedKey(material: TlsMaterial): string {
  const { status, stdout } = spawnSync("openssl", ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:phrase"], {
    input: Buffer.from(material.HARDENED_SPARK_TLS_KEY, "base64"),
  });
  if (status !== 0) throw new Error("openssl could not encrypt a key");
  return stdout.toString("base64");
}

/** Material whose node certificate has expired. */
export function expiredMaterial(): TlsMaterial {
  return makeTlsMaterial("expired", "-1");
}

/**
 * Makes a CA and a node certificate of its own, in base64 of PEM.
 * @param days - how long the node's certificate is valid from now. Defaults to two.
 */
export function makeTlsMaterial(name: string, days = "2"): TlsMaterial {
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  const file = (part: string) => join(folder, part);
  const newKey = (out: string) => run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file(out));
  try {
    newKey("ca.key");
    run("openssl", "req", "-x509", "-new", "-key", file("ca.key"), "-subj", `/CN=${name} CA`, "-days", "2", "-out", file("ca.pem"));
    newKey("node.key");
    run("openssl", "req", "-new", "-key", file("node.key"), "-subj", `/CN=${name} node`, "-out", file("node.csr"));
    run(
      "openssl",
      "x509",
      "-req",
      "-in",
      file("node.csr"),
      "-CA",
      file("ca.pem"),
      "-CAkey",
      file("ca.key"),
      "-CAcreateserial",
      "-days",
      days,
      "-out",
      file("node.pem"),
    );
    const encoded = (part: string) => readFileSync(file(part)).toString("base64");
    return {
      HARDENED_SPARK_TLS_CERTIFICATE: encoded("node.pem"),
      HARDENED_SPARK_TLS_KEY: encoded("node.key"),
      HARDENED_SPARK_TLS_CA: encoded("ca.pem"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
