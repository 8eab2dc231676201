import { defineRule, fail, pass } from "../rule";
import { endpointSubnets } from "../subjects";

export default defineRule({
  id: "L3-pe-subnet-not-delegated",
  severity: "high",
  title: "Private endpoints stand in a subnet of their own",
  why: "Azure refuses endpoints in a delegated subnet, and clusters would share it.",
  remediation: "Use a subnet without a delegation.",
  appliesTo: "subnet of private endpoints",
  subjects: endpointSubnets,
  judge: (subnet) => {
    const services = subnet.items("delegations").map((delegation) => delegation.text("serviceName"));
    return services.length === 0 ? pass("not delegated") : fail(`delegated to ${services.join(", ")}`, "no delegation");
  },
});
