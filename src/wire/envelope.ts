import type { KeyObject } from "node:crypto";
import { inflateSync } from "node:zlib";
import { crypto, dsse } from "@sigstore/core";
import { z } from "zod";

/** A result that cannot be taken, or a key that is none; the message says why and what would do. */
export class WireResultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WireResultError";
  }
}

/** A DSSE envelope (Dead Simple Signing Envelope 1.0). */
const envelopeSchema = z.object({
  payloadType: z.string(),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: z.base64() })).min(1),
});

const payloadType = "application/vnd.in-toto+json";
const printed = /-----BEGIN NODE TRAFFIC CHECK-----([A-Za-z0-9+/=\s]+)-----END NODE TRAFFIC CHECK-----/;
/** The most bytes that a printed result may unfold to. */
const longest = 64 * 1024 * 1024;

/**
 * The public key of a PEM text.
 * @param name - what messages call it: its file.
 * @throws WireResultError for anything but the public half of an EC key on P-256.
 */
export function readWireKey(name: string, pem: string): KeyObject {
  if (/^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw new WireResultError(`${name} holds a private key: pass the public one (NodeTrafficCheck's publicKeyPem)`);
  let key: KeyObject;
  try {
    key = crypto.createPublicKey(pem.trim());
  } catch {
    throw new WireResultError(`${name} is no public key in PEM: pass NodeTrafficCheck's output publicKeyPem`);
  }
  if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1")
    throw new WireResultError(`${name} is a key of another kind: NodeTrafficCheck signs with EC keys on P-256`);
  return key;
}

/**
 * The payload of a signed result, once its signature has been verified: as a file holds it, or as a job prints it.
 * @param name - what messages call it: its file.
 * @throws WireResultError for a text that is no envelope, another type of payload, or no signature of this key.
 */
export function openEnvelope(name: string, text: string, key: KeyObject): unknown {
  const parsed = envelopeSchema.safeParse(parseJson(name, unfolded(name, text)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new WireResultError(
      `${name} is no DSSE envelope: ${issue?.path.join(".") || "it"} ${issue?.message.toLowerCase()}; pass the file that NodeTrafficCheck wrote`,
    );
  }
  const envelope = parsed.data;
  if (envelope.payloadType !== payloadType)
    throw new WireResultError(
      `${name} carries a payload of type '${envelope.payloadType}': '${payloadType}' is what NodeTrafficCheck writes`,
    );
  const payload = Buffer.from(envelope.payload, "base64");
  const signed = dsse.preAuthEncoding(envelope.payloadType, payload);
  // The key id is only a hint: what counts is whether one of the signatures is this key's.
  const isSigned = envelope.signatures.some(({ sig }) => crypto.verify(signed, key, Buffer.from(sig, "base64"), "sha256"));
  if (!isSigned)
    throw new WireResultError(`${name} is not signed with this key: it was changed, or it is the result of another NodeTrafficCheck`);
  return parseJson(name, payload.toString("utf8"));
}

function unfolded(name: string, text: string): string {
  const body = printed.exec(text)?.[1];
  if (body === undefined) return text;
  try {
    return inflateSync(Buffer.from(body, "base64"), { maxOutputLength: longest }).toString("utf8");
  } catch {
    throw new WireResultError(`${name} holds a printed result that is not whole: copy it again, from its BEGIN line to its END line`);
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new WireResultError(
      `${name} is no JSON: pass the file that NodeTrafficCheck wrote, or what its job printed between the BEGIN and END lines`,
    );
  }
}
