import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as wire from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { AzureError } from "../azure-error";
import type { LocalProvider } from "../provider";
import { holdsUnknown, type Properties } from "../unknown";

type Unary<Request, Reply> = (call: { request: Request }, callback: (error: unknown, reply?: Reply) => void) => void;

/** Runs a handler and turns what it throws into a gRPC status that the engine prints as one line. */
function unary<Request, Reply>(work: (request: Request) => Reply | Promise<Reply>): Unary<Request, Reply> {
  return (call, callback) => {
    new Promise<Reply>((resolve) => resolve(work(call.request))).then(
      (reply) => callback(null, reply),
      (error: Error) =>
        callback({ code: error instanceof AzureError ? grpc.status.INVALID_ARGUMENT : grpc.status.UNKNOWN, details: error.message }),
    );
  };
}

const properties = (struct: Struct | undefined): Properties => (struct?.toJavaScript() ?? {}) as Properties;
const struct = (values: Properties): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
const tokenOf = (urn: string): string => urn.split("::")[2]?.split("$").pop() as string;
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** The engine's provider protocol, served by a local provider. `configure` hears the provider's configuration. */
export function providerService(version: string, configure: (variables: Record<string, string>) => LocalProvider): Record<string, unknown> {
  let provider: LocalProvider | undefined;
  const configured = (): LocalProvider => {
    provider ??= configure({});
    return provider;
  };
  return {
    getPluginInfo: unary(() => {
      const reply = new plugin.PluginInfo();
      reply.setVersion(version);
      return reply;
    }),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getSchema: unary(() => {
      const reply = new wire.GetSchemaResponse();
      reply.setSchema("{}");
      return reply;
    }),
    checkConfig: unary((request: wire.CheckRequest) => {
      const reply = new wire.CheckResponse();
      reply.setInputs(request.getNews());
      return reply;
    }),
    diffConfig: unary(() => {
      const reply = new wire.DiffResponse();
      reply.setChanges(wire.DiffResponse.DiffChanges.DIFF_NONE);
      return reply;
    }),
    configure: unary((request: wire.ConfigureRequest) => {
      const variables: Record<string, string> = {};
      request.getVariablesMap().forEach((value: string, key: string) => {
        variables[key.split(":").pop() as string] = value;
      });
      provider = configure(variables);
      const reply = new wire.ConfigureResponse();
      reply.setSupportspreview(true);
      return reply;
    }),
    check: unary((request: wire.CheckRequest) => {
      const urn = request.getUrn();
      const { inputs, problems } = configured().check(
        tokenOf(urn),
        nameOf(urn),
        properties(request.getNews()),
        properties(request.getOlds()),
      );
      const reply = new wire.CheckResponse();
      reply.setInputs(struct(inputs));
      reply.setFailuresList(
        problems.map((problem) => {
          const failure = new wire.CheckFailure();
          failure.setProperty(problem.property);
          failure.setReason(problem.reason);
          return failure;
        }),
      );
      return reply;
    }),
    diff: unary((request: wire.DiffRequest) => {
      const olds = properties(request.getOldInputs());
      const { changed, replaces } = configured().diff(tokenOf(request.getUrn()), olds, properties(request.getNews()));
      const ignored = request.getIgnorechangesList();
      const counted = changed.filter((key) => !ignored.includes(key));
      const reply = new wire.DiffResponse();
      reply.setChanges(counted.length > 0 ? wire.DiffResponse.DiffChanges.DIFF_SOME : wire.DiffResponse.DiffChanges.DIFF_NONE);
      reply.setDiffsList(counted);
      reply.setReplacesList(replaces.filter((key) => !ignored.includes(key)));
      // Names are given, not made up: the old resource must go before the new one can come.
      reply.setDeletebeforereplace(replaces.length > 0);
      return reply;
    }),
    create: unary(async (request: wire.CreateRequest) => {
      const token = tokenOf(request.getUrn());
      const inputs = properties(request.getProperties());
      const reply = new wire.CreateResponse();
      if (request.getPreview()) {
        reply.setProperties(struct(configured().preview(token, inputs)));
        return reply;
      }
      const { id, outputs } = await configured().create(token, inputs);
      reply.setId(id);
      reply.setProperties(struct(outputs));
      return reply;
    }),
    update: unary(async (request: wire.UpdateRequest) => {
      const token = tokenOf(request.getUrn());
      const inputs = properties(request.getNews());
      const reply = new wire.UpdateResponse();
      const outputs =
        request.getPreview() || holdsUnknown(inputs)
          ? configured().preview(token, inputs, properties(request.getOlds()))
          : await configured().update(token, request.getId(), inputs);
      reply.setProperties(struct(outputs));
      return reply;
    }),
    read: unary((request: wire.ReadRequest) => {
      const reply = new wire.ReadResponse();
      const found = configured().read(tokenOf(request.getUrn()), request.getId(), properties(request.getInputs()));
      if (!found && !configured().isStateless) return reply;
      reply.setId(request.getId());
      reply.setProperties(found ? struct(found.outputs) : request.getProperties());
      reply.setInputs(found ? struct(found.inputs) : request.getInputs());
      return reply;
    }),
    delete: unary(async (request: wire.DeleteRequest) => {
      await configured().delete(tokenOf(request.getUrn()), request.getId());
      return new Empty();
    }),
    invoke: unary((request: wire.InvokeRequest) => {
      const reply = new wire.InvokeResponse();
      reply.setReturn(struct(configured().invoke(request.getTok(), properties(request.getArgs()))));
      return reply;
    }),
  };
}
