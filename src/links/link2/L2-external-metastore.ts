import { codeCarriers, textsOf } from "../code-carriers";
import { jdbcProblem } from "../jdbc";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L2-external-metastore",
  severity: "high",
  title: "An external metastore is reached by TLS, with its certificate checked",
  why: "A Hive metastore says where every table lies; without TLS, whoever sits between can send queries elsewhere.",
  remediation:
    "Write encrypt=true;trustServerCertificate=false (SQL Server) or useSSL=true&requireSSL=true (MySQL) into ConnectionURL, or move to Unity Catalog.",
  appliesTo: "cluster, job or cluster policy",
  isLocal: true,
  subjects: codeCarriers,
  judge: (carrier) => {
    const url = textsOf(carrier).find(({ path }) => /javax\.jdo\.option\.ConnectionURL/.test(path))?.value;
    if (url === undefined) return notApplicable(`${carrier.label} names no external metastore`);
    if (
      !/^jdbc:(sqlserver:\/\/[^;/]*\.database\.[a-z.]+|mysql:\/\/[^/]*\.mysql\.database\.[a-z.]+|mariadb:\/\/[^/]*\.mysql\.database\.[a-z.]+)/i.test(
        url,
      )
    )
      return fail(`the metastore is '${url.split(/[;?]/)[0]}'`, "a server of Azure SQL or Azure Database for MySQL");
    const problem = jdbcProblem(url);
    return problem ? fail(`the metastore's URL ${problem.seen}`, problem.wanted) : pass(`the metastore's URL asks for TLS`);
  },
});
