import { codeCarriers, textsOf } from "../code-carriers";
import { defineRule, fail, pass } from "../rule";

/** Names of settings that hold secrets, and forms of secrets that give themselves away. */
const secretName = /(password|passwd|secret|account\.?key|access\.?key|sas\.?token|client\.?secret|credential)/i;
const secretForm = /(AccountKey=|SharedAccessSignature|[?&]sig=|dapi[0-9a-f]{32}|password=[^{;]+)/i;
const isReference = (value: string) => /^\{\{secrets\/[^}]+\}\}$/.test(value) || value === "";

export default defineRule({
  id: "L2-no-plaintext-secrets",
  severity: "high",
  title: "Configurations name secrets and never hold them",
  why: "Settings of clusters and jobs are shown to everybody who may attach, and stay in logs and exports.",
  remediation: "Put the value into the vault of a secret scope and write {{secrets/SCOPE/NAME}} in its place.",
  appliesTo: "cluster, job or cluster policy",
  isLocal: true,
  subjects: codeCarriers,
  judge: (carrier) => {
    const texts = textsOf(carrier).filter(({ value }) => !isReference(value));
    const settings = /sparkConf|sparkEnvVars|spark_conf|spark_env_vars|parameters/i;
    const named = texts.find(({ path, value }) => settings.test(path) && secretName.test(path) && !/^(true|false|\d+)$/i.test(value));
    const shown = named ?? texts.find(({ value }) => secretForm.test(value));
    return shown
      ? fail(`${shown.path} holds a secret in clear text`, "a reference such as {{secrets/SCOPE/NAME}}")
      : pass(`${texts.length} values, none a secret`);
  },
});
