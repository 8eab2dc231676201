/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "fcc492384ffbb8036dba84ae632a3f12821adef23cba3b91bbfe6b1236cfdbcd";
