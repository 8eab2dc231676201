import "reflect-metadata";
import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { unknownSentinel } from "../azure/pulumi-wire";
import type { CheckProblem } from "./provider";
import tlsShapes from "./shapes/tls.json";
import { StatelessProvider } from "./stateless-provider";
import { asList, asProperties, type Properties } from "./unknown";

// Node.js has the same Web Crypto as browsers, under types of its own.
x509.cryptoProvider.set(webcrypto as never);

const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** The TLS provider: real keys and certificates, made here, kept in the stack's state as the original does. P-256 keys only. */
export class LocalTls extends StatelessProvider {
  readonly name = "tls";

  constructor() {
    super(tlsShapes);
  }

  override check(token: string, logicalName: string, news: Properties): { inputs: Properties; problems: CheckProblem[] } {
    const checked = super.check(token, logicalName, news);
    const isKey = token.endsWith(":PrivateKey") && news.algorithm !== unknownSentinel;
    if (isKey && (news.algorithm !== "ECDSA" || (news.ecdsaCurve ?? "P224") !== "P256")) {
      checked.problems.push({ property: "algorithm", reason: "the local tls provider makes ECDSA keys on the curve P256 only" });
    }
    return checked;
  }

  async create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const made = await this.#make(token, inputs);
    return { id: String(Object.values(made).join("").length) + token.split(":").pop(), outputs: { ...inputs, ...made } };
  }

  async #make(token: string, inputs: Properties): Promise<Properties> {
    if (token.endsWith(":PrivateKey")) {
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
      return {
        privateKeyPem: privateKey.export({ type: "sec1", format: "pem" }),
        privateKeyPemPkcs8: privateKey.export({ type: "pkcs8", format: "pem" }),
        publicKeyPem: publicKey.export({ type: "spki", format: "pem" }),
      };
    }
    const name = subjectOf(inputs);
    if (token.endsWith(":CertRequest")) {
      const request = await x509.Pkcs10CertificateRequestGenerator.create({
        name,
        keys: await keysOf(String(inputs.privateKeyPem)),
        signingAlgorithm: signing,
      });
      return { certRequestPem: `${request.toString("pem")}\n`, keyAlgorithm: "ECDSA" };
    }
    const notBefore = new Date();
    const notAfter = new Date(notBefore.getTime() + Number(inputs.validityPeriodHours) * 3_600_000);
    const validity = { notBefore, notAfter, signingAlgorithm: signing };
    const answer = { readyForRenewal: false, validityStartTime: notBefore.toISOString(), validityEndTime: notAfter.toISOString() };
    const isCa = inputs.isCaCertificate === true;
    const extensions = [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      new x509.KeyUsagesExtension(isCa ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature, true),
    ];
    if (token.endsWith(":SelfSignedCert")) {
      const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        name,
        keys: await keysOf(String(inputs.privateKeyPem)),
        extensions,
        ...validity,
      });
      return { ...answer, certPem: `${certificate.toString("pem")}\n`, keyAlgorithm: "ECDSA" };
    }
    const request = new x509.Pkcs10CertificateRequest(String(inputs.certRequestPem));
    const issuer = new x509.X509Certificate(String(inputs.caCertPem));
    const certificate = await x509.X509CertificateGenerator.create({
      subject: request.subject,
      issuer: issuer.subject,
      publicKey: request.publicKey,
      signingKey: (await keysOf(String(inputs.caPrivateKeyPem))).privateKey,
      extensions,
      ...validity,
    });
    return { ...answer, certPem: `${certificate.toString("pem")}\n`, caKeyAlgorithm: "ECDSA" };
  }
}

function subjectOf(inputs: Properties): string {
  const subject = asProperties(inputs.subject);
  const organisation = subject.organization ?? asList(inputs.organizations)[0];
  return [
    ["CN", subject.commonName],
    ["O", organisation],
  ]
    .filter(([, value]) => typeof value === "string")
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}

async function keysOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const key = createPrivateKey(pem);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return {
    privateKey: await webcrypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, true, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("spki", createPublicKey(key).export({ type: "spki", format: "der" }), algorithm, true, [
      "verify",
    ]),
  };
}
