/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "ce39c57b461512c16bf877635befcfbf1822152ea1dc636806cf14ba91752994";
