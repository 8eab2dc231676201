/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "e0a7a587582a03ef3db5a9eba2d87c551fdad4ce22539c392e92b3c5e12bd86d";
