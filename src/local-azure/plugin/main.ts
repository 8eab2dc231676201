import { resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { LocalAzure } from "../local-azure";
import { LocalDatabricks } from "../local-databricks";
import { LocalRandom } from "../local-random";
import { localSubscription } from "../local-subscription";
import { LocalTls } from "../local-tls";
import type { LocalProvider } from "../provider";
import { FileStore } from "../store";
import { providerService } from "./service";

/**
 * The program behind the provider plugins of the local Azure. The engine starts it with the address of its own server and
 * reads the port that it serves on from the first line of its output.
 * Usage: main.js PACKAGE VERSION STATE_FOLDER [ENGINE_ADDRESS]
 */
function main([packageName, version, stateFolder]: string[]): void {
  const configure = (variables: Record<string, string>): LocalProvider => {
    if (packageName === "random") return new LocalRandom();
    if (packageName === "tls") return new LocalTls();
    const subscriptionId = variables.subscriptionId ?? localSubscription.subscriptionId;
    const path = resolve(stateFolder as string, "subscriptions", `${subscriptionId}.json`);
    const store = new FileStore(path, subscriptionId);
    if (packageName === "databricks") return new LocalDatabricks({ store, host: variables.host });
    return new LocalAzure({ store, subscriptionId, location: variables.location, latencyMs: 20 });
  };
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(
    ResourceProviderService as unknown as grpc.ServiceDefinition,
    providerService(version as string, configure) as grpc.UntypedServiceImplementation,
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
}

main(process.argv.slice(2));
