/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "e48821d01079e3a802c9c63681de71fd4127323c300d2e7d5f47b7c8481165e0";
