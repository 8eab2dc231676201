import type { Link } from "./rule";

/** What no deployment can show, since it happens inside somebody else's service: to be taken on their word. */
export interface Attestation {
  link: Link;
  /** What is claimed. */
  claim: string;
  /** Who says so, and where. */
  by: string;
}

/** What is left to attestations, link by link. Where each is written is from memory: ask for the current reports. */
export const attestations: Attestation[] = [
  {
    link: 1,
    claim: "The control plane accepts TLS 1.2 and later only, and checks who signs in with Entra ID.",
    by: "Databricks' security and trust center; SOC 2 Type II report",
  },
  {
    link: 1,
    claim: "Users and groups come from Entra ID, and administrators use a second factor.",
    by: "the administrators of your Entra ID tenant and of the Databricks account",
  },
  {
    link: 2,
    claim: "Traffic between the control plane and its state store is encrypted, and the store is encrypted with your key where one is set.",
    by: "Databricks' security and trust center; Microsoft's service trust portal (SOC 2, ISO 27001)",
  },
  {
    link: 3,
    claim: "The relay of secure cluster connectivity takes connections from clusters only, each by its own certificate.",
    by: "Databricks' security and trust center",
  },
  {
    link: 5,
    claim: "Inside Azure, a private endpoint's traffic stays on Microsoft's network.",
    by: "Microsoft's documentation of Private Link",
  },
];
