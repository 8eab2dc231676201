// The compiled pack: Pulumi starts a policy pack from its folder.
require("../dist/policy-pack/src/index.js");
