import { codeCarriers, textsOf } from "../code-carriers";
import { defineRule, fail, pass } from "../rule";

/** URIs of storage without TLS, and those of the protocol that knows account keys only. */
const plain = /\b(wasbs?|abfs|adl):\/\/|\bhttp:\/\/[^/\s]*\.(blob|dfs|file)\./i;

export default defineRule({
  id: "L5-abfss-only",
  severity: "high",
  title: "Storage is named by abfss:// only",
  why: "abfs:// and http:// are clear text, and wasb:// goes by account keys.",
  remediation: "Write abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
  appliesTo: "cluster, job or cluster policy",
  isLocal: true,
  subjects: codeCarriers,
  judge: (carrier) => {
    const texts = textsOf(carrier);
    const bad = texts.find(({ value }) => plain.test(value));
    return bad
      ? fail(`${bad.path} names '${plain.exec(bad.value)?.[0]}'`, "abfss://")
      : pass(`${texts.length} values, none by another protocol`);
  },
});
