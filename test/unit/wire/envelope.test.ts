import { spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { resolve } from "node:path";
import { deflateSync } from "node:zlib";
import { dsse } from "@sigstore/core";
import { readWireKey, WireResultError } from "../../../src/wire/envelope";
import { readWireResult } from "../../../src/wire/result";
import { goodReport, sealed, statementOf, wireKeys } from "../../support/wire-report";

const { privateKey, publicKey } = wireKeys();
const other = wireKeys();
const document = statementOf(goodReport());
const good = sealed(document, [privateKey]);
const parsed = () => JSON.parse(good) as { payloadType: string; payload: string; signatures: { sig: string; keyid?: string }[] };
const read = (text: string, key = publicKey) => readWireResult("result.json", text, key);

describe("a signed result", () => {
  test("is read", () => {
    expect(read(good)).toMatchObject({ report: { workspace: { id: "1111222233334444" } } });
  });

  test("is taken with a second signature of somebody else, in either order, and without a key id", () => {
    expect(() => read(sealed(document, [privateKey, other.privateKey]))).not.toThrow();
    expect(() => read(sealed(document, [other.privateKey, privateKey]))).not.toThrow();
    const { signatures, ...envelope } = parsed();
    expect(() => read(JSON.stringify({ ...envelope, signatures: signatures.map(({ sig }) => ({ sig })) }))).not.toThrow();
  });

  test("is read as a job prints it, among other lines", () => {
    const lines = deflateSync(good)
      .toString("base64")
      .replace(/(.{76})/g, "$1\n");
    const output = `26/11/25 INFO something\n-----BEGIN NODE TRAFFIC CHECK-----\n${lines}\n-----END NODE TRAFFIC CHECK-----\nmore\n`;
    expect(read(output)).toEqual(read(good));
    expect(() => read(output.replace(lines.slice(100, 300), ""))).toThrow(/not whole: copy it again/);
  });

  test("is read as the job's own program signs it", () => {
    const program = resolve(__dirname, "../../../init-scripts/node-traffic-check.py");
    const script =
      "import json, runpy, sys; given = json.load(sys.stdin); print(json.dumps(runpy.run_path(sys.argv[1])['envelope'](given['document'], given['key'].encode())))";
    const input = JSON.stringify({ document, key: privateKey.export({ type: "pkcs8", format: "pem" }) });
    const { stdout, stderr, status } = spawnSync("python3", ["-c", script, program], { input, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(read(stdout)).toEqual(read(good));
    expect(() => read(stdout, other.publicKey)).toThrow(/is not signed with this key/);
  });

  // protocol.md of the DSSE specification, "Test Vectors": what is signed is encoded as its authors encode it.
  test("is encoded as the specification's test vector", () => {
    const coordinate = (decimal: string) => Buffer.from(BigInt(decimal).toString(16).padStart(64, "0"), "hex").toString("base64url");
    const key = createPublicKey({
      format: "jwk",
      key: {
        kty: "EC",
        crv: "P-256",
        x: coordinate("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
        y: coordinate("5640078356564379163099075877009565129882514886557779369047442380624545832820"),
      },
    });
    const encoded = dsse.preAuthEncoding("http://example.com/HelloWorld", Buffer.from("hello world"));
    const signature = Buffer.from("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==", "base64");
    expect(verify("sha256", encoded, { key, dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
  });
});

describe("what is refused", () => {
  const flipped = () => {
    const envelope = parsed();
    const text = Buffer.from(envelope.payload, "base64").toString().replace('"drops":0', '"drops":1');
    return JSON.stringify({ ...envelope, payload: Buffer.from(text).toString("base64") });
  };
  test.each<[string, () => string, RegExp]>([
    ["another key", () => sealed(document, [other.privateKey]), /^result\.json is not signed with this key/],
    ["an edited payload", flipped, /is not signed with this key: it was changed/],
    [
      "another type of payload, rightly signed",
      () => sealed(document, [privateKey], "application/json"),
      /payload of type 'application\/json'/,
    ],
    [
      "another type of payload, written over it",
      () => JSON.stringify({ ...parsed(), payloadType: "application/vnd.in-toto+json " }),
      /payload of type/,
    ],
    ["no signature", () => JSON.stringify({ ...parsed(), signatures: [] }), /is no DSSE envelope: signatures/],
    ["an empty signature", () => JSON.stringify({ ...parsed(), signatures: [{ sig: "" }] }), /is not signed with this key/],
    ["two signatures of others", () => sealed(document, [other.privateKey, wireKeys().privateKey]), /is not signed with this key/],
    ["a payload without an envelope", () => JSON.stringify(document), /is no DSSE envelope: payloadType/],
    ["no JSON", () => "hello", /is no JSON: pass the file that NodeTrafficCheck wrote/],
    ["an empty file", () => "", /is no JSON/],
    [
      "a statement of another kind",
      () => sealed({ ...document, predicateType: "https://slsa.dev/provenance/v1" }, [privateKey]),
      /is signed, but no result that can be read: predicateType/,
    ],
    [
      "a later version",
      () => sealed({ ...document, predicateType: document.predicateType.replace(":v1", ":v2") }, [privateKey]),
      /predicateType/,
    ],
    ["a report without nodes", () => sealed(statementOf({ ...goodReport(), nodes: undefined }), [privateKey]), /predicate\.nodes/],
    [
      "hits that are no number",
      () => sealed(statementOf({ ...goodReport(), crossed: [["a", "b", "many"]] }), [privateKey]),
      /predicate\.crossed/,
    ],
  ])("%s", (_what, text, message) => {
    expect(() => read(text())).toThrow(WireResultError);
    expect(() => read(text())).toThrow(message);
  });

  const pem = (key: { export(options: { type: "spki" | "pkcs8"; format: "pem" }): string | Buffer }, type: "spki" | "pkcs8") =>
    key.export({ type, format: "pem" }) as string;
  test.each<[string, string, RegExp]>([
    ["a private key", pem(privateKey, "pkcs8"), /holds a private key: pass the public one/],
    ["no PEM", "ssh-rsa AAAA", /is no public key in PEM/],
    ["nothing", "", /is no public key in PEM/],
    ["an RSA key", pem(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey, "spki"), /is a key of another kind/],
    ["another curve", pem(generateKeyPairSync("ec", { namedCurve: "secp384r1" }).publicKey, "spki"), /is a key of another kind/],
    ["an Ed25519 key", pem(generateKeyPairSync("ed25519").publicKey, "spki"), /is a key of another kind/],
  ])("a key that is %s", (_what, text, message) => {
    expect(() => readWireKey("key.pem", text)).toThrow(message);
  });

  test("a good key is read, with line breaks around it", () => {
    expect(readWireKey("key.pem", `\n${pem(publicKey, "spki")}\n`).equals(publicKey)).toBe(true);
  });
});
