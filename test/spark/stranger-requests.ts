/** What protects a cluster: nothing, or a mode of the script. */
export type Protection = "plain" | "gcm" | "ctr" | "tls";

/** What Spark is known to answer. A release that answers otherwise fails the test: docs/link-4.md must then change. */
interface Answer {
  answer: RegExp;
  /** Whether the marker is readable in the content. */
  readable: boolean;
}

interface StrangerRequest {
  name: string;
  /** The driver's RPC port, or the process that holds this stream of the job. */
  to: "driver RPC" | "cached" | "cachedByName" | "broadcast" | "shuffle";
  message: (target: { stream?: string }, app: string) => { kind: string } & Record<string, unknown>;
  answers: (mode: Protection, version: string, options: { wireOnly?: boolean; fixed?: boolean }) => Answer;
}

const closed: Answer = { answer: /^(Stream|ChunkFetch)Failure: .*Unauthenticated call to stream manager/, readable: false };

/** What the driver serves by name comes to anyone, unless the release asks for authentication first. */
const file: StrangerRequest["answers"] = (mode, _version, { fixed }) =>
  fixed && mode !== "plain" ? closed : { answer: /^StreamResponse:/, readable: true };

/** What is served by the number of a stream: later releases, plain ones too, serve it only to the connection that opened the stream. */
const block =
  (served: RegExp): StrangerRequest["answers"] =>
  (mode, version, { fixed }) => {
    if (fixed && mode !== "plain") return closed;
    return version.startsWith("3.5.")
      ? { answer: served, readable: true }
      : { answer: /^(Stream|ChunkFetch)Failure: .*Channel not authorized to read stream/, readable: false };
  };

/** Plain Spark hands it on, which shows that the message was understood; a protected one asks for authentication. */
const guarded =
  (plain: RegExp, refusal: RegExp): StrangerRequest["answers"] =>
  (mode) => ({ answer: mode === "plain" ? plain : refusal, readable: false });

const bytes = (...parts: (number | string)[]) =>
  parts
    .map((part) =>
      typeof part === "number"
        ? (part >>> 0).toString(16).padStart(8, "0")
        : (part.length >>> 0).toString(16).padStart(8, "0") + Buffer.from(part).toString("hex"),
    )
    .join("");

/** Every message that a node's ports take, asked for by somebody without a secret. */
export const requests: StrangerRequest[] = [
  {
    name: "a file given to executors (addFile)",
    to: "driver RPC",
    message: () => ({ kind: "StreamRequest", name: "/files/marker.txt" }),
    answers: file,
  },
  {
    name: "a jar given to executors (addJar)",
    to: "driver RPC",
    message: () => ({ kind: "StreamRequest", name: "/jars/marker.jar" }),
    answers: file,
  },
  {
    name: "a class of an interactive shell",
    to: "driver RPC",
    message: () => ({ kind: "StreamRequest", name: "/classes/Holder.class" }),
    answers: file,
  },
  {
    name: "a file that is not there: how to tell a fixed release without taking anything",
    to: "driver RPC",
    message: () => ({ kind: "StreamRequest", name: "/files/nobody-has-this" }),
    answers: (mode, _version, { fixed }) =>
      fixed && mode !== "plain" ? closed : { answer: /^StreamFailure: .*was not found/, readable: false },
  },
  {
    name: "a cached block, by the number of an open stream",
    to: "cached",
    message: ({ stream }) => ({ kind: "ChunkFetchRequest", stream, chunk: 0 }),
    answers: block(/^ChunkFetchSuccess$/),
  },
  {
    name: "a cached block, by the name of an open stream",
    to: "cachedByName",
    message: ({ stream }) => ({ kind: "StreamRequest", name: `${stream}_0` }),
    answers: block(/^StreamResponse:/),
  },
  {
    name: "a broadcast block, by the number of an open stream",
    to: "broadcast",
    message: ({ stream }) => ({ kind: "ChunkFetchRequest", stream, chunk: 0 }),
    answers: block(/^ChunkFetchSuccess$/),
  },
  {
    name: "a shuffle block, by the number of an open stream",
    to: "shuffle",
    message: ({ stream }) => ({ kind: "ChunkFetchRequest", stream, chunk: 0 }),
    // Where it is encrypted on disk, it is served as it lies there.
    answers: (mode, version, options) => {
      const expected = block(/^ChunkFetchSuccess$/)(mode, version, options);
      return { ...expected, readable: expected.readable && (mode === "plain" || options.wireOnly === true) };
    },
  },
  {
    name: "a block by a number that is no open stream",
    to: "cached",
    message: () => ({ kind: "ChunkFetchRequest", stream: "12345", chunk: 0 }),
    answers: (mode, _version, { fixed }) =>
      fixed && mode !== "plain" ? closed : { answer: /^ChunkFetchFailure: .*(is closed|Unknown stream ID)/, readable: false },
  },
  {
    name: "a stream of one's own (OpenBlocks)",
    to: "cached",
    // BlockTransferMessage type 0: application, executor, names of blocks.
    message: (_target, app) => ({ kind: "RpcRequest", body: `00${bytes(app, "0", 1, "rdd_0_0")}` }),
    answers: guarded(/^Rpc(Response$|Failure: .*Block)/, /^(RpcFailure: .*Unknown challenge message|RpcFailure: .*SASL|closed)/),
  },
  {
    name: "a block put into an executor (UploadStream)",
    to: "cached",
    // Type 6: name of the block, and a description that is no Java object: plain Spark tries to read it.
    message: () => ({ kind: "UploadStream", body: `06${bytes("broadcast_99", "junk")}` }),
    answers: guarded(/^RpcFailure: .*StreamCorrupted/, /^RpcFailure: .*Unauthenticated call to receiveStream/),
  },
  {
    name: "a shuffle block pushed to the shuffle service (PushBlockStream)",
    to: "shuffle",
    // Type 12: application, attempt, shuffle, merge, map, reduce, index.
    message: (_target, app) => ({ kind: "UploadStream", body: `0c${bytes(app, 0, 0, 0, 0, 0, 0)}` }),
    answers: guarded(/^RpcFailure: .*Cannot handle shuffle block merge/, /^RpcFailure: .*Unauthenticated call to receiveStream/),
  },
  {
    name: "what was merged of a shuffle (MergedBlockMetaRequest)",
    to: "shuffle",
    message: (_target, app) => ({ kind: "MergedBlockMetaRequest", app }),
    // Spark 3.5 hands it on before anybody has authenticated; its standalone shuffle service merges nothing.
    answers: (mode, version) =>
      mode === "plain" || version.startsWith("3.5.")
        ? { answer: /^RpcFailure: .*Cannot handle shuffle block merge/, readable: false }
        : { answer: /^RpcFailure: .*Unauthenticated call to receiveMergeBlockMetaReq/, readable: false },
  },
];
