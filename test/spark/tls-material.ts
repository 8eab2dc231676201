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

/** Makes a CA and a node certificate of its own, in base64 of PEM. */
export function makeTlsMaterial(name: string): TlsMaterial {
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
      "2",
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
