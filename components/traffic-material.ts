import type * as pulumi from "@pulumi/pulumi";
import { secret } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { nodeTraffic } from "../src/azure/node-traffic";

/** A root secret of 32 random bytes in base64, and a CA of its own with one certificate for the nodes, in base64 of PEM. */
export function trafficMaterial(
  name: string,
  rotation: string,
  days: number,
  child: pulumi.CustomResourceOptions,
): Record<keyof typeof nodeTraffic.secrets, pulumi.Output<string>> {
  const root = new random.RandomBytes(`${name}-root`, { length: 32, keepers: { rotation } }, child);
  const key = (suffix: string) => new tls.PrivateKey(`${name}-${suffix}-${rotation}`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
  const validity = { validityPeriodHours: days * 24, earlyRenewalHours: Math.floor(days * 6) };
  const caKey = key("ca-key");
  const ca = new tls.SelfSignedCert(
    `${name}-ca`,
    {
      privateKeyPem: caKey.privateKeyPem,
      subject: { commonName: `${name} node traffic CA` },
      isCaCertificate: true,
      allowedUses: ["cert_signing"],
      ...validity,
    },
    child,
  );
  const nodeKey = key("node-key");
  const request = new tls.CertRequest(
    `${name}-node-request`,
    { privateKeyPem: nodeKey.privateKeyPem, subject: { commonName: `${name} node` } },
    child,
  );
  const certificate = new tls.LocallySignedCert(
    `${name}-node`,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: caKey.privateKeyPem,
      caCertPem: ca.certPem,
      allowedUses: ["digital_signature", "server_auth", "client_auth"],
      ...validity,
    },
    child,
  );
  // One line each: environment variables do not carry line breaks everywhere.
  const encoded = (pem: pulumi.Output<string>) => pem.apply((text) => Buffer.from(text).toString("base64"));
  return {
    HARDENED_SPARK_ROOT_SECRET: root.base64,
    HARDENED_SPARK_TLS_CERTIFICATE: encoded(certificate.certPem),
    HARDENED_SPARK_TLS_KEY: secret(encoded(nodeKey.privateKeyPemPkcs8)),
    HARDENED_SPARK_TLS_CA: encoded(ca.certPem),
  };
}
