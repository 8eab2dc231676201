import { scriptDigest } from "../../azure/script-digest";
import { contentDigest, namedAsEncryption } from "../../estate/cluster-policy";
import { defineRule, fail, pass, unknown } from "../rule";

export default defineRule({
  id: "L4-init-script-hash",
  severity: "high",
  title: "The script that runs is the one that was proven",
  why: "An edited script, or one that does nothing, looks the same in a policy.",
  remediation: "Deploy init-scripts/encrypt-node-traffic.sh as it is shipped; `hardened-databricks init-script --verify FILE` compares.",
  references: { cis: ["2.1.3"] },
  appliesTo: "copy of the encryption script",
  subjects: namedAsEncryption,
  judge: (file) => {
    const digest = contentDigest(file);
    if (digest === undefined) return unknown("its content is on somebody's disk: use contentBase64");
    return digest === scriptDigest
      ? pass(`SHA-256 ${digest.slice(0, 12)}… is the shipped script's`)
      : fail(`SHA-256 is ${digest.slice(0, 12)}…`, `${scriptDigest.slice(0, 12)}…, the shipped script's`);
  },
});
