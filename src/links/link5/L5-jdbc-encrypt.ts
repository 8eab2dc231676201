import { codeCarriers, textsOf } from "../code-carriers";
import { jdbcProblem } from "../jdbc";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L5-jdbc-encrypt",
  severity: "high",
  title: "Databases are reached by TLS, with their certificate checked",
  why: "Older drivers do not ask for TLS, and many examples switch the check of the certificate off.",
  remediation: "Write encrypt=true;trustServerCertificate=false into the URL (SQL Server), or useSSL=true, or sslmode=verify-full.",
  appliesTo: "cluster, job or cluster policy",
  isLocal: true,
  subjects: codeCarriers,
  judge: (carrier) => {
    const urls = textsOf(carrier).filter(({ value }) => /^jdbc:/i.test(value));
    if (urls.length === 0) return notApplicable(`${carrier.label} names no database`);
    for (const { path, value } of urls) {
      const problem = jdbcProblem(value);
      if (problem) return fail(`${path} ${problem.seen}`, problem.wanted);
    }
    return pass(`${urls.length} URLs that ask for TLS`);
  },
});
