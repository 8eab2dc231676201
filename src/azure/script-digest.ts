/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "4153cf3651ca8c40512466c9d1790f41a213e44a640c90a802d620ebcbba80c2";
