import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { keysOfWorkspaces } from "../subjects";

export default defineRule({
  id: "L2-cmk-key-rotation",
  severity: "medium",
  title: "Customer-managed keys are rotated",
  why: "A key that never changes can be used for ever by whoever once had it. Managed services pin a version: re-key the workspace after a rotation.",
  remediation: "Add a rotationPolicy with a 'rotate' action and an expiry.",
  references: { cis: ["8.3.9"], checkov: ["CKV_AZURE_40"] },
  appliesTo: "customer-managed key",
  subjects: keysOfWorkspaces,
  judge: (key) => {
    const rotates = some(key.items("rotationPolicy.lifetimeActions"), (action) => action.is("action.type", "rotate"));
    if (!rotates) return fail("no lifetime action rotates it", "a 'rotate' action");
    return key.text("rotationPolicy.attributes.expiryTime")
      ? pass(`rotates, and expires after ${key.text("rotationPolicy.attributes.expiryTime")}`)
      : fail("new versions never expire", "attributes.expiryTime");
  },
});
