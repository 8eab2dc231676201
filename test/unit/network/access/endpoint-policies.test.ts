import { passesEndpointPolicies, type ServiceEndpointPolicy } from "../../../../src/network/access/endpoint-policies";
import { decide } from "../../../../src/network/facts/reading";
import type { Known } from "../../../../src/network/facts/unread";

const group = "/subscriptions/s/resourceGroups/rg";
const account = (name: string) => `${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
const policy = (...serviceResources: string[]): ServiceEndpointPolicy => ({ id: "p", serviceResources });
const ask = (policies: Known<ServiceEndpointPolicy>[], name: string, byServiceEndpoint = true) =>
  decide((reading) => passesEndpointPolicies(policies, account(name), byServiceEndpoint, reading)).verdict;

test("X42 (S9): the listed account alone, and nothing that does not go by the service endpoint is filtered", () => {
  const listed = [policy(account("A"))];
  expect([ask(listed, "a"), ask(listed, "b"), ask(listed, "c", false)]).toEqual(["yes", "no", "yes"]);
});
test("S9: a group, a subscription and several policies count together; a name that only begins alike does not", () => {
  expect([
    ask([policy(group)], "b"),
    ask([policy("/subscriptions/S")], "b"),
    ask([policy(account("a")), policy(account("b"))], "b"),
  ]).toEqual(["yes", "yes", "yes"]);
  expect(ask([policy(account("a"))], "ab")).toBe("no");
  expect(ask([], "b")).toBe("yes");
});
test("S10: what Databricks' alias stands for is not known, nor what a policy says that was not read", () => {
  expect(ask([policy("/services/Azure/Databricks")], "b")).toBe("unknown");
  expect(ask([{ unread: "the policy has not been read" }], "b")).toBe("unknown");
});
