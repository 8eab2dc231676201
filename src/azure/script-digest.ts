/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "36ee90a3a6b82c03b252876f5edfd878868ca9028e4f9a87da53b47787ac8a7b";
