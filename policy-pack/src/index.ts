import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("hardened-databricks", { policies, enforcementLevel: "mandatory" });
