/** Pulumi's stand-in for an unknown value in state and plans. */
export const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key by which Pulumi marks special values on its wire and in state, and what the marks mean. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
